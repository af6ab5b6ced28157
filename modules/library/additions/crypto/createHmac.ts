/** `crypto.createHmac`. */
import crypto = require('../../crypto');
import hash = require('../../internal/hash');

crypto.createHmac = hash.createHmac;
