import assert from 'node:assert';
import { address4, address6, KERNEL4, KERNEL6, onBench } from './lib/bench';

const LARGEST4 = 65507;
const LARGEST6 = 65487;

onBench('the largest IPv4 datagram goes to Linux and back in fragments', { kernel: true }, async (bench) => {
  const peer = await bench.kernel.node();
  const here = await bench.boards[0]!.socket({ type: 'udp4', recvBufferSize: 131072 });
  const there = await peer.socket({ type: 'udp4', recvBufferSize: 400000 });
  await here.bind(4000);
  await there.bind(4000, KERNEL4);
  for (const size of [1472, 1473, 9000, LARGEST4]) {
    assert.strictEqual(await here.send({ fill: size }, 4000, KERNEL4), size);
    const out = await there.next();
    assert.strictEqual(out.from.size, size);
    assert.ok(out.intact ?? out.data!.length === size, `${size} bytes to Linux`);
    assert.strictEqual(await there.send({ fill: size }, 4000, address4(0)), size);
    const back = await here.next();
    assert.strictEqual(back.from.size, size);
    assert.ok(back.intact ?? back.data!.length === size, `${size} bytes from Linux`);
  }
  const fragments = bench.frames().filter((seen) => seen.from === address4(0) && seen.fragmentOffset! > 0);
  assert.ok(fragments.length >= 44, `${fragments.length} fragments behind the first`);
  await assert.rejects(here.send({ fill: LARGEST4 + 1 }, 4000, KERNEL4), { code: 'EMSGSIZE' });
});

onBench('the largest IPv6 datagram goes to Linux and back in fragments', { kernel: true }, async (bench) => {
  const peer = await bench.kernel.node();
  const here = await bench.boards[0]!.socket({ type: 'udp6', recvBufferSize: 131072 });
  const there = await peer.socket({ type: 'udp6', recvBufferSize: 400000 });
  await here.bind(4000);
  await there.bind(4000, KERNEL6);
  for (const size of [1453, LARGEST6]) {
    await here.send({ fill: size }, 4000, KERNEL6);
    assert.strictEqual((await there.next()).from.size, size);
    await there.send({ fill: size }, 4000, address6(0));
    const back = await here.next();
    assert.strictEqual(back.from.size, size);
    assert.ok(back.intact ?? true);
  }
  await assert.rejects(here.send({ fill: LARGEST6 + 1 }, 4000, KERNEL6), { code: 'EMSGSIZE' });
});

onBench('the largest datagram goes from board to board', { boards: 2 }, async (bench) => {
  const [a, b] = bench.boards;
  const here = await a!.socket('udp4');
  const there = await b!.socket({ type: 'udp4', recvBufferSize: 131072 });
  await there.bind(4000);
  await here.send({ fill: LARGEST4 }, 4000, address4(1));
  const datagram = await there.next();
  assert.strictEqual(datagram.from.size, LARGEST4);
  assert.ok(datagram.intact);
});
