// prints: to stdout
// prints: bytes
// prints: done
// prints: hé
// prints: to stderr
'use strict';
const assert = require('assert');

let called = 0;
assert.strictEqual(process.stdout.write('to stdout\n', () => called++), true);
process.stdout.write(new Uint8Array([98, 121, 116, 101, 115, 10]));
process.stdout.write('646f6e650a', 'hex');
/* Bytes go out as they are: a character may come in two pieces. */
process.stdout.write(Buffer.from([0x68, 0xc3]));
process.stdout.write(Buffer.from([0xa9, 0x0a]));
process.stderr.write('to stderr\n', 'utf8', () => called++);
assert.strictEqual(process.stdout.fd, 1);
assert.strictEqual(process.stderr.fd, 2);
assert.throws(() => process.stdout.write(5), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => process.stdout.write('x', 'no-encoding'), { code: 'ERR_UNKNOWN_ENCODING' });
process.on('exit', () => assert.strictEqual(called, 2));
