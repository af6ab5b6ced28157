/** Everyday mistakes and mishaps around the command: each ends with one line that helps, and nothing half made. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { startBoard } from '#toolchain/boards/board';
import { inRoot } from '#toolchain/build/paths';
import { buildFirmware, buildImage } from '#toolchain/commands/build';
import { tinygram } from './lib/command';
import { scratch } from './lib/scratch';

const CLI = inRoot('build', 'toolchain', 'cli.js');
const QUIET = "require('dgram');\n";

/** Runs shell text with `folder` as a file system of its own, mounted with `options`, in a mount namespace. */
function onDisk(folder: string, options: string, script: string): { code: number | null; err: string; out: string } {
  const mounted = `mount -t tmpfs -o ${options} none "${folder}" && cd "${folder}" && ${script}`;
  const run = spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', mounted], {
    encoding: 'utf8',
    timeout: 120_000,
    env: { ...process.env, node: process.execPath, cli: CLI },
  });
  return { code: run.status, err: run.stderr, out: run.stdout };
}

test('a full disk: new leaves no half-made app', () => {
  const run = onDisk(scratch(), 'size=8k', '"$node" "$cli" new app; code=$?; ls -A; exit $code');
  assert.equal(run.code, 1, run.err);
  assert.match(run.err, /^The disk that has .+ is full\. Make room and type the same again\.\n$/);
  assert.equal(run.out, '');
});

test('a read-only folder', () => {
  const run = onDisk(scratch(), 'ro', '"$node" "$cli" new app');
  assert.equal(run.code, 1, run.err);
  assert.match(run.err, /^.+ is on a file system that is read-only\. Choose another place\.\n$/);
});

test('a folder as --out', () => {
  const folder = scratch({ 'app.js': QUIET, 'there/file': '' });
  const run = tinygram(['build', 'app.js', '--no-firmware', '--engine', 'quickjs', '--out', 'there'], folder);
  assert.equal(run.code, 1);
  assert.match(run.stderr, /^.*there is a folder; a file is wanted there\.\n$/);
  assert.deepEqual(fs.readdirSync(folder).sort(), ['app.js', 'there'], 'nothing half written beside it');
});

test('a pipe that its reader closes ends the command without a stack', () => {
  const run = spawnSync('sh', ['-c', '"$node" "$cli" --help | :; exit 0'], {
    encoding: 'utf8',
    env: { ...process.env, node: process.execPath, cli: CLI },
  });
  assert.equal(run.stderr, '');
});

test("a build's own lines are not in the app's standard output", async () => {
  const folder = scratch({ 'app.js': "console.log('the app');\n" });
  await buildFirmware('host', 'quickjs');
  const made = inRoot('build', 'host', 'quickjs', 'tinygram');
  // A firmware that is older than its objects is linked anew, which make says.
  fs.utimesSync(made, new Date(0), new Date(0));
  const run = tinygram(['run', 'app.js', '--target', 'host', '--engine', 'quickjs', '--net', 'none'], folder);
  assert.equal(run.code, 0, run.stderr);
  assert.equal(run.stdout, 'the app\n');
  assert.match(run.stderr, /ld build\/host\/quickjs\/tinygram/);
});

test("an app's exit code is the command's", () => {
  const folder = scratch({ 'app.js': 'process.exit(42);\n' });
  const run = tinygram(['run', 'app.js', '--target', 'host', '--engine', 'quickjs', '--net', 'none'], folder);
  assert.equal(run.code, 42, run.stderr);
});

test("what comes after -- is the app's, options too", () => {
  const folder = scratch({ 'app.js': 'console.log(process.argv.slice(2).join());\n' });
  const options = ['--target', 'host', '--engine', 'quickjs', '--net', 'none'];
  assert.equal(tinygram(['run', 'app.js', ...options, '--', 'a', '--b'], folder).stdout, 'a,--b\n');
});

test('the project is found from a folder below it', () => {
  const folder = scratch({ 'package.json': '{}', 'src/app.ts': QUIET, 'src/deep/er/notes.txt': '' });
  const below = path.join(folder, 'src/deep/er');
  const run = tinygram(['build', '--no-firmware', '--engine', 'quickjs'], below);
  assert.equal(run.code, 0, run.stderr);
  assert.ok(fs.existsSync(path.join(folder, 'build/app.tgi')));
});

test('a board ends when the command is killed', { timeout: 60_000 }, async () => {
  const folder = scratch({ 'app.js': "require('dgram').createSocket('udp4').bind(0, () => console.log('up'));\n" });
  const app = path.join(folder, 'app.js');
  const { image } = await buildImage(app, { engine: 'quickjs', port: 'host' });
  const firmware = await buildFirmware('host', 'quickjs');
  const script =
    `require(${JSON.stringify(inRoot('build/toolchain/boards/board.js'))}).startBoard(` +
    `${JSON.stringify({ port: 'host', firmware, image })}).then((board) => console.log(board.pid));`;
  const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = Number(
    await new Promise<string>((done) => parent.stdout.once('data', (data: Buffer) => done(`${data}`))),
  );
  assert.ok(fs.existsSync(`/proc/${pid}`));
  parent.kill('SIGKILL');
  while (fs.existsSync(`/proc/${pid}`)) await new Promise((done) => setTimeout(done, 20));
});

test('a program that is not there is named, not the one that starts it', async () => {
  await assert.rejects(startBoard({ port: 'host', firmware: '/nowhere/tinygram' }), {
    name: 'UserError',
    message: /^The program \/nowhere\/tinygram is not there\./,
  });
});
