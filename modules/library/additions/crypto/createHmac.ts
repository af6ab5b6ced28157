/** `crypto.createHmac`. */
import crypto = require('../../crypto');
import hash = require('../../internal/hash');

Object.assign(crypto, { createHmac: hash.createHmac });
