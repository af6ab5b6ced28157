/** `crypto.Hmac`. */
import crypto = require('../../crypto');
import hash = require('../../internal/hash');

Object.assign(crypto, { Hmac: hash.Hmac });
