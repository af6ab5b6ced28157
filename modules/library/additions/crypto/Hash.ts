/** `crypto.Hash`. */
import crypto = require('../../crypto');
import hash = require('../../internal/hash');

Object.assign(crypto, { Hash: hash.Hash });
