/* Fragments whose datagrams never become whole, of both versions of IP at once, do not make a device deaf. */
import assert from 'node:assert';
import { test } from 'node:test';
import { buildFirmware } from '#toolchain/commands/build';
import { engineMissing, engines } from '../runner/targets';
import { App } from './lib/app';
import { besideStranger } from './lib/beside_stranger';
import { ICMP6_ECHO, ICMP_ECHO, icmp4, PROTO_ICMP, PROTO_UDP } from './lib/frames';
import { PEER4, PEER6 } from './lib/neighbour';

const SMALL = 'mps2-an385-small';
const DEVICE4 = '192.168.77.2';
const DEVICE6 = 'fd77::2';

const APP = `
const dgram = require('dgram');
for (const [type, port] of [['udp4', 7000], ['udp6', 7002]]) {
  const socket = dgram.createSocket({ type, ipv6Only: type === 'udp6' });
  socket.on('message', (message, from) => socket.send(message, from.port, from.address));
  socket.bind(port, () => console.log('listening ' + port));
}
`;

// That board is for the engine of small devices.
for (const engine of engines(process.env.ENGINE).filter((name) => name === 'jerryscript')) {
  test(
    `fragments that never complete, and echoes to nobody (${SMALL}/${engine})`,
    { skip: engineMissing(engine), timeout: 300_000 },
    async () => {
      const firmware = await buildFirmware('qemu-arm', engine, SMALL);
      const app = await App.build({ port: 'qemu-arm', engine }, APP, 'app.js', true, SMALL);
      const words = [`ip=${DEVICE4}/24`, `ip6=${DEVICE6}/64`];
      const options = { board: SMALL, firmware, words, timeoutMs: 60_000 };
      await besideStranger(app, [PEER4, PEER6], options, async ({ board, stranger }) => {
        await board.waitFor('listening 7002', 20_000);
        const answers = async (text: string): Promise<void> => {
          stranger.datagram(PEER4, 5000, DEVICE4, 7000, text);
          assert.ok(await stranger.heard(PEER4, 5000, text), `IPv4 does not hear "${text}"`);
          stranger.datagram(PEER6, 5000, DEVICE6, 7002, text);
          assert.ok(await stranger.heard(PEER6, 5000, text), `IPv6 does not hear "${text}"`);
        };
        await answers('before');
        for (let i = 0; i < 30; i++) {
          const part = Buffer.alloc(1024, i);
          const fragment = { offset: 1024 * (i % 3), more: true };
          const identification = 100 + Math.floor(i / 3);
          stranger.ip4({ from: PEER4, to: DEVICE4, protocol: PROTO_UDP, identification, fragment }, part);
          const head = Buffer.from([PROTO_UDP, 0, 0, 1, 0, 0, 0, identification]);
          head.writeUInt16BE((1024 * (i % 3)) | 1, 2);
          stranger.ip6({ from: PEER6, to: DEVICE6, next: 44 }, Buffer.concat([head, part]));
        }
        await answers('with fragments waiting');
        for (let i = 0; i < 40; i++) {
          stranger.ip4(
            { from: `192.168.77.${100 + i}`, to: DEVICE4, protocol: PROTO_ICMP },
            icmp4(ICMP_ECHO, 0, Buffer.alloc(900)),
          );
        }
        await answers('with echoes waiting for neighbours');
        // What is larger than the link is answered in pieces, which lwIP's heap would hold.
        for (let i = 0; i < 12; i++) {
          const from = `192.168.77.${150 + i}`;
          const echo = icmp4(ICMP_ECHO, 0, Buffer.alloc(2000, i));
          const parts = [echo.subarray(0, 1480), echo.subarray(1480)];
          for (const [n, part] of parts.entries()) {
            const fragment = { offset: 1480 * n, more: n === 0 };
            stranger.ip4({ from, to: DEVICE4, protocol: PROTO_ICMP, identification: 7, fragment }, part);
          }
        }
        await answers('x'.repeat(600));
        for (let i = 0; i < 12; i++)
          stranger.icmp6(`fd77::${(0x500 + i).toString(16)}`, DEVICE6, ICMP6_ECHO, 0, Buffer.alloc(1400));
        await answers('y'.repeat(600));
      });
    },
  );
}
