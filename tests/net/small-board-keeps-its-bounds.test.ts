/* The board whose pools are those of a small device, with the engine of small devices: what does not fit is dropped or
 * refused. */
import assert from 'node:assert';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'node:test';
import type { Board } from '#toolchain/boards/board';
import { macFor } from '#toolchain/lab/switch';
import { engineMissing, engines } from '../runner/targets';
import { besideHost, HERE, THERE } from './lib/beside_host';
import { ETHER_IPV4, ethernet, ipv4, PROTO_UDP, udp4 } from './lib/frames';
import type { Host, Request } from './lib/host';

const NAME = 'mps2-an385-small';
/** QuickJS is for machines with room. */
const ENGINE = 'jerryscript';
const MAC = macFor(NAME);
const RING = 8; // CONFIG_UDP_RECV_DATAGRAMS of that board

/** Answers each datagram with its length, and does what those that are orders say. */
const APP = `
const dgram = require('dgram');
const { kStateSymbol } = (0, require)(['internal', 'dgram'].join('/'));
const socket = dgram.createSocket('udp4');
socket.on('message', (message, from) => {
  const answer = (text) => socket.send(text, from.port, from.address);
  const [order, number] = message.length < 20 ? String(message).split(' ') : ['', ''];
  if (order === 'sleep') {
    const end = Date.now() + Number(number);
    while (Date.now() < end);
  } else if (order === 'send') {
    socket.send(Buffer.alloc(Number(number)), 6000, from.address,
      (error, sent) => answer(error ? error.code : 'sent ' + sent));
  } else if (order === 'counts') {
    answer('counts ' + socket[kStateSymbol].handle.stats().slice(0, 2).join(' '));
  } else if (order === 'end') {
    socket.close();
  } else {
    answer('took ' + message.length);
  }
});
socket.bind(7, () => console.log('listening'));
`;

class Small {
  private readonly answers: string[] = [];
  private next: (() => void) | undefined;
  private identification = 1;

  private constructor(
    readonly board: Board,
    readonly host: Host,
  ) {
    host.serve(5000, ({ payload }: Request) => {
      this.answers.push(payload.toString());
      this.next?.();
      return undefined;
    });
  }

  static async on(body: (small: Small) => Promise<void>): Promise<void> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tinygram-'));
    const file = path.join(folder, 'app.js');
    fs.writeFileSync(file, APP);
    const words = ['env.TINYGRAM_EXPOSE_INTERNALS=1', 'env.TINYGRAM_CHECK=1'];
    try {
      await besideHost({ name: NAME, engine: ENGINE, file, words }, async (board, host) => {
        await board.waitFor('listening', 20_000);
        const small = new Small(board, host);
        await body(small);
        small.send('end');
        assert.strictEqual((await board.exited).code, 0, board.output);
      });
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }

  send(data: string | Buffer): void {
    this.host.send(5000, THERE, 7, Buffer.from(data as string), MAC);
  }

  /** Sends a datagram of so many bytes in fragments of at most 1,480. */
  sendFragments(size: number): void {
    const segment = udp4(HERE, 5000, THERE, 7, Buffer.alloc(size));
    const identification = this.identification++;
    for (let offset = 0; offset < segment.length; offset += 1480) {
      const part = segment.subarray(offset, offset + 1480);
      const fragment = { offset, more: offset + part.length < segment.length };
      this.host.raw(
        ethernet(
          MAC,
          this.host.mac,
          ETHER_IPV4,
          ipv4({ from: HERE, to: THERE, protocol: PROTO_UDP, identification, fragment }, part),
        ),
      );
    }
  }

  /** The board's next answer. */
  async answer(): Promise<string> {
    const deadline = Date.now() + 20_000;
    while (this.answers.length === 0) {
      if (Date.now() > deadline) throw new Error(`no answer from the board:\n${this.board.output}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1000);
        this.next = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this.answers.shift()!;
  }
}

const skip = engines(process.env.ENGINE).includes(ENGINE) ? engineMissing(ENGINE) : 'another engine was asked for';
const small = (name: string, body: (small: Small) => Promise<void>): void => {
  test(`${name} (${NAME}/${ENGINE})`, { timeout: 300_000, skip }, () => Small.on(body));
};

small('datagrams up to 4 KiB are put together, longer ones are not and cost nothing that stays', async (board) => {
  board.sendFragments(4096);
  assert.strictEqual(await board.answer(), 'took 4096');
  for (let i = 0; i < 5; i++) board.sendFragments(8000);
  board.send('still here');
  assert.strictEqual(await board.answer(), 'took 10');
  board.sendFragments(4096);
  assert.strictEqual(await board.answer(), 'took 4096');
});

small('what a full ring cannot take is dropped and counted', async (board) => {
  board.send('so that its answers wait for no address');
  await board.answer();
  board.send('sleep 500');
  await new Promise((resolve) => setTimeout(resolve, 100));
  for (let i = 0; i < 3 * RING; i++) board.send('x'.repeat(20 + i));
  for (let i = 0; i < RING; i++) assert.strictEqual(await board.answer(), `took ${20 + i}`);
  board.send('counts');
  assert.strictEqual(await board.answer(), `counts ${3 + RING} ${2 * RING}`);
});

small('a datagram that memory cannot hold is an error of its send, and the next one goes', async (board) => {
  board.send('send 4096');
  assert.strictEqual(await board.answer(), 'sent 4096');
  board.send('send 8192');
  assert.match(await board.answer(), /^E(NOBUFS|NOMEM)$/);
  board.send('send 4096');
  assert.strictEqual(await board.answer(), 'sent 4096');
});
