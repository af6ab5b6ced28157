import assert from 'node:assert';
import { onBench } from './lib/bench';

onBench('link-local IPv6 addresses work with their zone, and a sender shows it', { boards: 2 }, async (bench) => {
  const [a, b] = bench.boards;
  const local = async (device: typeof a): Promise<{ address: string; zone: string }> => {
    for (const [zone, entries] of Object.entries(await device!.interfaces())) {
      const entry = entries.find(({ address, internal }) => address.startsWith('fe80:') && !internal);
      if (entry !== undefined) return { address: entry.address, zone };
    }
    throw new Error(`${device!.name} has no link-local address`);
  };
  const [from, to] = [await local(a), await local(b)];
  const server = await b!.socket('udp6');
  await server.bind(4000);
  const client = await a!.socket('udp6');
  await client.send('near', 4000, `${to.address}%${from.zone}`);
  const datagram = await server.next();
  assert.strictEqual(datagram.from.address, `${from.address}%${to.zone}`);
  await server.send('back', datagram.from.port, datagram.from.address);
  assert.strictEqual((await client.next()).from.address, `${to.address}%${from.zone}`);
});
