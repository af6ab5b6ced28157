/** `crypto.Hmac`. */
import crypto = require('../../crypto');
import hash = require('../../internal/hash');

crypto.Hmac = hash.Hmac;
