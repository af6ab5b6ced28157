import assert from 'node:assert/strict';
import { builtinModules as nodesModules } from 'node:module';
import * as path from 'node:path';
import { test } from 'node:test';
import { bundle } from '#toolchain/build/bundle';
import { libraryModules } from '#toolchain/build/library';
import { builtinModules } from '#toolchain/build/paths';
import { scratch } from './lib/scratch';

/** Files of modules/library/ that an app's image has. */
async function libraryFilesOf(text: string): Promise<string[]> {
  const { inputs } = await bundle(path.join(scratch({ 'app.js': text }), 'app.js'), {
    engine: 'quickjs',
    release: true,
  });
  const folder = path.join('modules', 'library') + path.sep;
  return inputs.filter((file) => file.includes(folder)).map((file) => file.slice(file.indexOf(folder) + folder.length));
}

test('a module is of the firmware or of the library, and one of Node', () => {
  const library = libraryModules();
  assert.ok(library.includes('path') && builtinModules().includes('dgram'));
  for (const id of library) {
    assert.ok(!builtinModules().includes(id), id);
    assert.ok(nodesModules.includes(id), id);
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
