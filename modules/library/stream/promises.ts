/** `stream/promises`. */
import stream = require('../stream');

export = stream.promises;
