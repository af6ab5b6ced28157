import assert from 'node:assert';
import * as dgram from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';
import { buildImage, APP_NAME } from '#toolchain/commands/build';
import { Laboratory } from '#toolchain/lab/laboratory';
import { engineMissing, firmwareOf, targetName, targets } from '../runner/targets';
import { scratch } from '../toolchain/lib/scratch';

// One socket multicasts what it measures and answers who asks: what a network that translates addresses by socket
// alone gets wrong.
const SENSOR = `
const dgram = require('dgram');
for (const [type, group, port] of [['udp4', '239.1.2.3', 41234], ['udp6', 'ff15::123', 41236]]) {
  const socket = dgram.createSocket(type);
  socket.on('message', (message, from) => {
    socket.send('said elsewhere', 5000, group);
    socket.send(message.length > 99 ? String(message.length) : 'warm', from.port, from.address);
  });
  socket.bind(port, () => setInterval(() => socket.send('tick', 5000, group), 50));
}
const refused = dgram.createSocket('udp4');
refused.on('error', (error) => console.log(error.code));
refused.connect(1, '10.0.2.2', () => refused.send('anybody?'));
require('dns').lookup('localhost', { family: 4 }, (error, address) => console.log('localhost is', error || address));
console.log('ready');
`;

for (const target of targets(process.env.PORT, process.env.ENGINE)) {
  const skip = engineMissing(target.engine) ?? false;
  test(`a sensor answers after it has multicast (${targetName(target)})`, { skip, timeout: 60_000 }, async () => {
    const folder = scratch({ 'sensor.js': SENSOR });
    const { image, map } = await buildImage(`${folder}/sensor.js`, { engine: target.engine, out: `${folder}/app.tgi` });
    const lab = await Laboratory.open({
      ...target,
      firmware: await firmwareOf(target),
      boards: [{ name: 'b1', image, map, appName: APP_NAME, argv: [], words: [] }],
      network: 'lab',
      forwards: [
        { host: 0, board: 41234 },
        { host: 0, board: 41236 },
      ],
    });
    const clients: dgram.Socket[] = [];
    try {
      const board = lab.board('b1');
      await board?.waitFor('ready', 20_000);
      const [port4, port6] = lab.gateway?.ports as [number, number];
      for (const [type, port, address] of [
        ['udp4', port4, '127.0.0.1'],
        ['udp6', port6, '::1'],
      ] as const) {
        const client = dgram.createSocket(type);
        clients.push(client);
        for (const [question, answer] of [
          ['how warm?', 'warm'],
          [Buffer.alloc(4000), '4000'],
          ['and now?', 'warm'],
        ] as const) {
          const answered = once(client, 'message') as Promise<[Buffer, dgram.RemoteInfo]>;
          client.send(question, port, address);
          const [message, rinfo] = await answered;
          assert.deepStrictEqual([message.toString(), rinfo.port], [answer, port]);
        }
      }
      await board?.waitFor('ECONNREFUSED', 10_000);
      await board?.waitFor('localhost is 127.0.0.1', 10_000);
    } finally {
      for (const client of clients) client.close();
      await lab.close();
    }
  });
}
