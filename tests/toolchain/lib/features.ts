/** Code in the language of today, and what it must give wherever it runs. */
/** Features of the language: each code puts a value, or a promise of one, into the variable `result`. */
export const FEATURES: Record<string, { code: string; result: unknown }> = {
  'arrow functions and this': {
    code: 'result = (new (function () { this.x = 1; this.f = () => this.x; })()).f();',
    result: 1,
  },
  'let in loops': {
    code: 'const f = []; for (let i = 0; i < 3; i++) f.push(() => i); result = f.map((g) => g());',
    result: [0, 1, 2],
  },
  'template literals': { code: 'result = `a${1 + 1}b\\u{1F600}`;', result: 'a2b\u{1F600}' },
  'tagged templates': {
    code: 'const t = (s, ...v) => s.raw.join("|") + v; result = t`a${1}\\n${2}`;',
    result: 'a|\\n|1,2',
  },
  destructuring: {
    code: 'const { a, b: [c = 5, ...d], ...e } = { a: 1, b: [undefined, 2, 3], f: 4 }; result = [a, c, d, e];',
    result: [1, 5, [2, 3], { f: 4 }],
  },
  spread: {
    code: 'result = [...new Set([1, 1, 2]), Math.max(...[3, 4]), { ...{ a: 1 }, b: 2 }];',
    result: [1, 2, 4, { a: 1, b: 2 }],
  },
  'for-of with iterators': {
    code: 'let s = ""; for (const [k, v] of new Map([[1, 2], [3, 4]])) s += k + ":" + v + ";"; result = s;',
    result: '1:2;3:4;',
  },
  'defaults and rest': {
    code: 'const f = (a, b = a + 1, ...c) => [a, b, c]; result = [f(1), f(1, 2, 3, 4)];',
    result: [
      [1, 2, []],
      [1, 2, [3, 4]],
    ],
  },
  'optional chaining and ??': {
    code: 'const o = { a: null }; let n; n ??= 3; result = [o?.a?.b ?? "none", o.f?.(), n];',
    result: ['none', undefined, 3],
  },
  exponent: { code: 'let x = 2; x **= 3; result = [x, 2 ** 10];', result: [8, 1024] },
  'computed names and methods': {
    code: `
      const k = "x"; result = { [k + 1]: 1, m() { return 2; }, get g() { return 3; }
      }; result = [result.x1, result.m(), result.g];
    `,
    result: [1, 2, 3],
  },
  classes: {
    code: `
      class A { static s = 1; f = 2; #p = 3; get p() { return this.#p; }
      static m() { return A.s; } has(o) { return #p in o; }
      } const a = new A(); result = [A.m(), a.f, a.p, a.has(a), a.has({}), A.name];
    `,
    result: [1, 2, 3, true, false, 'A'],
  },
  'derived classes and super': {
    code: `
      class A { constructor(x) { this.x = x; } m() { return "A" + this.x; }
      static s() { return "s"; } } class B extends A { constructor() { super(7); }
      m() { return super.m() + "B"; } static s() { return super.s() + "t"; }
      } result = [new B().m(), B.s(), new B() instanceof A];
    `,
    result: ['A7B', 'st', true],
  },
  generators: {
    code: `
      function* g() { const x = yield 1; try { yield* [x, 3]; }
      finally { yield 4; } } const i = g(); result = [i.next().value, i.next(2).value, [...i]];
    `,
    result: [1, 2, [3, 4]],
  },
  'async functions': {
    code: `
      const f = async (x) => { try { await Promise.reject(x); }
      catch (e) { return await e + 1; } }; result = f(1);
    `,
    result: 2,
  },
  'async generators': {
    code: `
      async function* g() { yield 1; yield await 2;
      } result = (async () => { const r = []; for await (const x of g()) r.push(x); return r; })();
    `,
    result: [1, 2],
  },
  'big integers': { code: 'result = String(6n * 7n);', result: '42' },
  'labels and closures': {
    code: `
      let s = ""; outer: for (const x of [1, 2, 3]) { for (const y of [1, 2]) {
          if (x === 2) continue outer;
          if (x === 3) break outer; s += (() => x * y)(); }
      } result = s;
    `,
    result: '12',
  },
  'catch without a name': { code: 'try { throw 1; } catch { result = "caught"; }', result: 'caught' },
  'new.target': {
    code: `
      function F() { return new.target === F; }
      class A { constructor() { this.t = new.target === A; }
      } result = new A().t;
    `,
    result: true,
  },
  'symbols and iterables': {
    code: 'const o = { *[Symbol.iterator]() { yield 1; yield 2; } }; result = [...o];',
    result: [1, 2],
  },
};

/** What JSON makes of a value, undefined included. */
export function plain(value: unknown): unknown {
  const text = JSON.stringify({ value }, (_, part: unknown) => (part === undefined ? null : part));
  return (JSON.parse(text) as { value: unknown }).value;
}
