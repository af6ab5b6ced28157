/** `crypto.getHashes`. */
import crypto = require('../../crypto');
import hash = require('../../internal/hash');

Object.assign(crypto, { getHashes: hash.getHashes });
