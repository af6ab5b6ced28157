import assert from 'node:assert';
import { App, onTargets } from './lib/app';
import { onBench } from './lib/bench';

/* Without a route, and nobody listens. */
const SOURCE = `
const socket = require('dgram').createSocket('udp4');
socket.bind(0, () => {
  for (let i = 0; i < 3; i++) socket.send('x', 9, '10.9.9.9');
  setTimeout(() => socket.close(), 10);
});
`;

onTargets('a send that fails with nobody listening is told once while developing', SOURCE, async (app) => {
  const { output, code } = await app.run();
  assert.strictEqual(code, 0, output);
  assert.match(output, /A datagram was not sent, and nobody listens: send ENETUNREACH 10\.9\.9\.9:9/);
  assert.strictEqual(output.match(/nobody listens/g)!.length, 1);
  const release = await App.build(app.target, SOURCE, 'app.ts', true);
  try {
    assert.strictEqual((await release.run()).output, '');
  } finally {
    release.remove();
  }
});

const heard = "socket.on('error', () => undefined);";
onTargets('an error listener hears it instead', SOURCE.replace('socket.bind', `${heard}\nsocket.bind`), async (app) => {
  assert.strictEqual((await app.run()).output, '');
});

onBench('a peer that is down is told once too', { kernel: true, boards: 0 }, async (bench) => {
  const output = await bench.run(`
    const s = require('dgram').createSocket('udp4');
    s.bind(0, () => {
      for (let i = 0; i < 3; i++) s.send('x', 4001, '192.168.77.240');
      setTimeout(() => s.close(), 4000);
    });
  `);
  assert.strictEqual(output.match(/nobody listens: send EHOSTUNREACH/g)?.length, 1, output);
});
