import assert from 'node:assert';
import { address4, address6, onBench } from './lib/bench';

onBench('boards exchange datagrams over IPv4 and IPv6', { boards: 2 }, async (bench) => {
  const [a, b] = bench.boards;
  for (const [family, address] of [
    ['udp4', address4],
    ['udp6', address6],
  ] as const) {
    const here = await a!.socket(family);
    const there = await b!.socket(family);
    const port = family === 'udp4' ? 4000 : 4001;
    await there.bind(port);
    await here.send('ping', port, address(1));
    const ping = await there.next();
    assert.strictEqual(ping.from.address, address(0));
    await there.send('pong', ping.from.port, ping.from.address);
    assert.strictEqual(await here.nextText(), 'pong');
  }
});
