import assert from 'node:assert';
import { address4, onBench } from './lib/bench';
import { Host } from './lib/host';
import type { RemoteSocket } from './lib/remote';

const SOCKETS = 64;

onBench('64 sockets work at once, one more is EMFILE, and closing makes room again', {}, async (bench) => {
  const device = bench.boards[0]!;
  const host = new Host(bench.link, '192.168.77.9');
  const sockets: RemoteSocket[] = [];
  for (let i = 0; i < SOCKETS; i++) {
    const socket = await device.socket('udp4');
    await socket.bind(5000 + i);
    sockets.push(socket);
  }
  const tooMany = async (): Promise<void> => {
    const socket = await device.socket('udp4');
    await socket.bind(6000);
  };
  await assert.rejects(tooMany(), { code: 'EMFILE' });
  for (let i = 0; i < SOCKETS; i++) {
    host.send(4000, address4(0), 5000 + i, Buffer.from(`for ${i}`), device.mac);
    assert.strictEqual(await sockets[i]!.nextText(), `for ${i}`);
  }
  for (const socket of sockets) await socket.close();
  const again = await device.socket('udp4');
  await again.bind(5000);
  host.send(4000, address4(0), 5000, Buffer.from('again'), device.mac);
  assert.strictEqual(await again.nextText(), 'again');
});
