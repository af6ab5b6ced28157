import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aptSources, debianMirror, securityMirror } from '#toolchain/build/deps';
import { scratch } from './lib/scratch';

test('one-line and deb822 sources are read, comments and switched-off ones are not', () => {
  const folder = scratch({
    'sources.list':
      '# deb http://off.invalid bookworm main\ndeb-src http://a.invalid/debian bookworm main contrib # why\n' +
      'deb [arch=amd64 signed-by=/keys/a.gpg] http://b.invalid/debian sid main\n',
    'sources.list.d/c.sources':
      '# head\nTypes: deb\nURIs: http://c.invalid/debian http://d.invalid/debian\n# inside\n' +
      'Suites: trixie trixie-updates\nComponents: main\nSigned-By: /keys/c.gpg\n' +
      '\nEnabled: no\nTypes: deb\nURIs: http://e.invalid\nSuites: sid\n',
    'sources.list.d/f.list.save': 'deb http://saved.invalid sid main\n',
    'sources.list.d/g.sources':
      'Types: deb\nURIs: http://g.invalid\nSuites: bookworm\nComponents: main\n' +
      'Signed-By:\n -----BEGIN PGP-----\n .\n abc\n -----END PGP-----\n',
  });
  assert.deepEqual(aptSources(folder), [
    { uri: 'http://a.invalid/debian', suites: ['bookworm'], components: ['main', 'contrib'] },
    { uri: 'http://b.invalid/debian', suites: ['sid'], components: ['main'], signedBy: '/keys/a.gpg' },
    {
      uri: 'http://c.invalid/debian',
      suites: ['trixie', 'trixie-updates'],
      components: ['main'],
      signedBy: '/keys/c.gpg',
    },
    {
      uri: 'http://d.invalid/debian',
      suites: ['trixie', 'trixie-updates'],
      components: ['main'],
      signedBy: '/keys/c.gpg',
    },
    {
      uri: 'http://g.invalid',
      suites: ['bookworm'],
      components: ['main'],
      signedBy: '-----BEGIN PGP-----\n .\n abc\n -----END PGP-----',
    },
  ]);
});

test('the mirror is the archive of releases, not security, updates or somebody else', () => {
  const source = (uri: string, ...suites: string[]): { uri: string; suites: string[]; components: string[] } => ({
    uri,
    suites,
    components: ['main'],
  });
  assert.equal(
    debianMirror([
      source('http://s.invalid/debian-security', 'bookworm-security'),
      source('http://s.invalid/debian-security', 'bookworm'),
      source('http://n.invalid', 'nodistro'),
      source('http://u.invalid', 'bookworm-updates'),
      { ...source('http://c.invalid', 'bookworm'), components: ['contrib'] },
      source('http://right.invalid', 'bookworm', 'bookworm-updates'),
      source('http://later.invalid', 'trixie'),
    ])?.uri,
    'http://right.invalid',
  );
  assert.equal(debianMirror([source('http://n.invalid', 'nodistro')]), undefined);
});

test('the mirror of security fixes is that of a release, wherever it is', () => {
  const source = (uri: string, ...suites: string[]): { uri: string; suites: string[]; components: string[] } => ({
    uri,
    suites,
    components: ['main'],
  });
  const right = source('http://right.invalid/debian', 'bookworm', 'bookworm-security');
  const others = [
    source('http://u.invalid', 'bookworm-updates'),
    source('http://o.invalid', 'focal-security'),
    { ...source('http://c.invalid', 'bookworm-security'), components: ['contrib'] },
  ];
  assert.equal(securityMirror([...others, right]), right);
  assert.equal(securityMirror(others), undefined);
});
