/**
 * The syntax of ECMAScript, and some of its library, by the edition that brought it. Each code is the body of a sloppy
 * async function that returns a value for JSON; what it must give is what Node gives for the same text, or `gives`
 * where the oldest Node that runs the tests does not have it.
 */
export const CONSTRUCTS: Record<number, Record<string, string | { code: string; gives: unknown }>> = {
  5: {
    'getters and setters in literals':
      'const o = { v: 1, get x() { return this.v; }, set x(n) { this.v = n; } }; o.x = 5; return o.x;',
    'dates as text, in more forms than ISO 8601': `
      const texts = ['Jan 1 1970 GMT', 'Jan 01 1900 GMT', 'Thu, 01 Jan 1970 00:00:00 +0100', '1 Feb 2024 UTC',
      'Tue Mar 05 2024 10:20:30 GMT-0230', '1/31/2024 5:07 PM UTC', '12/1/99 GMT', 'September 9, 2001 01:46:40 GMT',
      '2024-02-03T04:05:06Z', 'nonsense', '', '13/13/2024 GMT'];
      const d = new Date(2024, 1, 3), same = new Date(d);
      return [texts.map((text) => Date.parse(text)), texts.map((text) => new Date(text).getTime()),
      new Date('2 Jan 2024 03:04:05').getHours(), same.getTime() === d.getTime(), new Date('Mar 7 2020').getDate(),
      typeof Date.parse, new Date(5).getTime(), new Date(texts[0] + '').getTime()];`,
    'reserved words as property names': 'return ({ default: 1, class: 2, new: 3 }).class + ({ if: 4 }).if;',
    'labels, break and continue': `
      let s = ""; outer: for (let x = 1; x < 5; x++) { for (const y of [1,
      2]) {
        if (x === 2) continue outer; if (x === 4) break outer; s += x * y; } } block: { s += "b";
      break block; } return s;`,
    'switch with fall-through and lexical scope': `
      const f = (n) => { switch (n) { case 0: let a = "z"; return a; case 1: default: a = "o";
      case 2: return a + n; } };
      const t = (n) => { try { return f(n); } catch (e) { return e.name; } };
      return [t(0), t(1), t(2), t(3)];`,
    'try, catch, finally': `
      const f = (n) => { try { if (n) throw n; return "try"; } catch (e) { return "catch" + e; } finally {
      if (n === 2) return "finally"; } };
      return [f(0), f(1), f(2)];`,
    'assignment lists that begin with a function':
      'var f, t; var g = (f = function () { return t; }, t = 1, f); return g();',
    'assignment lists in arguments and returns': `
      var f, t, h = (x) => x; function k() { return (f = function () { return t; }, t = 2, f); }
      return [k()(), h((f = () => t, t = 3, f))(), [(f = function () { return t + 1; }, t = 4, f)][0]()];`,
    'parentheses that could be parameters or a pattern': `
      const o = ({ a: x => x + 1, b: async y => y, c: [z => z * 2] }); let f; const g = (f = n => n, f);
      const [h = ({ k: x => x })] = [];
      return [o.a(1), await o.b(2), ([x => x, 1])[0](3), o.c[0](2), g(4),
      h.k(5), ([1, 2].map(x => x + 1))[1]];`,
    'the comma operator':
      'let a = 1; const b = (a++, a *= 10, a + 1); for (let i = 0, j = 9; i < j; i++, j--) a += j; return [a, b];',
    'delete, void, typeof, in, instanceof':
      'const o = { a: 1 }; return [delete o.a, "a" in o, void 0, typeof nothing, [] instanceof Array];',
    'function hoisting and arguments':
      'return f(1, 2); function f(a) { arguments[0] = 9; return [a, arguments.length, typeof arguments.callee]; }',
    'sloppy undeclared variables': `
      undeclaredByTest = 7; const seen = globalThis.undeclaredByTest; delete globalThis.undeclaredByTest;
      return seen;`,
    'sloppy this is the global object': 'return (function () { return this === globalThis; })();',
    with: 'const o = { x: 3 }; with (o) { x = x + 1; } return o.x;',
    'octal and line continuation': 'return [010, "a\\\nb", "\\101"];',
    'automatic semicolons': 'let a = 1\nlet b = a\n++a\nreturn [a, b]',
    'regular expressions': `
      return ["a-b_c".split(/[-_]/), "x1y22".replace(/\\d+/g, (m) => \`<\${m}>\`), /^(a|b)*?c$/im.test("ABC"),
      /\\u0041\\x42/.exec("zAB").index];`,
  },
  2015: {
    'let and const in blocks': 'let a = 1; { let a = 2; const b = 3; a += b; } return [a, typeof b];',
    'let in loops is new each turn':
      'const f = []; for (let i = 0; i < 3; i++) f.push(() => i); return f.map((g) => g());',
    'the dead zone': 'try { return a; let a = 1; } catch (e) { return e.name; }',
    'functions in blocks': `
      { function f() { return 1; } } return [f(), (() => { "use strict"; { function g() { return 1; } }
      return typeof g; })()];`,
    'arrow functions and this': 'return (new (function () { this.x = 1; this.f = () => this.x; })()).f();',
    'arguments in an arrow function': 'return (function () { return (() => arguments[1])(5); })(7, 8);',
    'arrows have no prototype and cannot be made':
      'const f = () => 0; try { new f(); } catch (e) { return [e.name, f.prototype]; }',
    'arrow bodies':
      'const a = (x) => ({ x }), b = async (x) => x, c = x => y => x + y; return [a(1), await b(2), c(3)(4)];',
    'template literals': 'return `a${1 + 1}b\\u{1F600}${`n${3}`}\n`;',
    'tagged templates': 'const t = (s, ...v) => s.raw.join("|") + s.join("|") + v; return t`a${1}\\n${2}`;',
    "a tagged template's object is the same at each call":
      'const t = (s) => s, f = () => t`x`; return [f() === f(), t`x` === t`x`, Object.isFrozen(f())];',
    destructuring: `
      const { a, b: [c = 5, ...d], ["e" + 1]: e = "none", ...rest } = { a: 1, b: [undefined, 2, 3], f: 4 };
      let x = 1, y = 2; [x, y] = [y, x];
      ({ a: x.z, length: y } = "four"); return [a, c, d, e, rest, x, y];`,
    'destructuring of parameters': `
      const f = ({ a = 1, b: { c } = { c: 2 } } = {}, [d, , e = d] = [3]) => [a, c, d, e]; return [f(), f({ a: 9,
      b: { c: 8 } }, [7, 6, 5]), f.length];`,
    'destructuring of null throws': 'try { const { a } = null; } catch (e) { return e.name; }',
    'destructuring in catch and for': `
      const s = []; for (const [k, { v }] of Object.entries({ a: { v: 1 } })) s.push(k, v); try { throw {
      code: 3 }; } catch ({ code }) { s.push(code); } return s;`,
    'spread of calls and arrays': `
      return [...new Set([1, 1, 2]), Math.max(...[3, 4], 2), [..."a\\u{1F600}b"].length, new Date(...[2020,
      1]).getMonth()];`,
    'defaults see earlier parameters':
      'const f = (a, b = a + 1, c = () => b, ...d) => [a, b, c(), d]; return [f(1), f(1, 2, undefined, 4), f.length];',
    'default parameters have a scope': 'let x = 1; function f(a = () => x) { var x = 2; return a(); } return f();',
    'rest parameters': 'function f(a, ...r) { return [a, r, arguments.length, f.length]; } return f(1, 2, 3);',
    'for-of with iterators':
      'let s = ""; for (const [k, v] of new Map([[1, 2], [3, 4]])) s += k + ":" + v + ";"; return s;',
    'for-of closes its iterator': `
      const log = []; const it = { [Symbol.iterator]() { let i = 0; return { next: () => ({ done: i > 3,
      value: i++ }), return: (v) => { log.push("closed"); return {}; } }; } };
      for (const x of it) {
      if (x === 1) break; log.push(x); } try { for (const x of it) throw 1; } catch {} const [a] = it;
      return [log, a];`,
    'computed names and methods': `
      const k = "x"; const o = { [k + 1]: 1, m() { return 2; }, get [k]() { return 3; },
      async *[Symbol.asyncIterator]() {} }; return [o.x1, o.m(), o.x, o.m.name];`,
    'shorthand and __proto__': `
      const a = 1; const o = { a, __proto__: { b: 2 } }; return [o.a, o.b, Object.keys(o), Object.keys({
      ["__proto__"]: 1 })];`,
    'super in an object literal': `
      const o = { __proto__: { hi() { return "hi " + this.n; } }, n: 1, hi() { return super.hi() + "!"; } };
      return o.hi();`,
    classes: `
      class A { constructor(x) { this.x = x; } get d() { return this.x * 2; } set d(v) { this.x = v / 2; }
      static make(x) { return new this(x); } m() { return "m"; } }
      const a = A.make(2); a.d = 10;
      return [a.x, a.d, a.m(), A.name, typeof A, A.length, Object.keys(a),
      Object.getOwnPropertyNames(A.prototype)];`,
    'classes cannot be called': 'class A {} try { A(); } catch (e) { return e.name; }',
    'class expressions and names': `
      const B = class {}, C = class D { n() { return D.name; } }; return [B.name, C.name, new C().n(),
      (class {}).name];`,
    'derived classes and super': `
      class A { constructor(x) { this.x = x; } m() { return "A" + this.x; } static s() { return "s"; }
      get v() { return 1; } }
      class B extends A { constructor() { super(7); } m() { return super.m() + "B";
      } static s() { return super.s() + "t"; } get v() { return super.v + 1; } }
      return [new B().m(), B.s(),
      new B() instanceof A, new B().v];`,
    'super.value of a getter and setter': `
      class A { get v() { return this.n ?? 1; } set v(x) { this.n = x; } } class B extends A { get v() {
      return super.v; } set v(x) { super.v = x * 2; } }
      const b = new B(); b.v = 21; return [b.v, b.n];`,
    'this before super throws': `
      class A {} class B extends A { constructor(f) { if (f) this.x = 1; super(); } } const r = [];
      for (const f of [0, 1]) try { new B(f); r.push("ok"); } catch (e) { r.push(e.name); } return r;`,
    'super() in an arrow': `
      class A { constructor() { this.a = 1; } } class B extends A { constructor() { const s = () => super(); s();
      this.b = 2; } } return new B();`,
    'constructor that returns an object': `
      class A { constructor() { return { z: 1 }; } } class B extends A { constructor() { super(); this.y = 2; } }
      return new B();`,
    'class extends null and expressions': `
      const mix = (B) => class extends B { m() { return "mixed"; } }; class N extends null { static s() {
      return 1; } } return [new (mix(Object))().m(), N.s(), Object.getPrototypeOf(N.prototype)];`,
    'native classes extended': `
      class Oops extends Error { constructor(m) { super(m); this.code = "E"; } hi() {
      return "hi " + this.message; } } class M extends Map { twice() { return this.size * 2; }
      }
      class L extends Array { last() { return this[this.length - 1]; } } const o = new Oops("x"),
      l = L.from([1, 2, 3]);
      return [o instanceof Oops, o instanceof Error, o.hi(), o.code,
      o.constructor.name, new M([[1, 2]]).twice(), l.last(), l.map((x) => x) instanceof L, l.length, String(o)];`,
    'typed arrays and promises extended': `
      class U extends Uint8Array { sum() { return this.reduce((a, b) => a + b, 0); } } class P extends Promise {
      t() { return 1; } } return [U.of(1, 2).sum(), new U(3).length, P.resolve(1).t(),
      await P.resolve(4).then((x) => x + 1)];`,
    'accessor, static and symbol members': `
      const k = Symbol("k"); class A { static get [k]() { return 1; } static [Symbol.hasInstance](x) {
      return x === 3; } get [Symbol.toStringTag]() { return "T"; } } return [A[k], 3 instanceof A,
      String(new A())];`,
    generators: `
      function* g() { const x = yield 1; try { yield* [x, 3]; } finally { yield 4; } } const i = g();
      return [i.next().value, i.next(2).value, [...i], g.constructor.name];`,
    'generators are closed and thrown into': `
      const log = []; function* g() { try { yield 1; } catch (e) { log.push(e); yield 5; } finally {
      log.push("f"); } } const a = g(); a.next(); log.push(a.throw("t").value); log.push(a.return(7));
      log.push(a.next()); return log;`,
    'generator methods and yield in expressions': `
      const o = { *g(a) { const b = (yield a) + (yield a + 1); return [b, \`\${yield "t"}\`]; } };
      const i = o.g(1); return [i.next(), i.next(10), i.next(20), i.next("x")];`,
    'symbols and iterables': `
      const o = { *[Symbol.iterator]() { yield 1; yield 2; } }; return [[...o], Array.from(o),
      Symbol("d").description, typeof Symbol.iterator];`,
    'new.target': `
      function F() { return new.target === F; } class A { constructor() { this.t = new.target === A; } }
      class B extends A {} return [F(), new A().t, new B().t];`,
    'binary, octal and code point escapes': 'return [0b101, 0o17, 0XFF, "\\u{1F600}".length, "\\u{41}"];',
    'escapes in identifiers': 'const \\u0061b = 1, ünï = 2, $ = 3, \\u{5f} = 4; return [ab, ünï, $, _];',
    'astral identifiers': 'const \u{20BB7} = 1, o = { \u{2F800}: 2 }; return [\u{20BB7}, Object.keys(o)[0].length];',
    'sticky and unicode expressions': `
      const y = /a/y; y.lastIndex = 1; return [y.test("ba"), y.lastIndex, /^.$/u.test("\\u{1F600}"),
      /\\u{1F600}/u.test("\\u{1F600}"), /[\\u{1F600}-\\u{1F64F}]/u.test("\\u{1F601}")];`,
    'names of functions': `
      const a = () => 0, o = { b() {}, c: function () {}, get d() { return 1; }, ["e" + 1]: () => 0 }; let f;
      f = function () {}; const { g = () => 0 } = {}; return [a.name, o.b.name, o.c.name, o.e1.name, f.name,
      g.name, (function () {}).name, Object.getOwnPropertyDescriptor(o, "d").get.name];`,
    'fn.length': `
      return [((a, b) => 0).length, ((a, b = 1, c) => 0).length, ((...a) => 0).length, (function ({ a },
      [b]) {}).length];`,
    'proper completion of closures in loops': `
      const f = []; for (const x of [1, 2]) for (let y = 0; y < 2; y++) f.push(() => x * 10 + y);
      for (const k in { p: 1, q: 2 }) f.push(() => k); return f.map((g) => g());`,
    'let as a name, async and of as names': `
      var async = 1, of = 2, get = 3, set = 4, static_ = 5, let_ = 6; var yield_ = async + of; return [async, of,
      get, set, yield_];`,
    'new with member chains': `
      class A { constructor(x) { this.x = x; } static B = class { constructor(y) { this.y = y; } }; }
      return [new A(1).x, new A.B(2).y, new (class { z = 3 })().z, new A];`,
    'sparse and holey arrays': 'return [[1, , 3].length, 1 in [1, , 3], [, ].length, [...[, 1]][0]];',
    'property order': 'return Object.keys({ b: 1, 2: 1, a: 1, 1: 1, [Symbol.iterator]: 1 });',
  },
  2016: {
    exponent: 'let x = 2; x **= 3; return [x, 2 ** 10, (-2) ** 2, 2 ** 3 ** 2];',
  },
  2017: {
    'async functions':
      'const f = async (x) => { try { await Promise.reject(x); } catch (e) { return (await e) + 1; } }; return f(1);',
    'await in every place': `
      const p = (x) => Promise.resolve(x); const o = { async m(a = 1) { return [await p(a), ...(await p([2])),
      \`\${await p(3)}\`, (await p({ k: 4 })).k, await (await p(p))(5)]; } }; const r = await o.m();
      for (const x of await p([6])) r.push(x); return r;`,
    'order of async steps': `
      const log = []; const a = async () => { log.push(1); await null; log.push(3); }; const b = a(); log.push(2);
      Promise.resolve().then(() => log.push(4)); await b; await null; return log;`,
    'async and finally': `
      const log = []; const f = async () => { try { await 0; throw 1; } catch (e) { log.push(e); return "r"; }
      finally { await 0; log.push("f"); } }; log.push(await f()); return log;`,
    'async methods, statics and arrows in classes': `
      class A { async m() { return this.v; } v = 1; static async s() { return super.toString.name; }
      f = async () => this.v + 1; } const a = new A(); return [await a.m(), await A.s(), await a.f()];`,
    'arguments and this in async functions': `
      async function f() { await 0; return [(() => arguments[0])(), this.x, (async () => arguments.length)()]; }
      const r = await f.call({ x: 2 }, 1, 2); r[2] = await r[2]; return r;`,
    'commas after the last argument': 'const f = (a, b,) => a + b; return f(1, 2,);',
  },
  2018: {
    'object rest and spread': 'const { a, ...r } = { a: 1, b: 2, c: 3 }; return [r, { ...r, b: 9, ...null, ..."hi" }];',
    'spread copies getters as values':
      'let n = 0; const o = { get x() { return ++n; } }; const c = { ...o }; return [c.x, c.x, n];',
    'async generators': `
      async function* g() { try { yield 1; yield await 2; yield* [3, Promise.resolve(4)]; } finally { await 0; } }
      const r = []; for await (const x of g()) r.push(x); return r;`,
    'async generators are returned and thrown into': `
      const log = []; async function* g() { try { const x = yield 1; log.push(x); yield 2; } finally {
      log.push("f"); } } const i = g(); log.push(await i.next()); log.push(await i.next("a"));
      log.push(await i.return(9)); log.push(await i.next()); return log;`,
    'for-await over promises': `
      const r = []; for await (const x of [Promise.resolve(1), 2]) r.push(x); try {
      for await (const x of [Promise.reject(3)]) r.push(x); } catch (e) { r.push(e); } return r;`,
    'template literals with wrong escapes in tags': 'return ((s) => [s[0] === undefined, s.raw[0]])`\\u{`;',
    'dotAll expressions': 'return [/a.b/s.test("a\\nb"), /a.b/.test("a\\nb"), /x/s.dotAll];',
    'named groups': `
      const m = /(?<y>\\d{4})-(?<m>\\d\\d)/.exec("on 2024-05"); return [m.groups.y, m.groups.m,
      "2024-05".replace(/(?<a>\\d+)-(?<b>\\d+)/, "$<b>/$<a>"), /(?<q>.)\\k<q>/.test("aa")];`,
    'look-behind': 'return ["a1b2".replace(/(?<=b)\\d/, "x"), "a1b2".replace(/(?<!a)\\d/, "y")];',
    'unicode properties': 'return [/^\\p{Lu}\\p{L}+$/u.test("Élan"), /\\P{L}/u.test("a")];',
  },
  2019: {
    'catch without a name': 'try { throw 1; } catch { return "caught"; }',
    'line separators in strings': 'return "\u2028\u2029".length;',
    'source text of functions': 'return typeof (function f(a) { return a; }).toString();',
  },
  2020: {
    'optional chaining': `
      const o = { a: null, f() { return this.v; }, v: 7, d: { e: [1] } }; let n = 0; o.x?.[n++]; o.x?.y.z(n++);
      return [o?.a?.b, o.f?.(), o.g?.(), o.d?.e?.[0], delete o?.v, delete o.x?.v, delete o?.d.e?.[0],
      o.d.e.length, (o?.f)(), n, o.a?.b.c.d];`,
    'nullish coalescing': 'return [null ?? 1, 0 ?? 2, undefined ?? null ?? 3, (false || null) ?? 4];',
    'big integers': `
      return [String(6n * 7n), String(2n ** 64n), typeof 1n, String(-7n / 2n), String(0xffn | 0b1n), 2n > 1,
      1n == 1, String(BigInt(9007199254740993n)), String(5n << 70n)];`,
    'big integers in updates': 'let a = 1n; a++; a **= 3n; a = -a; return String(a) + String(a-- - 1n);',
    'import() of a module': 'return typeof (await import("events")).default;',
    globalThis: 'return typeof globalThis.setTimeout;',
    'matchAll and allSettled': `
      return [[..."a1b2".matchAll(/[a-z](\\d)/g)].map((m) => m[1]), (await Promise.allSettled([1,
      Promise.reject(2)])).map((r) => r.status)];`,
  },
  2021: {
    'logical assignment': `
      const o = { a: null, b: 1, c: 0 }; let n = 0; o.a ??= (n++, 2); o.b ??= n++; o.b &&= 5; o.c ||= 6;
      const log = []; const p = { get x() { log.push("g"); return 1; }, set x(v) { log.push("s"); } }; p.x ||= 3;
      return [o, n, log];`,
    'numeric separators': 'return [1_000_000, 0xff_ff, 1_0n.toString(), 0.1_2];',
    'replaceAll, any and AggregateError': `
      return ["a.b.c".replaceAll(".", "-"), await Promise.any([Promise.reject(1), 2]),
      await Promise.any([Promise.reject(1)]).catch((e) => [e.name, e.errors])];`,
    WeakRef: 'const o = {}; return new WeakRef(o).deref() === o;',
  },
  2022: {
    'public fields': `
      const k = "c"; class A { a = 1; b; [k + 1] = this.a + 1; "quoted name" = 4; static s = 5;
      static t = A.s + 1; static; get; f = () => this.a; } const a = new A(); return [a, Object.keys(a), A.s, A.t,
      a.f()];`,
    'fields are defined, not assigned':
      'class A { set x(v) { this.y = v; } } class B extends A { x = 1; } const b = new B(); return [b.x, b.y];',
    'fields and the order of making': `
      const log = []; class A { constructor() { log.push("A"); } a = log.push("a"); } class B extends A {
      b = log.push("b"); constructor() { log.push("<"); super(); log.push(">"); }
      static [log.push("key")] = log.push("static"); } new B(); return log;`,
    'fields with arrow functions and closures': `
      let t = 0; const C = class { #n = 1; inc = () => (this.#n += 1, t = this.#n); get = function () { return t;
      } }; const c = new C(); c.inc(); return [c.get(), t];`,
    'private fields': `
      class A { #v = 1; get v() { return this.#v; } add(o) { this.#v += o.#v; return this; } } const a = new A();
      return [a.add(new A()).v, Object.keys(a)];`,
    'private fields: updates': `
      class A { #v = 1; t() { return [++this.#v, this.#v++, this.#v, --this.#v, this.#v--, -this.#v,
      this.#v **= 2, this.#v ||= 5, this.#v &&= 6, this.#v ??= 7, typeof this.#v, void this.#v, !this.#v,
      ~this.#v, +this.#v]; } } return new A().t();`,
    'private methods and accessors': `
      class A { #m(x) { return x * 2; } get #g() { return this.#m(2); } set #g(v) { this.s = v; } static #p() {
      return "p"; } t() { this.#g = 9; return [this.#m(1), this.#g, this.s, A.#p()]; } } return new A().t();`,
    'private static fields': `
      class A { static #n = 0; static next() { return ++A.#n; } static get both() { return [A.#n++, A.#n]; } }
      return [A.next(), A.next(), A.both];`,
    'private members by destructuring and optional chains': `
      class A { #a = { b: 1 }; t(o) { const { b } = this.#a; [this.#a] = [5]; return [b, this.#a, o?.#a, null?.#a,
      this?.#a]; } } return new A().t(new A());`,
    'private members of another class throw': `
      class A { #x = 1; static get(o) { return o.#x; } static set(o) { o.#x = 1; } } const r = [];
      for (const f of [A.get, A.set]) try { f({}); } catch (e) { r.push(e.name); } return r;`,
    'a private name in an object': `
      class A { #x; static is(o) { return #x in o; } static no(o) { return !(#x in o); } } return [A.is(new A()),
      A.is({}), A.no({})];`,
    'private names in nested classes and arrows': `
      class A { #x = 1; make() { const self = this; return class { #y = 2; sum() {
      return self.#x + this.#y + (() => self.#x)(); } }; } } return new (new A().make())().sum();`,
    'private methods that are async or generators': `
      class A { async #a() { return 1; } *#g() { yield 2; } async *#ag() { yield 3; } async t() {
      const r = [await this.#a(), ...this.#g()]; for await (const x of this.#ag()) r.push(x); return r; } }
      return new A().t();`,
    'static blocks without blanks': `
      class A{static x=1;static{this.y=2}static{this.z=3}m(){return 4}}class B{static{this.q=5}}
      return[A.y,A.z,new A().m(),B.q];`,
    'private members of what is computed': `
      let n = 0; class A { #v = 1; #w = 2; me() { n++; return this; } t() { return [this.me().#v++,
      ++this.me().#v, this.me().#v += 4, this.me().#w ??= 9, [this.me().#w] = [7], this.#w, n]; } }
      return new A().t();`,
    'private members: updates in arrows, fields and parameters': `
      class A { #n = 1; up = () => ++this.#n; down = () => this.#n--; at = this.#n++; t(x = this.#n++) {
      for (this.#n = 0; this.#n < 3; this.#n++); return [x, this.#n, this.up(), this.down(), this.#n, this.at]; }
      } return new A().t();`,
    'private members that are big integers': `
      class A { #n = 1n; t() { this.#n++; const b = this.#n--; this.#n += 5n; return [String(b),
      String(++this.#n)]; } } return new A().t();`,
    'static blocks': `
      class A { static x = 1; static #p = 2; static { const n = 10; this.y = this.x + n; } static { try {
      throw A.#p; } catch (e) { this.z = e; } } } return [A.y, A.z];`,
    'this and super in static fields': `
      class A { static n = 1; static who() { return "A"; } } class B extends A { static m = this.n + 1;
      static w = super.who(); static f = () => this.m; } return [B.m, B.w, B.f()];`,
    'error cause':
      'const e = new Error("m", { cause: 5 }); return [e.cause, Object.keys(e), "cause" in new Error("x")];',
    'match indices': 'const m = /a(b)/d.exec("xab"); return [m.indices[0], m.indices[1]];',
    'at, hasOwn':
      'return [[1, 2, 3].at(-1), "abc".at(-2), Object.hasOwn({ a: 1 }, "a"), new Uint8Array([4, 5]).at(-1)];',
  },
  2023: {
    'find from the end and change by copy': `
      const a = [3, 1, 2]; return [a.findLast((x) => x > 1), a.findLastIndex((x) => x === 1),
      a.toSorted?.() ?? a.slice().sort(), a];`,
    'symbols as weak keys': 'try { new WeakMap().set(Symbol("k"), 1); return "set"; } catch (e) { return e.name; }',
  },
  2024: {
    'the v flag': 'return [/^[\\p{L}--[a-z]]$/v.test("A"), /^[\\p{L}--[a-z]]$/v.test("a")];',
    'well-formed strings': 'return "a\\ud800".isWellFormed();',
    grouping: {
      code: 'return Object.groupBy([1, 2, 3], (x) => (x % 2 ? "odd" : "even"));',
      gives: { odd: [1, 3], even: [2] },
    },
  },
  2026: {
    using: {
      code: `
      Symbol.dispose ??= Symbol("dispose"); Symbol.asyncDispose ??= Symbol("asyncDispose"); const log = []; {
      using a = { [Symbol.dispose]() { log.push("a"); } }; using b = { [Symbol.dispose]() { log.push("b"); } },
      c = null; log.push("body"); } return log;`,
      gives: ['body', 'b', 'a'],
    },
    'await using': {
      code: `
      Symbol.dispose ??= Symbol("dispose"); Symbol.asyncDispose ??= Symbol("asyncDispose"); const log = []; {
      await using a = { async [Symbol.asyncDispose]() { await 0; log.push("a"); } }; log.push("body"); }
      log.push("after"); return log;`,
      gives: ['body', 'a', 'after'],
    },
    decorators: {
      code: `
      const log = []; const d = (v, c) => { log.push(c.kind + " " + String(c.name)); };
      class A { @d m() { return 1; } @d f = 2; @d static s = 3; } return [log, new A().m(), new A().f, A.s];`,
      gives: [['method m', 'field s', 'field f'], 1, 2, 3],
    },
  },
};
