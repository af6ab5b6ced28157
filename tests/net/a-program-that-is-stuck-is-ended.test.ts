/*
 * The watchdog: script or lwIP that does not return ends the program, with a reason; a program that is only busy goes
 * on.
 */
import assert from 'node:assert';
import { test } from 'node:test';
import { engineMissing, firmwareOf, targetName, targets } from '../runner/targets';
import { App, onTargets } from './lib/app';
import { besideStranger } from './lib/beside_stranger';
import { sticker, stickingMissing } from './lib/stuck';

onTargets(
  'script that does not return',
  `console.log('before');
   setTimeout(function () { for (;;) {} }, 10);`,
  async (app) => {
    const { code, output } = await app.run(['watchdog=2']);
    assert.match(output, /before/);
    assert.match(output, /watchdog: script or the network has not returned in time/);
    assert.strictEqual(code, 77, output);
  },
);

onTargets(
  'script that works for longer, in turns, and sleeps for longer',
  `const end = Date.now() + 3500;
   function work() {
     const until = Date.now() + 300;
     while (Date.now() < until);
     if (Date.now() < end) setImmediate(work);
     else setTimeout(function () { console.log('worked'); }, 3500);
   }
   work();`,
  async (app) => {
    const { code, output } = await app.run(['watchdog=2']);
    assert.match(output, /worked/);
    assert.strictEqual(code, 0, output);
  },
);

const DEVICE = '192.168.77.2';
const PEER = '192.168.77.9';

/* What lwIP is stuck in: a frame of the wire, and a timer of its own. */
for (const [what, name] of [
  ['a frame', 'ethernet_input'],
  ['a timer', 'etharp_tmr'],
] as const) {
  for (const target of targets(process.env.PORT, process.env.ENGINE)) {
    const skip = engineMissing(target.engine) ?? stickingMissing(target.port);
    test(`lwIP that does not return from ${what} (${targetName(target)})`, { skip, timeout: 120_000 }, async () => {
      const app = await App.build(
        target,
        `const socket = require('dgram').createSocket('udp4');
         socket.on('message', (message, from) => socket.send(message, from.port, from.address));
         socket.bind(7000);
         setInterval(() => {}, 500);`,
        'app.js',
      );
      const { options, stick } = sticker(target.port, await firmwareOf(target), name);
      const words = ['watchdog=2', `ip=${DEVICE}/24`];
      await besideStranger(app, [PEER], { words, timeoutMs: 60_000, ...options }, async ({ board, stranger }) => {
        const knock = setInterval(() => stranger.datagram(PEER, 5000, DEVICE, 7000, 'knock'), 200);
        try {
          assert.ok(await stranger.heard(PEER, 5000, 'knock', 30_000), board.output);
          await stick(board);
          const { code } = await board.exited;
          assert.match(board.output, /watchdog: script or the network has not returned in time/);
          assert.strictEqual(code, 77, board.output);
        } finally {
          clearInterval(knock);
        }
      });
    });
  }
}
