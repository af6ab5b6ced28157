/* A wire that carries frames of any length, as the switch of the laboratory does not: none stops the driver. */
import assert from 'node:assert';
import { once } from 'node:events';
import * as net from 'node:net';
import * as path from 'node:path';
import { test } from 'node:test';
import { startBoard } from '#toolchain/boards/board';
import { macFor } from '#toolchain/lab/switch';
import { engineMissing, firmwareOf, targetName, targets } from '../runner/targets';
import { scratch } from '../toolchain/lib/scratch';
import { App } from './lib/app';
import { arpReply, arpRequest, ETHER_ARP, ETHER_IPV4, ethernet, ipv4, PROTO_UDP, see, udp4 } from './lib/frames';

const DEVICE = '192.168.77.2';
const PEER = '192.168.77.9';
const MAC = macFor('board0');
const PEER_MAC = macFor('peer');

/* Around each edge: a header, the shortest on Ethernet, the longest, with a tag, with a checksum; and far off. */
const LENGTHS = [1, 2, 3, 6, 12, 13, 14, 15, 17, 18, 33, 34, 41, 42, 59, 60, 61, 64];
const LONG = [1513, 1514, 1515, 1516, 1517, 1518, 1519, 1522, 1530, 1536, 1600, 2044, 2048, 4096, 9018];

/** So many frames that the driver drops are all counted. */
const MANY = 70_000;

/** A frame of that length that begins as a datagram to the app. */
function frame(size: number, type: number): Buffer {
  const room = Math.max(0, Math.min(size, 1514) - 42);
  const segment = udp4(PEER, 5000, DEVICE, 7000, Buffer.alloc(room, 65));
  const whole = ethernet(MAC, PEER_MAC, type, ipv4({ from: PEER, to: DEVICE, protocol: PROTO_UDP }, segment));
  return Buffer.concat([whole, Buffer.alloc(Math.max(0, size - whole.length))]).subarray(0, size);
}

/** The stream of a link, of which this test is the other end (toolchain/src/lab/switch.ts has its framing). */
class Wire {
  private readonly heard = new Map<string, () => void>();
  private input = Buffer.alloc(0);

  constructor(private readonly socket: net.Socket) {
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => {
      this.input = Buffer.concat([this.input, data]);
      while (this.input.length >= 4 && this.input.length >= 4 + this.input.readUInt32BE(0)) {
        const end = 4 + this.input.readUInt32BE(0);
        this.take(this.input.subarray(4, end));
        this.input = this.input.subarray(end);
      }
    });
  }

  send(bytes: Buffer): void {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(bytes.length);
    this.socket.write(Buffer.concat([size, bytes]));
  }

  /** Asks the app, again and again, until it has answered. */
  async ask(text: string): Promise<void> {
    const question = udp4(PEER, 6000, DEVICE, 7000, Buffer.from(text));
    const bytes = ethernet(MAC, PEER_MAC, ETHER_IPV4, ipv4({ from: PEER, to: DEVICE, protocol: PROTO_UDP }, question));
    const knock = setInterval(() => this.send(bytes), 100);
    const late = setTimeout(() => this.socket.destroy(new Error(`no answer ${text}`)), 20_000);
    try {
      await new Promise<void>((resolve, reject) => {
        this.heard.set(text, resolve);
        this.socket.once('close', () => reject(new Error(`no answer ${text}`)));
      });
    } finally {
      clearInterval(knock);
      clearTimeout(late);
    }
  }

  private take(bytes: Buffer): void {
    if (bytes.length < 14) return;
    const seen = see(bytes);
    if (seen.etherType === ETHER_ARP && seen.arp === 1 && seen.to === PEER)
      this.send(arpReply(PEER_MAC, PEER, MAC, DEVICE));
    else if (seen.to === PEER && seen.toPort === 6000) this.heard.get(seen.payload!.toString())?.();
  }
}

for (const target of targets(process.env.PORT, process.env.ENGINE)) {
  const skip = engineMissing(target.engine);
  test(`frames of any length (${targetName(target)})`, { skip, timeout: 120_000 }, async () => {
    const app = await App.build(
      target,
      `const socket = require('dgram').createSocket('udp4');
       socket.on('message', (message, from) => {
         if (String(message) === 'many' && require('os').networkCounters().driver < ${MANY}) return;
         socket.send(message, from.port, from.address);
       });
       socket.bind(7000, () => console.log('ready'));`,
      'app.js',
    );
    const file = path.join(scratch({}), 'wire');
    const server = net.createServer().listen(file);
    const connected = once(server, 'connection') as Promise<[net.Socket]>;
    const board = await startBoard({
      port: target.port,
      firmware: await firmwareOf(target),
      image: app.image,
      words: [`ip=${DEVICE}/24`, `mac=${MAC}`],
      network: { kind: 'link', socket: file },
      timeoutMs: 100_000,
    });
    try {
      const [socket] = await connected;
      const wire = new Wire(socket);
      await board.waitFor(/ready/, 30_000);
      wire.send(arpRequest(PEER_MAC, PEER, DEVICE));
      await wire.ask('before');
      /* QEMU's virtio device keeps one of nothing in front of its queue for ever, and hands its driver no more. */
      const nothing = target.port === 'qemu-riscv' ? [] : [0];
      for (const size of [...nothing, ...LENGTHS, ...LONG]) {
        for (const type of [ETHER_IPV4, 0x86dd, ETHER_ARP, 0x8100, 0])
          for (let i = 0; i < 3; i++) wire.send(frame(size, type));
        await wire.ask(`after ${size}`);
      }
      /* More than 16 bits hold; boards are too slow for so many. */
      if (target.port === 'host') {
        for (let sent = 0; sent < MANY; sent += 1000) {
          for (let i = 0; i < 1000; i++) wire.send(frame(1, 0));
          await wire.ask(`after ${sent} of them`);
        }
        await wire.ask('many');
      }
      socket.destroy();
    } finally {
      board.kill();
      await board.exited;
      server.close();
      app.remove();
    }
    assert.doesNotMatch(board.output, /fault|assert/i);
  });
}
