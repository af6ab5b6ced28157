/* Every function of lodash whose answer depends on its arguments alone, each with many of them. */
import lodash from 'lodash';
import show from './show.js';

const { answer, chances } = show;

const CALLS = 30;

/* An engine's own text of a value, which this is not about. */
const called = (value, text) => Object.defineProperty(value, 'toString', { value: () => text });

/* Each makes a value of its own: some functions change what they are given. */
const VALUES = [
  () => undefined,
  () => null,
  () => true,
  () => 0,
  () => 1,
  () => -1,
  () => 2.5,
  () => NaN,
  () => '',
  () => 'a',
  () => 'Foo bar-baz_qux',
  () => 'a.b[0].c',
  () => '  &lt;fred, barney &amp; pebbles ',
  () => 'déjà vu 😀é',
  () => [],
  () => [1, 2, 3, 4],
  () => [3, 1, 2, 1, 3],
  () => ['b', 'a', 'c', 'a'],
  () => [
    [1, 2],
    [3, [4, [5]]],
  ],
  () => [
    ['a', 1],
    ['b', 2],
  ],
  () => [{ a: 1, b: { c: 2 } }, { a: 2, b: { c: 1 } }, { a: 1 }],
  () => [0, '', null, NaN, undefined, false, 7],
  () => ({}),
  () => ({ a: 1, b: 2, c: 3 }),
  () => ({ a: [{ b: { c: 3 } }], d: 'x' }),
  () => ({ length: 2, 0: 'x', 1: 'y' }),
  () => called((x) => x, 'same'),
  () => called((x, y) => (x > y ? 1 : -1), 'compare it'),
  () => called((x) => x && x.a, 'A of x'),
  () => called((x) => x > 1, 'more'),
  () => /a(.)/g,
  () => called(new Date(5), 'the date'),
  () =>
    new Map([
      ['a', 1],
      ['b', [2]],
    ]),
  () => new Set([1, 'b', 1]),
  () => Symbol.for('mark'),
  () => Uint8Array.of(1, 2, 250),
  () => new RangeError('gone'),
  () => Object('boxed'),
  () =>
    (function () {
      return arguments;
    })(1, 'two'),
  () =>
    new (class Point {
      constructor() {
        this.x = 1;
      }
      get y() {
        return 2;
      }
    })(),
];

/* Time, chance, ids, what changes lodash itself, what reads the text of a function,
 * and reverse(): Array.prototype.reverse() of a number is in tests/docs/engine_table.ts. */
const LEFT_OUT = new Set(
  [
    'now random sample sampleSize shuffle uniqueId defer delay debounce throttle',
    'mixin noConflict runInContext isNative reverse',
  ].flatMap((names) => names.split(' ')),
);

const next = chances(14);
for (const name of Object.keys(lodash).sort()) {
  if (typeof lodash[name] !== 'function' || LEFT_OUT.has(name)) continue;
  const answers = [];
  for (let call = 0; call < CALLS; call++) {
    const given = [];
    for (let count = call % 4; given.length < count;) given.push(VALUES[next(VALUES.length)]());
    // A few small functions for what takes functions, and some more for what these give.
    answers.push(
      answer(() => {
        const made = lodash[name].apply(lodash, given);
        return typeof made === 'function' && call % 2 ? [made, answer(() => made([2, 1], 'a'))] : made;
      }, given),
    );
  }
  console.log(name + ': ' + answers.join(' | '));
}
const chain = lodash([5, 3, 8, 1])
  .chain()
  .map((n) => n * 2)
  .filter((n) => n > 4)
  .sortBy()
  .reverse()
  .take(2);
console.log('chain: ' + answer(() => [chain.value(), chain.size().value(), chain.join('-').value()]));
