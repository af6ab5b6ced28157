/** `buffer.btoa`. */
import buffer = require('node:buffer');
import text = require('../../internal/base64_text');

Object.assign(buffer, { btoa: text.btoa });
