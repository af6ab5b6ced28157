'use strict';
const assert = require('assert');
const hooks = require('perf_hooks');

assert.strictEqual(hooks.performance, performance);
const before = performance.now();
assert.ok(performance.now() >= before && before >= 0);
assert.ok(Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 1000);
const mark = performance.mark('a', { startTime: 5, detail: { x: 1 } });
assert.deepStrictEqual([mark.name, mark.entryType, mark.startTime, mark.duration, mark.detail], ['a', 'mark', 5, 0, { x: 1 }]);
performance.mark('b', { startTime: 12 });
assert.strictEqual(performance.measure('m', 'a', 'b').duration, 7);
assert.strictEqual(performance.measure('n', { start: 1, duration: 2 }).duration, 2);
assert.deepStrictEqual(performance.getEntries().map((entry) => entry.name), ['n', 'a', 'm', 'b']);
assert.strictEqual(performance.getEntriesByType('measure').length, 2);
performance.clearMarks('a');
assert.strictEqual(performance.getEntriesByName('a').length, 0);
assert.throws(() => performance.measure('x', 'a'), { name: 'SyntaxError' });
