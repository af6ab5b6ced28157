// timeout: 120 s
'use strict';
// Each operation makes something large of something that has room, a little more each time until there is no more room:
// it is made, or it is a RangeError that can be caught, and the program goes on.
const assert = require('assert');

const FIRST = 16384;
const LAST = 4 * 1024 * 1024;
// What is made in pieces is no one large thing: with more of them than this QuickJS finds its heap full of small ones,
// which ends the program on every engine; JerryScript's smaller heap has no room for as many, and says so before.
const LAST_IN_PIECES = 128 * 1024;
const STEP = 1.6;
const WHOLE = 16; // so that halves, quarters and eighths are whole

const inPieces = {
  'split by a comma': (size) => 'a word,'.repeat(size / 7).split(','),
  'split by nothing': (size) => 'xyz'.repeat(size / 12).split(''),
  'split by a long text': (size) => 'so far, and then comes more'.repeat(size / 27).split(', and then comes more'),
  'Array.from a string': (size) => Array.from('xy'.repeat(size / 8)),
};

const operations = {
  'String.prototype.repeat': (size) => 'ab'.repeat(size / 2),
  'String.prototype.concat': (size) => 'x'.repeat(size / 2).concat('y'.repeat(size / 4), 'z'),
  'String.prototype.toUpperCase': (size) => 'abcd'.repeat(size / 4).toUpperCase(),
  'String.prototype.toLowerCase': (size) => 'ABCD'.repeat(size / 4).toLowerCase(),
  'String.prototype.replaceAll': (size) => 'a-'.repeat(size / 16).replaceAll('-', 'and then'),
  'replaceAll of nothing': (size) => 'ab'.repeat(size / 16).replaceAll('', '123'),
  'Array.prototype.concat': (size) => new Array(size / 8).fill(1).concat(new Array(size / 8).fill(2)),
  'Array.prototype.concat of fractions': (size) => new Array(size / 16).fill(0.5).concat([1.5], [2.5]),
  'Array.from an array': (size) => Array.from(new Array(size / 4).fill(1)),
  'Array.from a length': (size) => Array.from({ length: size / 4 }, (_, index) => index),
  'Array.from a typed array': (size) => Array.from(new Uint16Array(size / 4)),
  'Buffer.prototype.toString of ASCII': (size) => Buffer.alloc(size, 'a').toString(),
  'Buffer.prototype.toString of UTF-8': (size) => Buffer.alloc(size, 'é').toString(),
  'Buffer.prototype.toString of bad UTF-8': (size) => Buffer.alloc(size, 0xff).toString(),
  'Buffer.prototype.toString in hex': (size) => Buffer.alloc(size).toString('hex'),
  'Buffer.prototype.toString in base64': (size) => Buffer.alloc(size).toString('base64'),
  'Buffer.prototype.toString in latin1': (size) => Buffer.alloc(size, 0xe9).toString('latin1'),
};

function tryAll([[name, make], ...rest]) {
  let made = 0;
  const last = name in inPieces ? LAST_IN_PIECES : LAST;
  for (let size = FIRST; size < last; size = Math.ceil((size * STEP) / WHOLE) * WHOLE) {
    try {
      if (make(size).length > 0) made++;
    } catch (error) {
      assert(error instanceof RangeError, `${name} of ${size}: ${error}`);
      break;
    }
  }
  assert(made > 0, `${name}: nothing was made`);
  if (rest.length > 0) setImmediate(tryAll, rest); // a turn for each, as a board's watchdog waits for no longer one
}

tryAll(Object.entries(operations).concat(Object.entries(inPieces)));
