/** `crypto.createHash`. */
import crypto = require('../../crypto');
import hash = require('../../internal/hash');

crypto.createHash = hash.createHash;
