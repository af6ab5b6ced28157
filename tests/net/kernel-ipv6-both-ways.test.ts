import assert from 'node:assert';
import { address6, KERNEL6, onBench } from './lib/bench';

onBench('IPv6 datagrams pass between the device and a Node process on Linux', { kernel: true }, async (bench) => {
  const device = bench.boards[0]!;
  const peer = await bench.kernel.node();
  const here = await device.socket('udp6');
  const there = await peer.socket('udp6');
  assert.deepStrictEqual(await here.bind(4000), { address: '::', family: 'IPv6', port: 4000 });
  const { port } = await there.bind(0, KERNEL6);

  await there.send('to the device', 4000, address6(0));
  const first = await here.next();
  assert.strictEqual(first.data!.toString(), 'to the device');
  assert.deepStrictEqual(first.from, { address: KERNEL6, family: 'IPv6', port, size: 13 });

  await here.send('to Linux', port, KERNEL6);
  const second = await there.next();
  assert.strictEqual(second.data!.toString(), 'to Linux');
  assert.deepStrictEqual(second.from, { address: address6(0), family: 'IPv6', port: 4000, size: 8 });
});
