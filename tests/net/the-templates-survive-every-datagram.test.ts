/* What people copy: the apps of `tinygram new`, the examples answer after every kind of datagram and error. */
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import { templateNames } from '#toolchain/commands/new';
import { engineMissing, targetName, targets } from '../runner/targets';
import { App } from './lib/app';
import { besideStranger } from './lib/beside_stranger';
import { icmp4, ipv4, PROTO_ICMP, PROTO_UDP, type Seen, udp4 } from './lib/frames';
import { EXAMPLES, exampleText, templateFile, TEMPLATES, type Template } from './lib/templates';

const PEER = '192.168.77.9';
const DEVICE = '192.168.77.2';

test('every template is here', () => {
  assert.deepStrictEqual(Object.keys(TEMPLATES).sort(), templateNames());
});

/** What is committed in these places; without git, as in a tarball, nothing. */
function committed(...places: string[]): string[] {
  const { stdout } = spawnSync('git', ['ls-files', '-z', ...places], { cwd: inRoot(), encoding: 'utf8' });
  return (stdout ?? '').split('\0').filter(Boolean);
}

test('every example is here', () => {
  const apps = committed('ports', 'runtime', 'modules', 'typings').filter((file) => {
    return file.endsWith('/app.ts') && readFileSync(inRoot(file), 'utf8').includes('createSocket(');
  });
  const here = Object.values(EXAMPLES).map(({ file }) => file.join('/'));
  assert.deepStrictEqual(
    apps.filter((file) => !here.includes(file)),
    [],
  );
  // A page or a typing with a socket in a block of code, or in an @example, would be an app that nobody runs.
  for (const file of committed('*.md', 'typings/*.d.ts', 'runtime/*.d.ts')) {
    const text = readFileSync(inRoot(file), 'utf8');
    const blocks = [...text.matchAll(/```(?:ts|js|typescript|javascript)\n([\s\S]*?)```|@example([\s\S]*?)\*\//g)];
    assert.ok(!blocks.some(([block]) => block.includes('createSocket')), `${file} has an example that is not here`);
  }
});

const APPS = [
  ...Object.entries(TEMPLATES).map(([name, template]) => ({ name, template, source: () => templateFile(name) })),
  ...Object.entries(EXAMPLES).map(([name, template]) => ({ name, template, source: () => exampleText(template) })),
];

/** Numbers below the one asked for, the same in every run. */
function numbers(): (below: number) => number {
  let state = 1;
  return (below) => (state = (state * 48271) % 0x7fffffff) % below;
}

/** Bytes that look like a message of one of the protocols up to some place, and random ones. */
function nonsense(question: Buffer): Buffer[] {
  const cut = Array.from({ length: question.length }, (_, size) => question.subarray(0, size));
  const random = numbers();
  return [
    ...cut,
    ...Array.from({ length: 100 }, () => changed(question, random)),
    ...Array.from({ length: 50 }, () => wild(64, random)),
  ];
}

function changed(question: Buffer, random: (below: number) => number): Buffer {
  const copy = Buffer.from(question);
  for (let i = 0; i < 3; i++) copy[random(copy.length)] = random(256);
  return copy;
}

const wild = (most: number, random: (below: number) => number): Buffer =>
  Buffer.from(Array.from({ length: random(most + 1) }, () => random(256)));

/** How many of anything, from anywhere, the host's apps get; the emulated boards are too slow for so many. */
const MANY = 10_000;
/** So many at a time: what a socket keeps. */
const AT_ONCE = 50;

/** Datagrams of any content from any host and port, port 0 and the app's own among them. */
function anything(
  { question, port: own }: Template,
  count: number,
  random: (below: number) => number,
): [string, number, Buffer][] {
  const bytes = [
    () => changed(question, random),
    () => question.subarray(0, random(question.length)),
    () => Buffer.concat([question, wild(64, random)]),
    () => wild(32, random),
    () => wild(1472, random),
  ];
  const from = [
    () => PEER,
    () => `192.168.77.${3 + random(250)}`,
    () => `${[10, 169, 172, 198][random(4)]}.${random(256)}.${random(256)}.${random(256)}`,
  ];
  return Array.from({ length: count }, () => [
    from[random(from.length)]!(),
    [0, own][random(10)] ?? random(0x10000),
    bytes[random(bytes.length)]!(),
  ]);
}

for (const target of targets(process.env.PORT, process.env.ENGINE)) {
  for (const { name, template, source } of APPS) {
    test(
      `${name} goes on (${targetName(target)})`,
      { skip: engineMissing(target.engine), timeout: 120_000 },
      async () => {
        const { port: PORT, question, answer } = template;
        const app = await App.build(target, source());
        const words = [`ip=${DEVICE}/24`, 'host=board0'];
        await besideStranger(app, [PEER], { words, timeoutMs: 60_000 }, async ({ board, stranger }) => {
          await board.waitFor(template.ready, 20_000);
          let asked = 5000;
          const lives = async (after: string): Promise<void> => {
            const port = ++asked;
            /* Again and again: a board may have been without a receive buffer for the first. */
            const ask = (): void => stranger.datagram(PEER, port, DEVICE, PORT, question);
            ask();
            const again = setInterval(ask, 250);
            const isAnswer = ({ to, toPort, payload }: Seen): boolean =>
              to === PEER && toPort === port && answer.test(payload?.toString() ?? '');
            try {
              await stranger.until(
                (seen) => seen.some(isAnswer),
                () => `after ${after}:\n${board.output}`,
              );
            } finally {
              clearInterval(again);
            }
          };
          await lives('its start');
          stranger.datagram(PEER, 0, DEVICE, PORT, 'from port 0');
          await lives('source port 0');
          stranger.datagram(PEER, 0, DEVICE, PORT, question);
          await lives('a question from port 0');
          stranger.datagram(PEER, PORT, DEVICE, PORT, question);
          await lives("a question from the app's own port");
          stranger.datagram(DEVICE, PORT, DEVICE, PORT, question);
          await lives("a question in the app's own name");
          stranger.datagram(PEER, 5000, DEVICE, PORT, '');
          await lives('an empty datagram');
          stranger.datagram(
            PEER,
            5000,
            DEVICE,
            PORT,
            Buffer.from(Array.from({ length: 1400 }, (_, i) => 255 - (i % 256))),
          );
          await lives('bytes that are no text');
          stranger.datagram('192.168.77.250', 5000, DEVICE, PORT, 'nobody answers for me');
          await lives('a sender that is not there');
          stranger.datagram('10.1.2.3', 5000, DEVICE, PORT, 'from where no route leads');
          await lives('a sender without a route');
          for (const bytes of nonsense(question)) stranger.datagram(PEER, 4000, DEVICE, PORT, bytes);
          await lives('nonsense');
          const random = numbers();
          for (let sent = 0; target.port === 'host' && sent < MANY; sent += AT_ONCE) {
            for (const [from, port, bytes] of anything(template, AT_ONCE, random))
              stranger.datagram(from, port, DEVICE, PORT, bytes);
            await lives(`${sent + AT_ONCE} of anything`);
          }
          const quote = ipv4(
            { from: DEVICE, to: PEER, protocol: PROTO_UDP },
            udp4(DEVICE, PORT, PEER, 5000, Buffer.alloc(1)),
          );
          stranger.ip4(
            { from: PEER, to: DEVICE, protocol: PROTO_ICMP },
            icmp4(3, 3, Buffer.concat([Buffer.alloc(4), quote])),
          );
          await lives('an error of ICMP');
        });
      },
    );
  }
}
