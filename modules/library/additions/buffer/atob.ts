/** `buffer.atob`. */
import buffer = require('node:buffer');
import text = require('../../internal/base64_text');

Object.assign(buffer, { atob: text.atob });
