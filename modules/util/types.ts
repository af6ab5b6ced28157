/** util.types. */
import types = require('../internal/types');

export = types;
