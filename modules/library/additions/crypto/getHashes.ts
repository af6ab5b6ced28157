/** `crypto.getHashes`. */
import crypto = require('../../crypto');
import hash = require('../../internal/hash');

crypto.getHashes = hash.getHashes;
