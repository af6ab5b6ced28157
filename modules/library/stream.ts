/** Node 18's `stream`: readable-stream, which is Node's own, on the firmware's errors. */
import stream = require('readable-stream/lib/stream.js');

export = stream;
