// except: quickjs because its own limit is tested in tests/unit/engine
// except: host because the depth below is that of the boards' stacks
// except: qemu-riscv because the depth below is measured on the Cortex-M3
'use strict';
const assert = require('assert');

// An install without a stack limit has room for so many calls on the board's stack of 256 KiB, one with the limit of
// README's options (192 KiB) for fewer.
const DEPTH = 1100;
let depth = 0;
function deeper() {
  return ++depth === DEPTH ? 0 : 1 + deeper();
}
let caught;
try {
  deeper();
} catch (error) {
  caught = error;
}
if (caught === undefined) {
  console.log('1..0 # Skipped: this JerryScript is built without a stack limit');
} else {
  assert(caught instanceof RangeError, String(caught));
  assert.strictEqual(caught.message, 'Maximum call stack size exceeded');
  depth = DEPTH - 20;
  assert.strictEqual(deeper(), 19);
}
