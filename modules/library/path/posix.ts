/** `path/posix`: `path` itself. */
import path = require('../path');

export = path;
