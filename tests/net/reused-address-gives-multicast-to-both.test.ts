import assert from 'node:assert';
import { address4, onBench } from './lib/bench';

const GROUP = '239.1.2.5';

onBench('sockets that share a port all get multicasts and broadcasts, one unicasts', { boards: 2 }, async (bench) => {
  const [a, b] = bench.boards;
  const first = await a!.socket({ type: 'udp4', reuseAddr: true });
  const second = await a!.socket({ type: 'udp4', reuseAddr: true });
  const sender = await b!.socket('udp4');
  await first.bind(4000);
  await second.bind(4000);
  await first.call('addMembership', GROUP);
  await second.call('addMembership', GROUP);
  await sender.send('group', 4000, GROUP);
  assert.strictEqual(await first.nextText(), 'group');
  assert.strictEqual(await second.nextText(), 'group');

  await sender.call('setBroadcast', true);
  await sender.send('all', 4000, '192.168.77.255');
  assert.strictEqual(await first.nextText(), 'all');
  assert.strictEqual(await second.nextText(), 'all');

  await sender.send('one', 4000, address4(0));
  assert.strictEqual(await second.nextText(), 'one', 'the last to bind has it, as on Linux');
  await first.quiet(200);

  const third = await a!.socket('udp4');
  await assert.rejects(third.bind(4000), { code: 'EADDRINUSE' });
});
