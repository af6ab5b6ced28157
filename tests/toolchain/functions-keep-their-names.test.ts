/**
 * `fn.name`, the name of a class, that of an error: what Node gives, in development and release images. What the
 * engines themselves have otherwise is in tests/docs/engine_table.ts.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { test } from 'node:test';
import { engineMissing, targets } from '../runner/targets';
import { printedBy } from './lib/run_app';
import { scratch } from './lib/scratch';

/** ES modules alone: of these a release is made shorter, statements of several files become one. */
const MODULES = {
  'package.json': '{"name": "app", "type": "module"}',
  // Names that the app has as well: a bundle calls one of each otherwise.
  'lib/same.js': `
    export function parse() { return parse.name; }
    export class Socket { static make() { return new this(); } }
    export class Failure extends Error {}
    export const build = () => 1;
    export default function () {}
  `,
  'lib/anonymous-class.js': 'export default class {}\n',
  'lib/named-default.js': 'export default function send() {}\nexport const again = send;\n',
  'lib/arrow-default.js': 'export default () => {};\n',
  'app.js': `
    import other, * as same from './lib/same.js';
    import Unnamed from './lib/anonymous-class.js';
    import sent, { again } from './lib/named-default.js';
    import arrow from './lib/arrow-default.js';
    import { inspect } from 'node:util';

    function parse({ two = class {}, three = function () {} } = {}) { return [two, three]; }
    class Socket {
      #hidden = () => {};
      field = function () {};
      static shared = () => {};
      static async *again() {}
      get hidden() { return this.#hidden; }
      get 'quoted-name'() { return 1; }
      method() {}
    }
    class Failure extends Error { constructor(text) { super(text); this.name = 'Failed'; } }
    const build = () => 2;
    const show = (title, ...values) => console.log(title, JSON.stringify(values.map(({ name }) => name)));

    show('declared', parse, same.parse, Socket, same.Socket, Failure, same.Failure, build, same.build);
    show('default exports', other, Unnamed, sent, again, arrow);

    const expression = function own() {};
    const recursive = function again(n) { return n ? again(n - 1) : again; };
    const klass = class Own {};
    const parens = (function () {}), parensArrow = (() => {});
    let later, logical, picked;
    later = function () {};
    logical ||= () => {};
    if (same.build()) picked = function () {}; else picked = class {};
    show('variables', expression, recursive, recursive(1), klass, parens, parensArrow, later, logical, picked);
    show('none', function () {}, () => {}, class {}, [function () {}][0], (0, function () {}));
    show('arguments', function handler() {}, async function later() {}, function* numbers() {}, class Made {});

    const symbol = Symbol('mark'), bare = Symbol(), key = 'computed';
    const object = {
      a: function () {}, b: () => {}, c: class {}, d: function named() {}, e: class Named {}, f() {}, async g() {},
      *h() {}, 'i-j': () => {}, [key]: () => {}, ['k' + key]() {}, [symbol]: () => {}, [bare]: () => {},
      get l() { return 1; },
    };
    show('properties', ...Object.values(object).filter(Boolean), object[symbol], object[bare]);
    show('accessors', Object.getOwnPropertyDescriptor(object, 'l').get,
      Object.getOwnPropertyDescriptor(Socket.prototype, 'quoted-name').get);
    object.added = function () {};
    object.addedNamed = function withName() {};
    show('assigned to properties', object.added, object.addedNamed);
    const [m = () => {}, { n = function () {} } = {}] = [];
    show('defaults', m, n, ...parse());

    const socket = new Socket();
    show('members', socket.hidden, socket.field, Socket.shared, Socket.again, socket.method, socket.constructor);
    show('made', parse.bind(null), new Function('return 1'), Promise.resolve);
    show('own name', class { static name = 'static field'; }, class { static name() {} }.prototype.constructor.name);

    function outer() {
      function parse() {}
      const build = function () {};
      return [parse, build, function build() {}, function parse() { return parse; }];
    }
    show('inner', ...outer());
    // A variable that is used once: its value moves to that place.
    const once = (x) => x + 1;
    console.log([once].map(({ name }) => name));
    const usedOnce = function () {};
    (function (given) { console.log(given.name); })(usedOnce);

    for (const make of [() => new Failure('x'), () => new same.Failure('y'), () => same.Socket.make(), () => socket]) {
      const made = make();
      console.log(made.constructor.name, made.name, made instanceof Error ? made.stack.split('\\n')[0] : inspect(made));
    }
    console.log(inspect([parse, same.parse, arrow, recursive, object.f, object.i, () => {}]));
  `,
};

/** The same beside a script that is sloppy, as most packages are. */
const WITH_SCRIPT = {
  ...MODULES,
  'app.js': `import './sloppy.cjs';\n${MODULES['app.js']}`,
  'sloppy.cjs': `
    function parse() {}
    exports.build = function build() { return parse; };
    var Socket = exports.Socket = function Socket() {};
    Socket.prototype.send = function send() {};
    console.log([parse, exports.build, Socket, new Socket().send, new Socket().constructor].map((f) => f.name));
  `,
};

for (const [what, files] of Object.entries({ 'ES modules': MODULES, 'ES modules and a sloppy script': WITH_SCRIPT })) {
  for (const { port, engine } of targets('host')) {
    for (const release of [false, true]) {
      const kind = release ? 'release' : 'development';
      test(`${what}: ${port}, ${engine}, ${kind} image`, { skip: engineMissing(engine) }, async () => {
        const folder = scratch(files);
        const node = spawnSync(process.execPath, ['app.js'], { cwd: folder, encoding: 'utf8', timeout: 30_000 });
        assert.equal(node.status, 0, node.stderr);
        const output = await printedBy(path.join(folder, 'app.js'), { port, engine }, release);
        assert.deepEqual(output.split('\n'), node.stdout.split('\n'));
      });
    }
  }
}
