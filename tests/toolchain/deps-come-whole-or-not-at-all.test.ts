import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { fetchDeps, type Dependency, type DepsOptions } from '#toolchain/build/deps';
import { scratch } from './lib/scratch';

const sha256 = (data: Buffer): string => crypto.createHash('sha256').update(data).digest('hex');

interface Mirror {
  /** The apt folder of a machine that uses this mirror. */
  aptFolder: string;
  archive: string;
  dependency: Dependency;
}

/** A Debian archive in a folder, with one source package, "tiny" 1.0 in Debian's revision `revision`. */
function mirror(revision: string): Mirror {
  const archive = scratch({
    'src/tiny-1.0/include/tiny.h': '#define TINY 1\n',
    'src/tiny-1.0/docs/big.txt': 'x'.repeat(1000),
  });
  const pool = path.join(archive, 'pool');
  fs.mkdirSync(pool);
  execFileSync('tar', [
    '--create',
    '--xz',
    '--file',
    path.join(pool, 'tiny_1.0.orig.tar.xz'),
    '-C',
    path.join(archive, 'src'),
    'tiny-1.0',
  ]);
  const patch = (text: string): string =>
    `Why: security\n--- a/docs/fix.txt\n+++ b/docs/fix.txt\n@@ -0,0 +1 @@\n+${text}\n`;
  const debian = scratch({
    'debian/patches/series': '# in this order\nfirst\nsecond.patch # of this revision\n',
    'debian/patches/first':
      '--- a/include/tiny.h\n+++ b/include/tiny.h\n@@ -1 +1 @@\n-#define TINY 1\n+#define TINY 2\n',
    'debian/patches/second.patch': patch(`revision ${revision}`),
  });
  const name = `tiny_1.0-${revision}.debian.tar.xz`;
  execFileSync('tar', ['--create', '--xz', '--file', path.join(pool, name), '-C', debian, 'debian']);
  const files = ['tiny_1.0.orig.tar.xz', `tiny_1.0-${revision}.debian.tar.xz`];
  const listed = (names: string[]): string =>
    names
      .map((name) => {
        const data = fs.readFileSync(path.join(pool, name));
        return ` ${sha256(data)} ${data.length} ${name}`;
      })
      .join('\n');
  const dsc = `tiny_1.0-${revision}.dsc`;
  const head =
    `Format: 3.0 (quilt)\nBinary: tiny\nArchitecture: any\nVersion: 1.0-${revision}\n` +
    'Maintainer: Nobody <nobody@example.invalid>\n';
  fs.writeFileSync(path.join(pool, dsc), `${head}Source: tiny\nChecksums-Sha256:\n${listed(files)}\n`);
  const sources = path.join(archive, 'dists/trixie/main/source/Sources');
  fs.mkdirSync(path.dirname(sources), { recursive: true });
  fs.writeFileSync(sources, `Package: tiny\n${head}Directory: pool\nChecksums-Sha256:\n${listed([dsc, ...files])}\n`);
  const index = fs.readFileSync(sources);
  fs.writeFileSync(
    path.join(archive, 'dists/trixie/Release'),
    'Origin: Test\nSuite: stable\nCodename: trixie\nComponents: main\nSHA256:\n' +
      ` ${sha256(index)} ${index.length} main/source/Sources\n`,
  );
  return {
    archive,
    aptFolder: scratch({ 'sources.list': `# one line\ndeb [trusted=yes] file:${archive} trixie main\n` }),
    dependency: {
      what: 'tiny',
      package: 'tiny',
      suite: 'trixie',
      upstream: '1.0',
      file: 'tiny_1.0.orig.tar.xz',
      sha256: sha256(fs.readFileSync(path.join(pool, 'tiny_1.0.orig.tar.xz'))),
      marker: 'include/tiny.h',
      override: 'TINY_DIR',
    },
  };
}

/** fetchDeps with one dependency "tiny"; returns what it said. */
async function fetched(
  folder: string,
  { aptFolder, dependency }: Mirror,
  options: DepsOptions = {},
): Promise<string[]> {
  const said: string[] = [];
  await fetchDeps([], {
    folder,
    aptFolder,
    lock: { tiny: dependency },
    env: {},
    say: (line) => said.push(line),
    ...options,
  });
  return said;
}

const listing = (folder: string): string[] =>
  fs
    .readdirSync(folder)
    .filter((name) => name !== 'apt')
    .sort();

test('the pinned version comes, whatever Debian revision there is; a second run does nothing', async () => {
  for (const revision of ['1', '2+deb13u4']) {
    const folder = scratch();
    const from = mirror(revision);
    const said = await fetched(folder, from);
    assert.equal(said.length, 3, said.join('\n'));
    assert.match(said[2]!, new RegExp(`Debian's patches of 1\\.0-${revision.replace('+', '\\+')}$`));
    assert.equal(fs.readFileSync(path.join(folder, 'tiny/include/tiny.h'), 'utf8'), '#define TINY 2\n');
    assert.equal(fs.readFileSync(path.join(folder, 'tiny/docs/fix.txt'), 'utf8'), `revision ${revision}\n`);
    assert.equal(fs.readFileSync(path.join(folder, 'tiny/.tinygram-revision'), 'utf8'), `1.0-${revision}\n`);
    assert.deepEqual(listing(folder), ['tiny']);
    fs.rmSync(from.archive, { recursive: true });
    assert.deepEqual(await fetched(folder, from), []);
  }
});

test('only the named paths are unpacked, and another choice replaces the folder', async () => {
  const folder = scratch();
  const from = mirror('1');
  await fetched(folder, { ...from, dependency: { ...from.dependency, only: ['include'] } });
  assert.deepEqual(fs.readdirSync(path.join(folder, 'tiny')).sort(), ['.tinygram', 'include']);
  fs.writeFileSync(path.join(folder, 'tiny', 'stale'), '');
  const said = await fetched(folder, from);
  assert.equal(said.length, 1, 'the tarball is here already');
  assert.deepEqual(fs.readdirSync(path.join(folder, 'tiny')).sort(), [
    '.tinygram',
    '.tinygram-revision',
    'docs',
    'include',
  ]);
});

test('a folder of unknown origin is replaced', async () => {
  const folder = scratch({ 'tiny/include/tiny.h': '#define TINY 666\n' });
  await fetched(folder, mirror('1'));
  assert.equal(fs.readFileSync(path.join(folder, 'tiny/include/tiny.h'), 'utf8'), '#define TINY 2\n');
});

test('a wrong hash shows both and leaves nothing', async () => {
  const folder = scratch();
  const from = mirror('1');
  const wrong = 'ab'.repeat(32);
  await assert.rejects(
    fetched(folder, { ...from, dependency: { ...from.dependency, sha256: wrong } }),
    (error: Error) => {
      assert.equal(error.name, 'UserError');
      assert.match(error.message, /tiny_1\.0\.orig\.tar\.xz is not the pinned file/);
      assert.ok(error.message.includes(wrong) && error.message.includes(from.dependency.sha256), error.message);
      return true;
    },
  );
  assert.deepEqual(listing(folder), []);
});

test('a cached tarball that is damaged is fetched again', async () => {
  const folder = scratch({ 'apt/files/tiny_1.0.orig.tar.xz': 'half' });
  await fetched(folder, mirror('1'));
  assert.deepEqual(listing(folder), ['tiny']);
});

test('a tarball without the marker leaves nothing', async () => {
  const folder = scratch();
  const from = mirror('1');
  await assert.rejects(
    fetched(folder, { ...from, dependency: { ...from.dependency, marker: 'absent.h' } }),
    /has no absent\.h/,
  );
  assert.deepEqual(listing(folder), []);
});

test('a mirror that cannot be reached is named, with what to do, and nothing is left', async () => {
  const folder = scratch();
  const from = mirror('1');
  fs.rmSync(from.archive, { recursive: true });
  await assert.rejects(fetched(folder, from), (error: Error) => {
    assert.equal(error.name, 'UserError');
    assert.ok(error.message.includes(`file:${from.archive}`), error.message);
    assert.match(error.message, /could not be read\. Look at this machine's network/);
    return true;
  });
  assert.deepEqual(listing(folder), []);
});

test('a version that Debian has no more is said, with the versions that it has', async () => {
  const from = mirror('1');
  await assert.rejects(
    fetched(scratch(), { ...from, dependency: { ...from.dependency, upstream: '0.9' } }),
    /Debian trixie has no tiny 0\.9 any more \(it has 1\.0-1\)\. Get the source elsewhere and set TINY_DIR/,
  );
});

test('an override with the source in it is used, one without is refused', async () => {
  const folder = scratch();
  const from = mirror('1');
  const own = scratch({ 'include/tiny.h': '' });
  assert.deepEqual(await fetched(folder, from, { env: { TINY_DIR: own } }), []);
  assert.deepEqual(listing(folder), []);
  await assert.rejects(
    fetched(folder, from, { env: { TINY_DIR: path.join(own, 'include') } }),
    /TINY_DIR=.*: this folder has no include\/tiny\.h/,
  );
});

test('a machine without a mirror of Debian is told so', async () => {
  const from = mirror('1');
  await assert.rejects(
    fetched(scratch(), { ...from, aptFolder: scratch({ 'sources.list': 'deb file:/nowhere nodistro main\n' }) }),
    /lists no mirror of Debian/,
  );
});
