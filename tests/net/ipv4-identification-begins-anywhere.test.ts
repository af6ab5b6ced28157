/* The identification of IPv4 packets, by which fragments of two datagrams are told apart, does not begin with the same
 * numbers at each start: a receiver that still holds fragments of before would put them together with new ones. */
import assert from 'node:assert';
import { onBench } from './lib/bench';
import { PROTO_UDP } from './lib/frames';
import { Host } from './lib/host';

onBench('the first identifications of three starts differ', { boards: 0 }, async (bench) => {
  const peer = new Host(bench.link, '192.168.77.1');
  const seen: number[] = [];
  for (let i = 0; i < 3; i++) {
    const before = peer.seen.length;
    await bench.run(`
      const s = require('dgram').createSocket('udp4');
      s.send('x', 9, '192.168.77.1', () => s.close());
    `);
    const first = peer.seen.slice(before).find(({ protocol, toPort }) => protocol === PROTO_UDP && toPort === 9);
    seen.push(first!.identification!);
  }
  peer.close();
  // By chance two of three are within 16 of each other once in 680 runs, all three never.
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= 16;
  assert.ok(!near(seen[0]!, seen[1]!) || !near(seen[1]!, seen[2]!), `they are ${seen.join(', ')}`);
});
