'use strict';
/* The bytes of Buffers are in heapUsed or in arrayBuffers, whichever the engine; arrayBuffers are part of external. */
const assert = require('assert');

const SIZE = 100000;
function used() {
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  assert(arrayBuffers <= external);
  return heapUsed + external;
}

const before = used();
const bytes = Buffer.alloc(SIZE, 1);
const grown = used() - before;
assert(grown > SIZE / 2, `${bytes.length} bytes took ${grown}`);
