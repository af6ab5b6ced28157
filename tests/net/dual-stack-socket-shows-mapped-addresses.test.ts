import assert from 'node:assert';
import { address4, KERNEL4, onBench } from './lib/bench';

onBench('an IPv6 socket hears IPv4 peers as ::ffff:a.b.c.d and can answer them', { kernel: true }, async (bench) => {
  const peer = await bench.kernel.node();
  const there = await peer.socket('udp4');
  await there.bind(4000, KERNEL4);
  const here = await bench.boards[0]!.socket('udp6');
  await here.bind(4000);
  await there.send('over IPv4', 4000, address4(0));
  const datagram = await here.next();
  assert.strictEqual(datagram.from.address, `::ffff:${KERNEL4}`);
  assert.strictEqual(datagram.from.family, 'IPv6');
  await here.send('back', 4000, datagram.from.address);
  assert.strictEqual(await there.nextText(), 'back');

  const only = await bench.boards[0]!.socket({ type: 'udp6', ipv6Only: true });
  await only.bind(4001);
  await there.send('not for IPv6 only', 4001, address4(0));
  await only.quiet(300);
});
