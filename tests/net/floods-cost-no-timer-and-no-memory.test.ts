/*
 * Ten times what a board takes, of one kind after the other: what it received and what was dropped and counted is what
 * was sent; timers keep their time; the app answers afterwards, and nothing is left behind.
 *
 * The board counts instructions (QEMU's -icount), so its time is its work, whatever else this machine does, as long as
 * it does not wait for QEMU: during a flood it says nothing on its console. Its queue is kept full as well as this
 * machine can, with ten frames for each that the board takes. A flood lasts FLOOD_SECONDS of the board's time: 1, or
 * the 60 of a long test, which takes some ten minutes for a board and engine; and again until the board was given what
 * it takes in half of that, so that it was one on a machine that is busy with other things too.
 */
import assert from 'node:assert';
import { test } from 'node:test';
import { macFor } from '#toolchain/lab/switch';
import { engineMissing, targetName, targets, type Target } from '../runner/targets';
import { App } from './lib/app';
import { besideStranger, type Place } from './lib/beside_stranger';
import { checksum, ETHER_IPV4, ETHER_IPV6, ethernet, icmp6, ip6Bytes, ipv4, ipv6, macBytes } from './lib/frames';
import { PROTO_ICMP6, PROTO_UDP } from './lib/frames';

const SECONDS = Number(process.env.FLOOD_SECONDS ?? '1');
/** An instruction takes 2^4 nanoseconds: a processor of 62 MHz; ESP32s have 160 to 240. */
const ICOUNT = 4;
const TICK_MS = 20;
/** A board echoes some 6,400 datagrams a second at that speed. */
const ECHOES = 6400;
const TICKS = (SECONDS * 1000) / TICK_MS;
const ENOUGH = (ECHOES * SECONDS) / 2;
/** Frames that are sent for each that the board takes. */
const TIMES = 10;
/** Milliseconds of this machine between two looks whether the board's queue has room. */
const REFILL_MS = 2;
/** How often a flood begins again before the machine is too busy for it. */
const ROUNDS = 200;
/** Bytes on their way to the board: a chip's FIFO. */
const QUEUE = 16 * 1024;
/** Milliseconds: QEMU's chip drops without a word, so nothing is sent that it has not said to have room for. */
const PATIENCE = 60_000;
/** A timer may be late by so many of the board's milliseconds. */
const LATE_MS = 20;

const BOARD = '192.168.77.2';
const BOARD6 = 'fd77::2';
const PEER = '192.168.77.9';

const APP = `
const dgram = require('dgram');
const os = require('os');
let got = 0, late = 0, due = 0, ticks = 0, round = 0, told = {};
const nothing = () => {};
// On the RISC-V board a datagram that leaves waits for QEMU, while the board's own time goes on: it reads a flood only.
for (const type of ['udp4', 'udp6']) {
  const echo = dgram.createSocket(type);
  echo.on('message', (message, from) => {
    if (from.port === 0) return;
    got++;
    if (ticks > 0 && os.machine() === 'virt') return;
    echo.send(message, from.port, from.address, nothing);
  });
  echo.on('error', nothing);
  echo.bind({ port: 7000 });
}
const control = dgram.createSocket('udp4');
const say = (what) => control.send(JSON.stringify(what), 6999, '${PEER}', nothing);
function wait() {
  setTimeout(tick, ${TICK_MS});
  due = performance.now() + ${TICK_MS};
}
function tick() {
  late = Math.max(late, performance.now() - due);
  if (--ticks > 0) wait();
  else console.log('over');
}
// Never asleep, so that no time passes but that of its work.
function spin() {
  if (ticks > 0) setImmediate(spin);
}
control.on('message', (message) => {
  const order = JSON.parse(String(message));
  if (order.flood) {
    if (order.round === round) return;
    if (order.first) late = 0;
    round = order.round;
    console.log('begun');
    ticks = order.flood;
    wait();
    spin();
  } else if (order.exit) {
    process.exit(0);
  } else {
    // Which takes a collection of the heap: for a question that comes again late, in a flood, none.
    if (order.number !== told.number) {
      const heap = process.memoryUsage().heapUsed;
      told = { number: order.number, figures: { ...os.networkCounters(), got, late, heap } };
    }
    say(told);
  }
});
control.bind(6998, () => console.log('up'));
`;

interface Said {
  number: number;
  figures: Figures;
}

interface Figures {
  frames: number;
  driver: number;
  socket: number;
  got: number;
  late: number;
  heap: number;
}

/** UDP in IPv4 without a checksum (which IPv4 allows), so that bursts are quickly made. */
function datagram(mac: string, to: string): Buffer {
  const udp = Buffer.alloc(8 + 32, 'f');
  udp.writeUInt16BE(5000, 0);
  udp.writeUInt16BE(7000, 2);
  udp.writeUInt16BE(udp.length, 4);
  udp.writeUInt16BE(0, 6);
  return ethernet(mac, macFor('stranger'), ETHER_IPV4, ipv4({ from: PEER, to, protocol: PROTO_UDP }, udp));
}

function resum(frame: Buffer): Buffer {
  frame.writeUInt16BE(0, 24);
  frame.writeUInt16BE(checksum(frame.subarray(14, 34)), 24);
  return frame;
}

/** Frame number n of each kind. */
function floods(mac: string): Record<string, (n: number) => Buffer> {
  const plain = datagram(mac, BOARD);
  const broadcast = datagram('ff:ff:ff:ff:ff:ff', '192.168.255.255');
  const fragment = datagram(mac, BOARD);
  fragment.writeUInt16BE(0x2000, 20);
  const solicitations = Array.from({ length: 10_000 }, (_, n) => {
    const from = `fd77::1:${n.toString(16)}`;
    const body = Buffer.concat([Buffer.alloc(4), ip6Bytes(BOARD6), Buffer.from([1, 1]), macBytes(macFor('stranger'))]);
    const packet = ipv6({ from, to: BOARD6, next: PROTO_ICMP6, hops: 255 }, icmp6(from, BOARD6, 135, 0, body));
    return ethernet(mac, macFor('stranger'), ETHER_IPV6, packet);
  });
  return {
    unicast: () => plain,
    broadcast: () => broadcast,
    fragments: (n) => {
      fragment.writeUInt16BE(n & 0xffff, 18);
      return resum(fragment);
    },
    '65,535 source ports': (n) => {
      plain.writeUInt16BE(1 + (n % 65_535), 34);
      return plain;
    },
    '10,000 source addresses': (n) => {
      const copy = Buffer.from(plain);
      copy.writeUInt16BE(0xc0a8, 26);
      copy.writeUInt16BE(0x5000 + (n % 10_000), 28);
      return resum(copy);
    },
    'neighbour solicitations': (n) => solicitations[n % solicitations.length] as Buffer,
  };
}

async function run(target: Target): Promise<void> {
  const options = {
    link: { queue: QUEUE, patience: PATIENCE },
    words: ['env.TINYGRAM_CHECK=1', `ip=${BOARD}/16`, `ip6=${BOARD6}/64`],
    icount: ICOUNT,
  };
  await besideStranger(await App.build(target, APP, 'app.js'), [PEER], options, (place) => flooded(target, place));
}

async function flooded(target: Target, { board, link, stranger }: Place): Promise<void> {
  const said: Said[] = [];
  let answers = 0;
  link.observe({
    sent: ({ frame }) => {
      if (frame.readUInt16BE(12) !== ETHER_IPV4 || frame[23] !== PROTO_UDP || frame.length < 42) return;
      const text = frame.subarray(42, 14 + frame.readUInt16BE(16)).toString('latin1');
      if (frame.readUInt16BE(34) === 6998 && frame.readUInt16BE(36) === 6999) said.push(JSON.parse(text) as Said);
      else if (frame.readUInt16BE(34) === 7000 && text === 'still there?') answers++;
    },
  });
  const ask = (order: object): void => stranger.datagram(PEER, 6999, BOARD, 6998, JSON.stringify(order));
  const until = async (what: string, holds: () => boolean, again?: () => void): Promise<void> => {
    for (let wait = 0; !holds(); wait++) {
      if (wait % 20 === 0) again?.();
      assert.ok(wait < 60_000, what);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  let [asked, round] = [0, 0];
  const figures = async (): Promise<Figures> => {
    const number = ++asked;
    const mine = (): Figures | undefined => said.find((each) => each.number === number)?.figures;
    await until(
      'the board tells its figures',
      () => mine() !== undefined,
      () => ask({ number }),
    );
    return mine() as Figures;
  };
  await board.waitFor('up', 60_000);
  const first = await figures();
  for (const [kind, frame] of Object.entries(floods(stranger.boardMac))) {
    const before = await figures();
    const counted = { ...link.counters('board') };
    const sentBefore = link.counters('stranger').sent;
    let sent = 0;
    const delivered = (): number => link.counters('board').delivered - counted.delivered;
    const full = (): number => link.counters('board').dropped - counted.dropped;
    const refill = (): void => {
      for (const before = full(); full() === before;) stranger.raw(frame(sent++));
      while (sent < TIMES * delivered()) stranger.raw(frame(sent++));
    };
    for (let rounds = 0; rounds === 0 || delivered() < ENOUGH; rounds++) {
      assert.ok(rounds < ROUNDS, `${kind}: ${delivered()} of ${ENOUGH} frames in ${rounds} floods`);
      board.output = '';
      const order = { flood: TICKS, round: ++round, first: rounds === 0 };
      await until(
        `${kind}: the flood begins`,
        () => board.output.includes('begun'),
        () => ask(order),
      );
      const timer = setInterval(refill, REFILL_MS);
      await until(`${kind}: the flood is over`, () => board.output.includes('over')).finally(() => {
        clearInterval(timer);
      });
    }
    answers = 0;
    const ended = Date.now();
    await until(
      `${kind}: an answer`,
      () => answers > 0,
      () => stranger.datagram(PEER, 5001, BOARD, 7000, 'still there?'),
    );
    const took = Date.now() - ended;
    const after = await figures();
    const all = after.frames - before.frames + (after.driver - before.driver) + full();
    // Beside the flood: orders, questions, ARP. What is on its way is counted as delivered already.
    const beside = delivered() + full() - sent;
    console.log(
      `${targetName(target)}, ${kind}: ${sent} sent, ${delivered()} delivered, ` +
        `${after.frames - before.frames} taken, ${after.got - before.got} echoed, ${full()} did not fit, ` +
        `driver ${after.driver - before.driver}, sockets ${after.socket - before.socket}; ` +
        `timers late by ${after.late.toFixed(1)} ms; answer after ${took} ms`,
    );
    assert.strictEqual(beside, link.counters('stranger').sent - sentBefore - sent, 'frames beside');
    assert.ok(all >= sent && all <= sent + beside, `${all} of ${sent} are accounted for`);
    assert.ok(full() > 0, 'more than it takes');
    assert.ok(after.late <= LATE_MS, `${kind}: a timer was ${after.late} ms late`);
  }
  const last = await figures();
  assert.ok(Number.isNaN(first.heap) || last.heap < first.heap + 64 * 1024, `heap ${first.heap}, ${last.heap}`);
  // Neighbours that do not answer are given up; then the board ends, and looks whether anything is left.
  await new Promise((resolve) => setTimeout(resolve, 100));
  ask({ exit: true });
  const exit = await board.exited;
  assert.strictEqual(exit.code, 0, `${exit.code} (${exit.reason})\n${board.output}`);
}

for (const target of targets(process.env.PORT, process.env.ENGINE).filter(({ port }) => port !== 'host')) {
  test(
    `floods cost no timer and no memory (${targetName(target)})`,
    {
      skip: engineMissing(target.engine) ?? false,
      timeout: 120_000 + SECONDS * 60_000,
    },
    () => run(target),
  );
}
