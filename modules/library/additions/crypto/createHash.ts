/** `crypto.createHash`. */
import crypto = require('../../crypto');
import hash = require('../../internal/hash');

Object.assign(crypto, { createHash: hash.createHash });
