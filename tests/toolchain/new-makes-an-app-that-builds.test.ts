import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { decodeImage } from '#toolchain/build/image';
import { inRoot } from '#toolchain/build/paths';
import { tinygram } from './lib/command';
import { scratch } from './lib/scratch';
import { spawnSync } from 'node:child_process';

test('new, build, and the image is beside its map', () => {
  const folder = scratch();
  const made = tinygram(['new', 'My Sensor'], folder);
  assert.equal(made.code, 0, made.stderr);
  const app = path.join(folder, 'My Sensor');
  const manifest = JSON.parse(fs.readFileSync(path.join(app, 'package.json'), 'utf8')) as { name: string };
  assert.equal(manifest.name, 'my-sensor');
  const own = spawnSync(path.join(app, 'node_modules', '.bin', 'tinygram'), ['--help'], { cwd: app, encoding: 'utf8' });
  assert.match(own.stdout, /^Usage: tinygram /, 'npx tinygram finds the command');
  const run = tinygram(['build', '--no-firmware', '--engine', 'quickjs'], app);
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stdout, /^build\/app\.tgi: \d+ bytes$/m);
  const image = decodeImage(fs.readFileSync(path.join(app, 'build', 'app.tgi')));
  assert.equal(image.engine, 'quickjs');
  assert.equal(image.kind, 'source');
  assert.equal(image.entry, 'app.js');
  const map = JSON.parse(fs.readFileSync(path.join(app, 'build', 'app.tgi.map'), 'utf8')) as {
    version: number;
    sources: string[];
  };
  assert.equal(map.version, 3);
  assert.ok(map.sources.includes('../src/app.ts'));
  const again = tinygram(['build', '--no-firmware', '--engine', 'quickjs'], app);
  assert.equal(again.code, 0);
  assert.deepEqual(decodeImage(fs.readFileSync(path.join(app, 'build', 'app.tgi'))), image, 'the same bytes again');
});

test('the editor sees no error in the new app', () => {
  const folder = scratch();
  assert.equal(tinygram(['new', 'app'], folder).code, 0);
  const run = spawnSync(
    process.execPath,
    [inRoot('node_modules', 'typescript', 'bin', 'tsc'), '-p', path.join(folder, 'app')],
    { encoding: 'utf8', timeout: 60_000 },
  );
  assert.equal(run.stdout, '');
  assert.equal(run.status, 0);
});

test('a folder that has something in it is left alone', () => {
  const folder = scratch({ 'app/mine.txt': 'mine' });
  const run = tinygram(['new', 'app'], folder);
  assert.equal(run.code, 1);
  assert.match(run.stderr, /^app is there already and not an empty folder/);
  assert.deepEqual(fs.readdirSync(path.join(folder, 'app')), ['mine.txt']);
});

test('an empty folder that is there stays the one that it is: a shell may be in it', () => {
  const folder = scratch();
  const before = fs.statSync(folder).ino;
  const run = tinygram(['new', '.'], folder);
  assert.equal(run.code, 0, run.stderr);
  assert.equal(fs.statSync(folder).ino, before);
  assert.match(run.stdout, / is ready\. Next:\n {2}npx tinygram run --udp 41234\n$/, 'without a cd');
  assert.ok(fs.existsSync(path.join(folder, 'src/app.ts')));
  assert.deepEqual(
    fs.readdirSync(folder).filter((name) => name.startsWith('.tinygram')),
    [],
  );
});

test('names that npm or a shell would take for something else', () => {
  const folder = scratch();
  const nameOf = (app: string): string =>
    (JSON.parse(fs.readFileSync(path.join(folder, app, 'package.json'), 'utf8')) as { name: string }).name;
  for (const [app, name] of [
    ['tinygram', 'tinygram-app'],
    ['node_modules', 'app'],
    ['Wärme', 'warme'],
    ['-x', 'x'],
  ] as const) {
    const { stdout } = tinygram(['new', '--', app], folder);
    assert.equal(nameOf(app), name);
    if (app.startsWith('-')) assert.match(stdout, /^ {2}cd \.\/-x$/m);
  }
});

test('a template that is not there names those that are', () => {
  const run = tinygram(['new', 'app', '--template', 'rocket'], scratch());
  assert.equal(run.code, 1);
  assert.match(run.stderr, /^There is no template "rocket"\. There are: .*echo/);
});
