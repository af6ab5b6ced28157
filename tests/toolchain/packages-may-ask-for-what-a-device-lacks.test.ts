import assert from 'node:assert/strict';
import * as path from 'node:path';
import { test } from 'node:test';
import * as vm from 'node:vm';
import { bundle, type Bundle } from '#toolchain/build/bundle';
import { scratch } from './lib/scratch';

async function made(files: Record<string, string>, entry = 'app.js'): Promise<{ bundle: Bundle; exported: unknown }> {
  const built = await bundle(path.join(scratch(files), entry), { engine: 'quickjs' });
  const module = { exports: {} as unknown };
  const run = vm.runInThisContext(built.code) as (...args: unknown[]) => void;
  const need = (name: string): unknown => {
    if (name === 'dgram') return { createSocket: 'socket' };
    throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' });
  };
  run(module.exports, need, module, 'app.js', '');
  return { bundle: built, exported: module.exports };
}

const thrown = `const thrown = (f) => { try { return f(); } catch (e) { return [e.code, e.message]; } };\n`;

test('a package throws where it uses what the device lacks; the build warns with the place', async () => {
  const { bundle: built, exported } = await made({
    'app.js': `${thrown}const p = require('pkg');\nmodule.exports = [p.size, thrown(p.read), thrown(p.serve)];\n`,
    'node_modules/pkg/package.json': '{"name":"pkg","version":"1.0.0","main":"lib/index.js"}',
    'node_modules/pkg/lib/index.js':
      "const fs = require('fs');\nconst { Agent } = require('node:http');\n" +
      "const { readFile } = require('fs').promises;\n" +
      'class Mine extends Agent {}\n' +
      "exports.size = fs.constants.O_RDONLY;\nexports.read = () => readFile('x');\nexports.serve = () => new Mine();\n",
  });
  const code = 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM';
  assert.deepEqual(exported, [
    0,
    [code, 'The package "pkg" used fs.promises.readFile, and "fs" is a module of Node.js that Tinygram does not have.'],
    [code, 'The package "pkg" used http.Agent, and "http" is a module of Node.js that Tinygram does not have.'],
  ]);
  assert.equal(built.warnings.length, 2);
  assert.match(
    built.warnings[0] as string,
    /node_modules\/pkg\/lib\/index\.js:1:20: warning: The package "pkg" asks for "fs"/,
  );
  assert.match(built.warnings[1] as string, /:2:27: warning: The package "pkg" asks for "node:http"/);
});

test('what a package only tries is not there, and nothing is said', async () => {
  const { bundle: built, exported } = await made({
    'app.js': "module.exports = require('pkg');\n",
    'node_modules/pkg/index.js':
      "try { require('zlib'); module.exports = 1; } catch (e) { module.exports = e.code; }\n",
  });
  assert.equal(exported, 'MODULE_NOT_FOUND');
  assert.deepEqual(built.warnings, []);
});

test("a package's field browser stands in for what the device lacks, and for nothing else", async () => {
  const { bundle: built, exported } = await made({
    'app.js': "module.exports = require('pkg');\n",
    'node_modules/pkg/package.json': JSON.stringify({
      name: 'pkg',
      version: '1.0.0',
      browser: {
        fs: './no-fs.js',
        dgram: false,
        './files.js': './no-files.js',
        './plain.js': './gone.js',
        http: false,
      },
    }),
    'node_modules/pkg/index.js':
      "module.exports = [require('fs'), require('dgram').createSocket, require('./files'), require('./plain'), " +
      "require('http')];\n",
    'node_modules/pkg/no-fs.js': "module.exports = 'no fs';\n",
    'node_modules/pkg/files.js': "module.exports = require('child_process');\n",
    'node_modules/pkg/no-files.js': "module.exports = 'no files';\n",
    'node_modules/pkg/plain.js': "module.exports = 'plain';\n",
  });
  assert.deepEqual(exported, ['no fs', 'socket', 'no files', 'plain', {}]);
  assert.deepEqual(built.warnings, []);
});

test('a main file for browsers is taken where the main file asks for what the device lacks', async () => {
  const { exported } = await made({
    'app.js': "module.exports = [require('a'), require('b')];\n",
    'node_modules/a/package.json': '{"name":"a","version":"1.0.0","main":"./main.js","browser":"browser.js"}',
    'node_modules/a/main.js': "require('https');\n",
    'node_modules/a/browser.js': "module.exports = 'for browsers';\n",
    'node_modules/b/package.json': '{"name":"b","version":"1.0.0","main":"./main.js","browser":"browser.js"}',
    'node_modules/b/main.js': "module.exports = 'for Node';\n",
    'node_modules/b/browser.js': "module.exports = 'for browsers';\n",
  });
  assert.deepEqual(exported, ['for browsers', 'for Node']);
});

test("the author's stand-ins: a file, a package, a built-in module, nothing", async () => {
  const { exported } = await made(
    {
      'package.json': JSON.stringify({
        name: 'app',
        tinygram: { alias: { fs: './standins/fs.js', zlib: 'small', net: 'dgram', big: false } },
      }),
      'src/app.js':
        "module.exports = [require('node:fs'), require('zlib'), require('net').createSocket, require('big'), " +
        "require('pkg')];\n",
      'standins/fs.js': "module.exports = 'own fs';\n",
      'node_modules/small/index.js': "module.exports = 'small';\n",
      'node_modules/pkg/index.js': "module.exports = require('fs');\n",
    },
    'src/app.js',
  );
  assert.deepEqual(exported, ['own fs', 'small', 'socket', {}, 'own fs']);
  await assert.rejects(
    made({ 'package.json': '{"name":"app","tinygram":{"alias":{"fs":"./gone.js"}}}', 'app.js': "require('fs');\n" }),
    /app\.js:1:9: error: tinygram\.alias in .*package\.json puts "\.\/gone\.js" in the place of "fs", /,
  );
});

test('an installed package takes the place of a module that the device lacks', async () => {
  const { exported } = await made({
    'app.js': "module.exports = require('punycode');\n",
    'node_modules/punycode/index.js': "module.exports = 'installed';\n",
  });
  assert.equal(exported, 'installed');
});

test('a package of ES modules alone that is required is no package that is missing', async () => {
  const files = {
    'node_modules/@scope/modules/package.json': '{"name":"@scope/modules","exports":{"import":"./index.js"}}',
    'node_modules/@scope/modules/index.js': 'export default 5;\n',
  };
  await assert.rejects(
    made({ ...files, 'app.js': "require('@scope/modules');\n" }),
    /app\.js:1:9: error: The package "@scope\/modules" is installed, .* await import\(\)\.\n/,
  );
  const imported = "import five from '@scope/modules'; export { five };\n";
  assert.equal(((await made({ ...files, 'app.mjs': imported }, 'app.mjs')).exported as { five: number }).five, 5);
});

test('AsyncLocalStorage is refused with the reason', async () => {
  await assert.rejects(
    made({ 'app.js': "const { AsyncLocalStorage } = require('node:async_hooks');\n" }),
    /app\.js:1:39: error: "node:async_hooks" is a module .* does not have: .* at each await\. Hand what belongs/,
  );
});
