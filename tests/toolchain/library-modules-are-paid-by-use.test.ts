import assert from 'node:assert/strict';
import { builtinModules as nodesModules, isBuiltin } from 'node:module';
import * as path from 'node:path';
import { test } from 'node:test';
import { bundle } from '#toolchain/build/bundle';
import { libraryModules } from '#toolchain/build/library';
import { builtinModules } from '#toolchain/build/paths';
import { scratch } from './lib/scratch';

/** Files of modules/library/ that an app's image has. */
async function libraryFilesOf(text: string): Promise<string[]> {
  const { map } = await bundle(path.join(scratch({ 'app.js': text }), 'app.js'), { engine: 'quickjs', release: true });
  const folder = path.join('modules', 'library') + path.sep;
  return map.sources
    .filter((file) => file.includes(folder))
    .map((file) => file.slice(file.indexOf(folder) + folder.length))
    .filter((file) => file !== 'internal/globals.ts')
    .sort();
}

test('a module is of the firmware or of the library, and one of Node', () => {
  const library = libraryModules();
  assert.ok(library.includes('path') && builtinModules().includes('dgram'));
  for (const id of library) {
    assert.ok(!builtinModules().includes(id), id);
    // Node has `test` by its prefix alone; the last is of `tinygram repl`.
    assert.ok(nodesModules.includes(id) || isBuiltin(`node:${id}`) || id === 'tinygram/repl', id);
  }
});

test('an app that requires none has none in its image', async () => {
  const { code } = await bundle(path.join(scratch({ 'app.js': 'require("dgram");' }), 'app.js'), {
    engine: 'quickjs',
    release: true,
  });
  assert.ok(code.length < 120, code);
});

test('an app has the library modules that it requires, by either name', async () => {
  assert.deepEqual(await libraryFilesOf('require("path").sep'), ['path.ts']);
  assert.deepEqual(await libraryFilesOf('require("node:querystring").parse("")'), ['querystring.ts']);
});

test('a name of the firmware for library modules alone is none for an app', async () => {
  await assert.rejects(
    libraryFilesOf('require("#internal/errors")'),
    /There is no module "#internal\/errors"|#internal/,
  );
});

test('an app has the globals that it names, by themselves or of globalThis, and none that it defines', async () => {
  assert.deepEqual(await libraryFilesOf('btoa("a")'), ['internal/base64_text.ts', 'internal/dom_exception.ts']);
  assert.deepEqual(await libraryFilesOf('globalThis.performance.now()'), ['internal/performance.ts']);
  assert.deepEqual(await libraryFilesOf('function f(URL) { return URL } var atob; f({ crypto: 1 })'), []);
});

test('what is added to a module comes with a file that names it, or hands the module on', async () => {
  const added = async (text: string): Promise<string[]> =>
    (await libraryFilesOf(text)).filter((file) => file.startsWith('additions'));
  assert.deepEqual(await added('require("util").inspect(1)'), []);
  assert.deepEqual(await added('require("util").parseArgs()'), ['additions/util/parseArgs.ts']);
  assert.deepEqual(await added('require("crypto").randomBytes(1)'), []);
  assert.ok((await added('module.exports = require("crypto")')).includes('additions/crypto/createHash.ts'));
});
