import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { compareVersions, fetchDeps, type Dependency, type DepsOptions } from '#toolchain/build/deps';
import { scratch } from './lib/scratch';

const sha256 = (data: Buffer): string => crypto.createHash('sha256').update(data).digest('hex');

interface Mirror {
  /** The apt folder of a machine that uses this mirror. */
  aptFolder: string;
  archive: string;
  dependency: Dependency;
}

const TARBALL = 'tiny_1.0.orig.tar.xz';

const listed = (pool: string, names: string[]): string =>
  names
    .map((name) => {
      const data = fs.readFileSync(path.join(pool, name));
      return ` ${sha256(data)} ${data.length} ${name}`;
    })
    .join('\n');

/** Adds a revision to the archive's pool; answers what an index says of it. */
function addRevision(archive: string, revision: string): string {
  const pool = path.join(archive, 'pool');
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
  const files = [TARBALL, name];
  const dsc = `tiny_1.0-${revision}.dsc`;
  const head =
    `Format: 3.0 (quilt)\nBinary: tiny\nArchitecture: any\nVersion: 1.0-${revision}\n` +
    'Maintainer: Nobody <nobody@example.invalid>\n';
  fs.writeFileSync(path.join(pool, dsc), `${head}Source: tiny\nChecksums-Sha256:\n${listed(pool, files)}\n`);
  return `Package: tiny\n${head}Directory: pool\nChecksums-Sha256:\n${listed(pool, [dsc, ...files])}\n`;
}

/** Makes a suite of the archive serve these revisions, in this order, and no others. */
function serve(archive: string, suite: string, revisions: string[]): void {
  const dist = path.join(archive, 'dists', suite);
  const sources = path.join(dist, 'main/source/Sources');
  fs.mkdirSync(path.dirname(sources), { recursive: true });
  fs.writeFileSync(sources, revisions.map((revision) => addRevision(archive, revision)).join('\n'));
  const index = fs.readFileSync(sources);
  fs.writeFileSync(
    path.join(dist, 'Release'),
    `Origin: Test\nSuite: ${suite}\nCodename: ${suite}\nComponents: main\nSHA256:\n` +
      ` ${sha256(index)} ${index.length} main/source/Sources\n`,
  );
}

/** A Debian archive in a folder, with one source package, "tiny" 1.0 in these revisions of Debian's. */
function mirror(...revisions: string[]): Mirror {
  const archive = scratch({
    'src/tiny-1.0/include/tiny.h': '#define TINY 1\n',
    'src/tiny-1.0/docs/big.txt': 'x'.repeat(1000),
  });
  const pool = path.join(archive, 'pool');
  fs.mkdirSync(pool);
  const tarball = path.join(pool, TARBALL);
  execFileSync('tar', ['--create', '--xz', '--file', tarball, '-C', path.join(archive, 'src'), 'tiny-1.0']);
  serve(archive, 'trixie', revisions);
  return {
    archive,
    aptFolder: scratch({ 'sources.list': `# one line\ndeb [trusted=yes] file:${archive} trixie main\n` }),
    dependency: {
      what: 'tiny',
      package: 'tiny',
      suite: 'trixie',
      upstream: '1.0',
      file: TARBALL,
      sha256: sha256(fs.readFileSync(tarball)),
      marker: 'include/tiny.h',
      override: 'TINY_DIR',
    },
  };
}

/** The same archive, with security fixes in a suite of their own. */
const withSecurity = (from: Mirror): Mirror => ({
  ...from,
  aptFolder: scratch({
    'sources.list':
      `deb [trusted=yes] file:${from.archive} trixie main\n` +
      `deb [trusted=yes] file:${from.archive}/. trixie-security main\n`,
  }),
});

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
    assert.match(
      said[2]!,
      new RegExp(`Debian's patches of 1\\.0-${revision.replace('+', '\\+')} \\(signature not checked\\)$`),
    );
    assert.equal(fs.readFileSync(path.join(folder, 'tiny/include/tiny.h'), 'utf8'), '#define TINY 2\n');
    assert.equal(fs.readFileSync(path.join(folder, 'tiny/docs/fix.txt'), 'utf8'), `revision ${revision}\n`);
    assert.equal(
      fs.readFileSync(path.join(folder, 'tiny/.tinygram-revision'), 'utf8'),
      `1.0-${revision} (signature not checked)\n`,
    );
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

const fixOf = (folder: string): string => fs.readFileSync(path.join(folder, 'tiny/docs/fix.txt'), 'utf8');

test('the newest of several revisions comes, in the order of dpkg', async () => {
  for (const revisions of [
    ['9', '10'],
    ['10', '9'],
    ['1+deb13u9', '1+deb13u10', '1'],
  ]) {
    const folder = scratch();
    await fetched(folder, mirror(...revisions));
    assert.equal(fixOf(folder), `revision ${revisions.find((one) => one.endsWith('10'))}\n`);
  }
});

test('versions are in the order of dpkg', (t) => {
  const versions = ['1.0-9', '1.0-10', '1.0-1~deb12u2', '1.0-1+deb13u1', '1.0-1+deb13u10', '1.0-1', '1.0', '1:0.9-1'];
  versions.push('1.0~rc1-1', '1.0a-1', '1.0+dfsg-1', '1.0-1a', '1.00-01', '2025.04.26-1', '1.0-a-1', '1.0-1.1');
  const hasDpkg = spawnSync('dpkg', ['--version']).status === 0;
  t.diagnostic(hasDpkg ? 'compared with dpkg' : 'no dpkg here');
  for (const a of versions) {
    for (const b of versions) {
      const sign = Math.sign(compareVersions(a, b));
      assert.equal(sign + Math.sign(compareVersions(b, a)), 0, `${a} ${b}`);
      if (!hasDpkg) continue;
      const word = { '-1': 'lt', 0: 'eq', 1: 'gt' }[sign] as string;
      assert.equal(spawnSync('dpkg', ['--compare-versions', a, word, b]).status, 0, `${a} is not ${word} ${b}`);
    }
  }
  assert.ok(compareVersions('1.0-9', '1.0-10') < 0 && compareVersions('1.0-1~deb12u2', '1.0-1') < 0);
});

test('a look finds a newer revision, and else changes nothing', async () => {
  const folder = scratch();
  const from = mirror('1');
  await fetched(folder, from);
  const stamp = fs.statSync(path.join(folder, 'tiny/.tinygram')).mtimeMs;
  assert.deepEqual(await fetched(folder, from, { look: true }), ['reading the package index']);
  assert.equal(fs.statSync(path.join(folder, 'tiny/.tinygram')).mtimeMs, stamp);
  serve(from.archive, 'trixie', ['1+deb13u1']);
  assert.deepEqual(await fetched(folder, from), [], 'without a look');
  const said = await fetched(folder, from, { look: true });
  assert.match(said.join('\n'), /reading.*\nfetching.*1\.0-1\+deb13u1\nunpacking.*patches of 1\.0-1\+deb13u1/);
  assert.equal(fixOf(folder), 'revision 1+deb13u1\n');
  assert.deepEqual(await fetched(folder, from, { look: true }), ['reading the package index']);
  serve(from.archive, 'trixie', ['1']);
  await fetched(folder, from, { look: true });
  assert.equal(fixOf(folder), 'revision 1+deb13u1\n', 'an older one takes its place');
});

test('a folder whose cached files are old gets the newest revision', async () => {
  const folder = scratch();
  const from = mirror('1');
  await fetched(folder, from);
  fs.rmSync(path.join(folder, 'tiny'), { recursive: true });
  serve(from.archive, 'trixie', ['2']);
  await fetched(folder, from, { look: true });
  assert.equal(fixOf(folder), 'revision 2\n');
});

test('offline, what is there stays, and that is said', async () => {
  const folder = scratch();
  const there = mirror('1');
  // Of file: apt links what it fetches.
  const list = `deb [trusted=yes] copy:${there.archive} trixie main\n`;
  const from = { ...there, aptFolder: scratch({ 'sources.list': list }) };
  await fetched(folder, from);
  fs.renameSync(from.archive, `${from.archive}.gone`);
  const [, line, ...more] = await fetched(folder, from, { look: true });
  assert.match(
    line!,
    /^nobody knows whether there are newer revisions, tiny 1\.0-1.* stays: The index of .* could not be/,
  );
  assert.deepEqual(more, []);
  fs.rmSync(path.join(folder, 'tiny'), { recursive: true });
  await fetched(folder, from, { look: true });
  assert.equal(fixOf(folder), 'revision 1\n', 'what was fetched before is not used');
  fs.rmSync(folder, { recursive: true });
  await assert.rejects(fetched(folder, from, { look: true }), /could not be read/);
});

test('a version that Debian has no more stays where it is, and that is said', async () => {
  const folder = scratch();
  const from = mirror('1');
  await fetched(folder, from);
  serve(from.archive, 'trixie', []);
  assert.match((await fetched(folder, from, { look: true })).join('\n'), /has no tiny 1\.0 any more: 1\.0-1 stays$/);
});

test('fixes of the security suite come before a release has them', async () => {
  const folder = scratch();
  const from = withSecurity(mirror('1'));
  serve(from.archive, 'trixie-security', ['1+deb13u1']);
  await fetched(folder, from);
  assert.equal(fixOf(folder), 'revision 1+deb13u1\n');
  serve(from.archive, 'trixie', ['1+deb13u2']);
  await fetched(folder, from, { look: true });
  assert.equal(fixOf(folder), 'revision 1+deb13u2\n');
});

test('a security suite that cannot be read is said', async () => {
  const folder = scratch();
  const said = await fetched(folder, withSecurity(mirror('1')));
  assert.match(said.join('\n'), /\(trixie-security\) could not be read: what is fixed there alone is missing/);
  assert.equal(fixOf(folder), 'revision 1\n');
});

test('where a mirror lacks the files of a revision that its index names, the next older one comes', async () => {
  const folder = scratch();
  const from = mirror('1', '2', '3');
  for (const revision of ['2', '3']) fs.rmSync(path.join(from.archive, `pool/tiny_1.0-${revision}.debian.tar.xz`));
  const said = (await fetched(folder, from)).join('\n');
  assert.match(
    said,
    /fetching .*1\.0-3\n.*could not be fetched[^]*older one\nfetching .*1\.0-2\n[^]*fetching .*1\.0-1\n/,
  );
  assert.equal(fixOf(folder), 'revision 1\n');
  assert.match((await fetched(folder, from, { look: true })).join('\n'), /older one\ntiny 1\.0-1 stays$/);
  assert.equal(fixOf(folder), 'revision 1\n');
  const other = mirror('1');
  fs.rmSync(path.join(other.archive, 'pool/tiny_1.0-1.debian.tar.xz'));
  const none = scratch();
  await assert.rejects(fetched(none, other), /tiny 1\.0-1 could not be fetched/);
  assert.ok(!fs.existsSync(path.join(none, 'tiny')));
});
