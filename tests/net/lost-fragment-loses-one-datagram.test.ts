import assert from 'node:assert';
import { address4, KERNEL4, onBench } from './lib/bench';
import { PROTO_UDP, see } from './lib/frames';

const SIZE = 20000;

/** Loses the second fragment of the first datagram that the station sends. */
function secondFragment(from: string): { from: string; lose: number; match: (frame: Buffer) => boolean } {
  let done = false;
  return {
    from,
    lose: 1,
    match: (frame) => {
      const seen = see(frame);
      const hit = !done && seen.protocol === PROTO_UDP && seen.fragmentOffset! > 0;
      done ||= hit;
      return hit;
    },
  };
}

onBench('a fragment lost on the way to Linux loses just that datagram', { kernel: true }, async (bench) => {
  const peer = await bench.kernel.node();
  const here = await bench.boards[0]!.socket('udp4');
  const there = await peer.socket('udp4');
  await there.bind(4000, KERNEL4);
  await here.send('first contact', 4000, KERNEL4);
  await there.next();
  bench.link.impair([secondFragment('board0')]);
  await here.send({ fill: SIZE }, 4000, KERNEL4);
  await here.send({ fill: SIZE + 1 }, 4000, KERNEL4);
  const arrived = await there.next();
  assert.strictEqual(arrived.from.size, SIZE + 1);
  assert.ok(arrived.intact);
  await there.quiet(300);
  assert.strictEqual(bench.link.counters('board0').lost, 1);
});

onBench('a fragment lost on the way to the device loses just that datagram', { kernel: true }, async (bench) => {
  const peer = await bench.kernel.node();
  const here = await bench.boards[0]!.socket({ type: 'udp4', recvBufferSize: 131072 });
  const there = await peer.socket('udp4');
  await here.bind(4000);
  await there.send('first contact', 4000, address4(0));
  await here.next();
  bench.link.impair([secondFragment('kernel')]);
  await there.send({ fill: SIZE }, 4000, address4(0));
  await there.send({ fill: SIZE + 1 }, 4000, address4(0));
  const arrived = await here.next();
  assert.strictEqual(arrived.from.size, SIZE + 1);
  assert.ok(arrived.intact);
  await here.quiet(300);
  assert.strictEqual(bench.link.counters('kernel').lost, 1);
});
