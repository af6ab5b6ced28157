/* A module whose first load throws, whatever it is, is loaded anew by the next require(), and is whole then. */
'use strict';
const assert = require('assert');

/** How many calls of Object.defineProperty() a load of the module makes, which throws at the one numbered `failing`. */
function callsOf(load, failing) {
  const { defineProperty } = Object;
  let calls = 0;
  Object.defineProperty = function () {
    if (++calls === failing) throw new Error('not now');
    return defineProperty.apply(this, arguments);
  };
  try {
    load();
  } catch (error) {
    assert.strictEqual(error.message, 'not now');
  } finally {
    Object.defineProperty = defineProperty;
  }
  return calls;
}

for (const { load, exported } of [
  { load: () => require('dns'), exported: 20 },
  { load: () => require('util'), exported: 25 },
]) {
  assert.strictEqual(callsOf(load, 1), 1, 'the first load goes on to its end');
  assert.ok(callsOf(load, 0) > 0, 'it is not loaded again');
  assert.strictEqual(callsOf(load, 0), 0, 'it is loaded a third time');
  assert.ok(Object.keys(load()).length >= exported, `it has ${Object.keys(load())}`);
}
assert.strictEqual(require('util').format('%s %o', 'a', [1]), 'a [ 1, [length]: 1 ]');
