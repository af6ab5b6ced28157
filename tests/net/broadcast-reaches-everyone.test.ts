import assert from 'node:assert';
import { KERNEL4, onBench } from './lib/bench';

onBench('broadcasts reach boards and Linux, and need leave to be sent', { boards: 3, kernel: true }, async (bench) => {
  const peer = await bench.kernel.node();
  const sender = await bench.boards[0]!.socket('udp4');
  await sender.bind(4000);
  const others = [
    await bench.boards[1]!.socket('udp4'),
    await bench.boards[2]!.socket('udp4'),
    await peer.socket('udp4'),
  ];
  for (const socket of others) await socket.bind(4001);
  await assert.rejects(sender.send('not allowed', 4001, '255.255.255.255'), { code: 'EACCES' });
  await assert.rejects(sender.send('not allowed', 4001, '192.168.77.255'), { code: 'EACCES' });
  await sender.call('setBroadcast', true);
  for (const to of ['255.255.255.255', '192.168.77.255']) {
    await sender.send(`to ${to}`, 4001, to);
    for (const socket of others) assert.strictEqual(await socket.nextText(), `to ${to}`);
  }
  const linux = others[2]!;
  await linux.call('setBroadcast', true);
  await linux.send('from Linux', 4001, '192.168.77.255');
  for (const socket of others.slice(0, 2)) {
    const datagram = await socket.next();
    assert.strictEqual(datagram.data!.toString(), 'from Linux');
    assert.strictEqual(datagram.from.address, KERNEL4);
  }
});
