/** assert in strict mode. */
import assert = require('../assert');

export = assert.strict;
