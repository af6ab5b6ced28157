/** `crypto.Hash`. */
import crypto = require('../../crypto');
import hash = require('../../internal/hash');

crypto.Hash = hash.Hash;
