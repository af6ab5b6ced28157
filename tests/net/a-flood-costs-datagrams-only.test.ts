import assert from 'node:assert';
import { address4, KERNEL4, onBench } from './lib/bench';

onBench('a flood that nobody reads in time drops datagrams; the device goes on', { kernel: true }, async (bench) => {
  const peer = await bench.kernel.node();
  const flood = await peer.socket({ type: 'udp4', sendBufferSize: 400000 });
  const quiet = await peer.socket('udp4');
  const { port } = await quiet.bind(0, KERNEL4);
  const target = await bench.boards[0]!.socket('udp4');
  await target.bind(4000);
  await target.collect();
  await flood.burst(3000, 1000, 4000, address4(0), 0);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const other = await bench.boards[0]!.socket('udp4');
  await other.bind(4001);
  await quiet.send('after the flood', 4001, address4(0));
  assert.strictEqual(await other.nextText(), 'after the flood');
  await other.send('alive', port, KERNEL4);
  assert.strictEqual(await quiet.nextText(), 'alive');
  const numbers = await target.collected();
  assert.ok(numbers.length > 50, `${numbers.length} of the flood arrived`);
  assert.ok(!numbers.includes(-1), 'a datagram arrived damaged');
  assert.ok(
    numbers.every((number, i) => i === 0 || number > numbers[i - 1]!),
    'datagrams arrived out of order',
  );
});
