import assert from 'node:assert';
import { onBench } from './lib/bench';

onBench('sockets of the device hear what it broadcasts', { kernel: true, boards: 0 }, async (bench) => {
  const peer = await bench.kernel.node();
  const listener = await peer.socket('udp4');
  await listener.bind(4001, '0.0.0.0');
  const output = await bench.run(`
    const dgram = require('dgram');
    const heard = [];
    const make = (name) => {
      const socket = dgram.createSocket({ type: 'udp4', reuseAddr: true });
      socket.on('message', (message, rinfo) => heard.push(name + ' ' + message + ' ' + rinfo.address));
      return socket;
    };
    const a = make('a'), b = make('b');
    a.bind(4001, () => b.bind(4001, () => {
      a.setBroadcast(true);
      a.send('all', 4001, '255.255.255.255');
      a.send('net', 4001, '192.168.77.255');
      setTimeout(() => { console.log(heard.sort().join(', ')); a.close(); b.close(); }, 200);
    }));
  `);
  const from = '192.168.77.2';
  assert.strictEqual(output.trim(), `a all ${from}, a net ${from}, b all ${from}, b net ${from}`);
  assert.deepStrictEqual([await listener.nextText(), await listener.nextText()].sort(), ['all', 'net']);
});
