import assert from 'node:assert';
import { KERNEL4, KERNEL6, onBench } from './lib/bench';

/** A program that sends one datagram to a neighbour that it does not know yet. */
function program(type: string, address: string, size: number, then: keyof typeof ENDS): string {
  const [callback, after] = ENDS[then];
  return `
    const c = require('dgram').createSocket('${type}');
    c.bind(0, () => {
      c.send('x'.repeat(${size}), 4001, '${address}'${callback});
      ${after}
    });
  `;
}

/** What the program gives send() as callback, and what it does next. */
const ENDS = {
  'close in the callback': [', (error) => { if (error) throw error; c.close(); }', ''],
  'close at once': ['', 'c.close();'],
  'process.exit()': ['', 'process.exit(0);'],
};

for (const [type, address] of [
  ['udp4', KERNEL4],
  ['udp6', KERNEL6],
] as const) {
  for (const then of Object.keys(ENDS) as Array<keyof typeof ENDS>) {
    for (const size of [3, 4000]) {
      onBench(
        `${type}: ${size} bytes to an unknown neighbour arrive though the program ends (${then})`,
        { kernel: true, boards: 0 },
        async (bench) => {
          const peer = await bench.kernel.node();
          const socket = await peer.socket(type);
          await socket.bind(4001, address);
          assert.strictEqual(await bench.run(program(type, address, size, then)), '');
          assert.strictEqual((await socket.next()).from.size, size);
        },
      );
    }
  }
}
