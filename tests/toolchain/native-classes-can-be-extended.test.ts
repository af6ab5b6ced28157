import assert from 'node:assert/strict';
import * as path from 'node:path';
import { test } from 'node:test';
import * as vm from 'node:vm';
import { bundle } from '#toolchain/build/bundle';
import { scratch } from './lib/scratch';

async function evaluate(text: string): Promise<unknown> {
  const folder = scratch({ 'app.js': `"use strict";\n${text}` });
  const module = { exports: {} as unknown };
  const run = vm.runInThisContext((await bundle(path.join(folder, 'app.js'), { engine: 'quickjs' })).code) as (
    ...args: unknown[]
  ) => void;
  run(module.exports, undefined, module, 'app.js', '');
  return module.exports;
}

test('a derived error is what it says it is, over several levels', async () => {
  assert.deepEqual(
    await evaluate(`
    class Oops extends Error {
      constructor(m) { super(m + '!'); this.code = 'E'; }
      hi() { return 'hi ' + this.message; }
    }
    class Sub extends Oops { constructor(...all) { super(...all); } }
    const s = new Sub('x');
    module.exports = [s instanceof Sub, s instanceof Oops, s instanceof Error, s.hi(), s.code, s.constructor.name,
      Object.prototype.toString.call(s), typeof s.stack];
  `),
    [true, true, true, 'hi x!', 'E', 'Sub', '[object Error]', 'string'],
  );
});

test('maps, arrays, typed arrays and promises can be extended', async () => {
  assert.deepEqual(
    await evaluate(`
    class M extends Map { twice() { return this.size * 2; } }
    class A extends Array { sum() { return this.reduce((a, b) => a + b, 0); } }
    class U extends Uint8Array { first() { return this[0]; } }
    class P extends Promise {}
    module.exports = [new M([[1, 2]]).twice(), A.of(1, 2, 3).sum(), new U([300]).first(), P.resolve(1) instanceof P,
      new P(() => {}).then(() => {}) instanceof P];
  `),
    [2, 6, 44, true, true],
  );
});

test('a function of the old style can be extended', async () => {
  assert.deepEqual(
    await evaluate(`
    function Old(x) { if (!(this instanceof Old)) return new Old(x); this.x = x; }
    Old.prototype.m = function () { return this.x; };
    class New extends Old { constructor() { super(5); this.y = 6; } m() { return super.m() + this.y; } }
    module.exports = [new New().m(), new New() instanceof Old];
  `),
    [11, true],
  );
});
