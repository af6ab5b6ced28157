// except: jerryscript because an install of it may have no limit of the stack
'use strict';
/* A module whose first load fails, here for want of stack, is loaded anew by the next require(), and is whole then. */
const assert = require('assert');

const modules = {
  util: { load: () => require('util'), exported: 25 },
  os: { load: () => require('os'), exported: 10 },
  console: { load: () => require('console'), exported: 15 },
  timers: { load: () => require('timers'), exported: 6 },
  'timers/promises': { load: () => require('timers/promises'), exported: 3 },
  dns: { load: () => require('dns'), exported: 20 },
  dgram: { load: () => require('dgram'), exported: 2 },
};
const failures = new Map(Object.keys(modules).map((name) => [name, 0]));
const left = new Set(failures.keys());

/** Loads each at the stack's end, and again a frame further from it, until there is room. */
function descend() {
  try {
    descend();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  for (const name of left) {
    try {
      modules[name].load();
      left.delete(name);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      failures.set(name, failures.get(name) + 1);
    }
  }
}
descend();

assert.strictEqual(left.size, 0);
for (const [name, { load, exported }] of Object.entries(modules)) {
  assert.ok(failures.get(name) > 0, `${name} had room at once`);
  assert.ok(Object.keys(load()).length >= exported, `${name} has ${Object.keys(load())}`);
}
assert.strictEqual(modules.util.load().format('%s %o', 'a', [1]), 'a [ 1, [length]: 1 ]');

let fired = 0;
setTimeout(() => fired++, 1);
setImmediate(() => fired++);
process.on('exit', () => assert.strictEqual(fired, 2));
