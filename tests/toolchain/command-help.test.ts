import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tinygram } from './lib/command';
import { scratch } from './lib/scratch';

const EXPECTED: Record<string, string[]> = {
  new: ['<folder>', '--template'],
  build: [
    '[app]',
    '--target',
    '--engine',
    '--board',
    '--release',
    '--strict',
    '--out',
    '--no-firmware',
    'qemu-arm',
    'jerryscript',
  ],
  run: [
    '[app]',
    '--target',
    '--engine',
    '--board',
    '--release',
    '--udp',
    '--watch',
    '--boot',
    'Ctrl-C',
    'tap:NAME',
    '--loss',
    '10.0.2.2',
  ],
  test: ['[files...]', '--target', '--name', '--reporter', 'junit', '--timeout', '--seed', '--jobs'],
  size: ['[app]', '--target', '--json'],
  profile: ['[app]', '--engine', '--send', '--to', '--after', '--limit', '--json', '41234'],
  repl: ['[app]', '--engine', 'Ctrl-D'],
  completion: ['<shell>', 'bash', 'zsh', 'fish'],
  demo: ['--engine'],
  flash: ['[app]', '-p, --port', '-c, --chip', '-b, --baud', '--app', '--firmware', '--slot', '--no-stub', 'ESPPORT'],
  monitor: ['[app]', '-p, --port', '-b, --baud', '--app', '--level', '--no-reset', 'Ctrl-]', 'Ctrl-R'],
  doctor: ['--json'],
  deps: ['[names...]', 'LWIP_DIR', 'QUICKJS_DIR'],
};

for (const [command, words] of Object.entries(EXPECTED)) {
  test(`tinygram ${command} --help`, () => {
    const run = tinygram([command, '--help'], scratch());
    assert.equal(run.code, 0);
    assert.equal(run.stderr, '');
    assert.match(run.stdout, new RegExp(`^Usage: tinygram ${command} `));
    for (const word of words) assert.ok(run.stdout.includes(word), `${word} in:\n${run.stdout}`);
  });
}

test('tinygram --help lists every command but those of the Makefile', () => {
  const { stdout } = tinygram(['--help'], scratch());
  for (const command of Object.keys(EXPECTED)) assert.match(stdout, new RegExp(`^ {2}${command} `, 'm'));
  assert.doesNotMatch(stdout, /^ {2}(registry|package) /m);
});

test('wrong use is one message and exit code 1', () => {
  for (const [args, message] of [
    [['fly'], /^error: unknown command 'fly'/],
    [
      ['build', '--target', 'moon'],
      /^error: option '--target <target>' argument 'moon' is invalid. Allowed choices are qemu-arm, qemu-riscv, host/,
    ],
    [['run', '--udp', '70000'], /^error: option '--udp <port>' argument '70000' is invalid. It reads PORT, HOST:BOARD/],
    [['new'], /^error: missing required argument 'folder'/],
    [['deps', 'unobtainium'], /^There is no dependency "unobtainium". There are: lwip, quickjs, node.\n$/],
    [['flash', '--baud', 'fast'], /^error: option '-b, --baud <rate>' argument 'fast' is invalid. It is a number of/],
    [['flash', '--chip', 'esp8266'], /^error: .* Allowed choices are auto, esp32, esp32s3, esp32c3, esp32c6/],
    [['flash', '--slot', 'c', '--app', 'x'], /^error: .* Allowed choices are a, b/],
    [['monitor', '--level', 'loud'], /^error: .* Allowed choices are error, warn, info, debug, verbose/],
    [['build', 'app.js', '--board', 'none'], /^Port qemu-arm has no board "none". It has: .*mps2-an385/],
    [['build', '--no-firmware'], /^The project in \S+ has no src\/app\.ts\. /],
    [['build', 'none.ts'], /^There is no app file none\.ts\./],
    [['run', '.'], /^\. is a folder\./],
    [['run', 'package.json'], /^package\.json is no TypeScript or JavaScript by its name/],
  ] as [string[], RegExp][]) {
    const run = tinygram(args, scratch({ 'app.js': '', 'package.json': '{}' }));
    assert.equal(run.code, 1, args.join(' '));
    assert.match(run.stderr, message);
    assert.doesNotMatch(run.stderr, /\n\s+at /);
  }
});
