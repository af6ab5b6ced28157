/* Of each pool that several share, one that takes all it can get leaves something to the others: on every port and
 * engine, and on the board whose pools are those of a small device. */
import assert from 'node:assert';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'node:test';
import { buildFirmware, buildImage } from '#toolchain/commands/build';
import { Link, macFor } from '#toolchain/lab/switch';
import { engineMissing, firmwareOf, type Target, targetName, targets } from '../runner/targets';
import { withBoard } from './lib/app';
import { PROTO_UDP, udp4 } from './lib/frames';
import { answerDns, Host } from './lib/host';
import { Stranger } from './lib/stranger';

const SMALL = 'mps2-an385-small';
const BOARD = '192.168.77.2';
const LIVE = '192.168.77.5';
const SERVER = '192.168.77.53';
const GREEDY = '192.168.77.7';
const MODEST = '192.168.77.8';
const MAC = macFor('board');

/** How much is more than the pools hold. */
interface Place extends Target {
  board?: string;
  datagrams: number;
  names: number;
  pieces: number;
}

const APP = `
const dgram = require('dgram');
const dns = require('dns');
const datagrams = Number(process.env.DATAGRAMS), names = Number(process.env.NAMES);
const greedy = dgram.createSocket('udp4'), other = dgram.createSocket('udp4');
const nothing = () => undefined;

function untilRefused(act) {
  for (let i = 1; ; i++) {
    try {
      act(i);
    } catch (error) {
      return (i > 1) + ' ' + error.code;
    }
  }
}

function memberships() {
  console.log('memberships', untilRefused((i) => greedy.addMembership('239.1.0.' + i)));
  other.addMembership('239.2.0.1');
  greedy.dropMembership('239.1.0.1');
  console.log('sources', untilRefused((i) => greedy.addSourceSpecificMembership('10.0.0.' + i, '232.1.0.1')));
  other.addSourceSpecificMembership('10.0.1.1', '232.1.0.2');
  waiting();
}

function waiting() {
  const began = Date.now();
  for (let i = 0; i < datagrams; i++) greedy.send('x', 9, '192.168.77.' + (60 + i % 190), nothing);
  other.send('alive', 4001, '${LIVE}', (error) => {
    console.log('waiting', error && error.code, Date.now() - began < 1000);
    lookups();
  });
}

function lookups() {
  const began = Date.now();
  for (let i = 0; i < names; i++) greedy.send('x', 9, 'dead' + i + '.example', nothing);
  other.send('named', 4001, 'alive.example', (error) => {
    console.log('names', error && error.code, Date.now() - began < 1000);
    timers();
  });
}

function timers() {
  const all = [];
  const refused = untilRefused(() => all.push(setTimeout(nothing, 60000)));
  dns.resolve4('second.example', (error, addresses) => {
    all.forEach(clearTimeout);
    console.log('timers', refused, error ? error.code : addresses[0]);
    rings();
  });
}

function rings() {
  other.once('message', (message) => {
    console.log('rings', String(message));
    other.once('message', (message) => {
      console.log('fragments', message.length);
      process.exit(0);
    });
    console.log('send fragments');
  });
  console.log('flood', greedy.address().port, other.address().port);
  for (const end = Date.now() + 200; Date.now() < end;);
}

greedy.on('message', nothing);
greedy.bind(0, () => other.bind(0, memberships));
`;

async function on(place: Place): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tinygram-'));
  const file = path.join(folder, 'app.js');
  const out = path.join(folder, 'app.tgi');
  const { engine, port } = place;
  fs.writeFileSync(file, APP);
  // The app is busy for 200 ms, as long as the switch else waits for a sign before it fills the chip beyond its room.
  const link = Link.open({ patience: 2000 });
  const server = new Host(link, SERVER, 'server');
  server.serve(53, ({ payload }) =>
    payload.includes('dead')
      ? undefined
      : answerDns(payload, { 'alive.example': { a: [LIVE] }, 'second.example': { a: ['192.0.2.2'] } }),
  );
  const live = new Host(link, LIVE, 'live');
  const stranger = new Stranger(link, MAC, [GREEDY, MODEST]);
  try {
    const firmware = place.board ? await buildFirmware(port, engine, place.board) : await firmwareOf(place);
    const { image } = await buildImage(file, { engine, port, board: place.board, release: true, out });
    const plugged = {
      port,
      board: place.board,
      firmware,
      image,
      timeoutMs: 60_000,
      words: [`ip=${BOARD}/24`, `dns=${SERVER}`, `mac=${MAC}`, `env.DATAGRAMS=${place.datagrams}`].concat(
        `env.NAMES=${place.names}`,
      ),
      network: { kind: 'link' as const, socket: await link.plug('board') },
    };
    await withBoard(plugged, async (board) => {
      const [, first, second] = await board.waitFor(/flood (\d+) (\d+)\n/, 40_000);
      for (let i = 0; i < 150; i++) stranger.datagram(GREEDY, 5000, BOARD, Number(first), 'x'.repeat(20));
      stranger.datagram(MODEST, 5000, BOARD, Number(second), 'heard');
      await board.waitFor('send fragments', 20_000);
      let identification = 1;
      const fragment = (from: string, id: number, part: Buffer, offset: number, more: boolean): void =>
        stranger.ip4({ from, to: BOARD, protocol: PROTO_UDP, identification: id, fragment: { offset, more } }, part);
      const waste = (): void => fragment(GREEDY, identification++, Buffer.alloc(1024), 0, true);
      for (let i = 0; i < 20; i++) waste();
      const whole = udp4(MODEST, 5000, BOARD, Number(second), Buffer.alloc(1024 * place.pieces - 8));
      for (let offset = 0; offset < whole.length; offset += 1024) {
        fragment(MODEST, 9, whole.subarray(offset, offset + 1024), offset, offset + 1024 < whole.length);
        for (let i = 0; i < 3; i++) waste();
      }
      const exit = await board.exited;
      assert.strictEqual(exit.code, 0, board.output + board.diagnostics);
      const lines = board.output.trim().split('\n');
      assert.deepStrictEqual(
        lines.filter((line) => !line.startsWith('tinygram: ')),
        [
          'memberships true ENOBUFS',
          'sources true ENOBUFS',
          'waiting null true',
          'names null true',
          'timers true ENOMEM 192.0.2.2',
          `flood ${first} ${second}`,
          'rings heard',
          'send fragments',
          `fragments ${1024 * place.pieces - 8}`,
        ],
      );
      const texts = live.seen.filter(({ toPort }) => toPort === 4001).map(({ payload }) => String(payload));
      assert.deepStrictEqual(texts, ['alive', 'named']);
    });
  } finally {
    stranger.close();
    live.close();
    server.close();
    await link.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const places: Place[] = targets(process.env.PORT, process.env.ENGINE).map((target) => ({
  ...target,
  datagrams: 500,
  names: 150,
  pieces: 40,
}));
if (places.some(({ port, engine }) => port === 'qemu-arm' && engine === 'jerryscript'))
  places.push({ port: 'qemu-arm', engine: 'jerryscript', board: SMALL, datagrams: 60, names: 14, pieces: 3 });
for (const place of places) {
  const name = place.board === undefined ? targetName(place) : `${place.board}/${place.engine}`;
  test(
    `one owner leaves the others their share (${name})`,
    { skip: engineMissing(place.engine), timeout: 180_000 },
    () => on(place),
  );
}
