import assert from 'node:assert';
import { address4, address6, KERNEL4, KERNEL6, onBench } from './lib/bench';

for (const [family, linux, device] of [
  ['udp4', KERNEL4, address4(0)],
  ['udp6', KERNEL6, address6(0)],
] as const) {
  onBench(`${family}: a closed port on Linux refuses a connected socket only`, { kernel: true }, async (bench) => {
    const connected = await bench.boards[0]!.socket(family);
    const unconnected = await bench.boards[0]!.socket(family);
    const shown = await connected.connect(9, linux);
    assert.strictEqual(shown.address, device, 'address() shows the chosen source');
    await connected.send('nobody is there');
    const error = await connected.errors.take(5000);
    assert.strictEqual(error?.code, 'ECONNREFUSED');
    assert.strictEqual(error.syscall, 'recvmsg');
    await unconnected.send('nobody is there', 9, linux);
    assert.strictEqual(await unconnected.errors.take(500), undefined);
  });

  onBench(`${family}: a closed port of the device refuses Linux`, { kernel: true }, async (bench) => {
    const peer = await bench.kernel.node();
    const socket = await peer.socket(family);
    await socket.connect(9, device);
    await socket.send('nobody is there').catch(() => undefined);
    assert.strictEqual((await socket.errors.take(5000))?.code, 'ECONNREFUSED');
  });
}
