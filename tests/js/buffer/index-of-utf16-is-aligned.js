'use strict';
/* UTF-16 text is found where one of its units begins, not across two of them. */
const assert = require('assert');

const across = Buffer.from([0x11, 0x61, 0x00, 0x22, 0x61, 0x00, 0x11, 0x61, 0x00, 0x22]);
assert.strictEqual(across.indexOf('a', 0, 'utf16le'), 4);
assert.strictEqual(across.indexOf('a', 1, 'ucs2'), 4);
assert.strictEqual(across.indexOf('a', 6, 'utf16le'), -1);
assert.strictEqual(across.lastIndexOf('a', undefined, 'utf16le'), 4);
assert.strictEqual(across.indexOf(Buffer.from([0x61, 0x00]), 0, 'utf16le'), 4);
assert.strictEqual(across.indexOf(Buffer.from([0x61, 0x00])), 1);
assert.ok(!across.subarray(0, 4).includes('a', 0, 'utf16le'));

/* The last unit of an odd number of bytes begins before its end, too. */
assert.strictEqual(Buffer.from([0x00, 0x61, 0x00]).lastIndexOf('a', undefined, 'utf16le'), -1);
assert.strictEqual(Buffer.from([0x61, 0x00, 0x61, 0x00, 0x00]).lastIndexOf('a', undefined, 'utf16le'), 2);
