import assert from 'node:assert';
import type { Rule } from '#toolchain/lab/impairments';
import { address4, type Bench, onBench } from './lib/bench';
import { PROTO_UDP, see } from './lib/frames';

const COUNT = 100;
const SIZE = 200;

const udpOnly = (frame: Buffer): boolean => see(frame).protocol === PROTO_UDP;

/** Numbers of the datagrams that reach board 1 from board 0 under these rules, in the order of arrival. */
async function numbersUnder(bench: Bench, rules: Rule[]): Promise<number[]> {
  const [a, b] = bench.boards;
  const here = await a!.socket('udp4');
  const there = await b!.socket({ type: 'udp4', recvBufferSize: 65536 });
  await there.bind(4000);
  await here.send('first contact', 4000, address4(1));
  await there.next();
  bench.link.impair(rules);
  await there.collect();
  await here.burst(COUNT, SIZE, 4000, address4(1), 2);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const numbers = await there.collected();
  assert.ok(!numbers.includes(-1), 'a datagram was delivered damaged');
  return numbers;
}

onBench('frames that the link loses are missing, and nothing else is', { boards: 2 }, async (bench) => {
  const numbers = await numbersUnder(bench, [{ from: 'board0', match: udpOnly, lose: 0.2 }]);
  const { lost } = bench.link.counters('board0');
  assert.ok(lost > 5, `${lost} lost`);
  assert.strictEqual(numbers.length, COUNT - lost);
  assert.strictEqual(new Set(numbers).size, numbers.length);
});

onBench('frames that the link doubles arrive twice', { boards: 2 }, async (bench) => {
  const numbers = await numbersUnder(bench, [{ from: 'board0', match: udpOnly, duplicate: 0.2 }]);
  const { duplicated } = bench.link.counters('board0');
  assert.ok(duplicated > 5, `${duplicated} doubled`);
  assert.strictEqual(numbers.length, COUNT + duplicated);
  assert.strictEqual(new Set(numbers).size, COUNT);
});

onBench('frames that overtake each other all arrive', { boards: 2 }, async (bench) => {
  const numbers = await numbersUnder(bench, [{ from: 'board0', match: udpOnly, reorder: 0.2 }]);
  assert.ok(bench.link.counters('board0').reordered > 5);
  assert.strictEqual(new Set(numbers).size, COUNT);
  assert.ok(
    numbers.some((number, i) => i > 0 && number < numbers[i - 1]!),
    'no frame was overtaken',
  );
});

onBench('damaged frames are never delivered', { boards: 2 }, async (bench) => {
  const numbers = await numbersUnder(bench, [{ from: 'board0', match: udpOnly, damage: 0.3 }]);
  const { damaged } = bench.link.counters('board0');
  assert.ok(damaged > 10, `${damaged} damaged`);
  // Behind the Ethernet header every bit is covered by the IPv4 header's checksum or by UDP's.
  assert.strictEqual(numbers.length, COUNT - damaged);
});
