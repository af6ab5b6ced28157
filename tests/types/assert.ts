/** Compiles against our typings and against @types/node 18. */
import assert, { AssertionError, strict } from 'node:assert';
import strictly from 'assert/strict';

export function known(value: unknown): string {
  assert(typeof value === 'string', 'a string');
  return value;
}
assert.deepStrictEqual([1], [1]);
assert.throws(
  () => {
    throw new Error();
  },
  { code: 'E' },
);
assert.throws(() => undefined, TypeError, 'told');
assert.throws(
  () => undefined,
  (error: Error) => error.message === 'x',
);
export const later: Promise<void> = assert.rejects(async () => undefined, /x/);
strict.equal(1, 1);
strictly(true);
assert.match('x', /x/);
assert.ifError(null);
export const error: Error = new AssertionError({ actual: 1, expected: 2, operator: 'strictEqual' });
// @ts-expect-error a pattern is no text
assert.match('x', 'x');
