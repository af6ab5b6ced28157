import assert from 'assert';
import type { Rule } from '#toolchain/boards/link';
import { address4, type Bench, onBench } from './lib/bench';
import { PROTO_UDP, see } from './lib/frames';
import type { Datagram } from './lib/remote';

const COUNT = 100;
const SIZE = 200;

const udpOnly = (frame: Buffer): boolean => see(frame).protocol === PROTO_UDP;

/** Numbers of the datagrams that reach board 1 from board 0 under these rules; each has to be as it was sent. */
async function numbersUnder(bench: Bench, rules: Rule[]): Promise<number[]> {
  const [a, b] = bench.boards;
  const here = await a!.socket('udp4');
  const there = await b!.socket({ type: 'udp4', recvBufferSize: 65536 });
  await there.bind(4000);
  await here.send('first contact', 4000, address4(1));
  await there.next();
  bench.link.impair(rules);
  await here.burst(COUNT, SIZE, 4000, address4(1), 1);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const expected = Buffer.alloc(SIZE, Buffer.from(Array.from({ length: 251 }, (_, i) => i + 1)));
  const numbers: number[] = [];
  const take = (): Promise<Datagram | undefined> => there.messages.take(300);
  for (let datagram = await take(); datagram !== undefined; datagram = await take()) {
    const number = datagram.data!.readUInt32BE(0);
    const whole = number < COUNT && datagram.data!.subarray(4).equals(expected.subarray(4));
    assert.ok(whole, 'a datagram was delivered damaged');
    numbers.push(number);
  }
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
  assert.ok(numbers.some((number, i) => i > 0 && number < numbers[i - 1]!), 'no frame was overtaken');
});

onBench('damaged frames are never delivered', { boards: 2 }, async (bench) => {
  const numbers = await numbersUnder(bench, [{ from: 'board0', match: udpOnly, damage: 0.3 }]);
  const { damaged } = bench.link.counters('board0');
  assert.ok(damaged > 10, `${damaged} damaged`);
  // A flipped bit in a field that no checksum covers (the identification's neighbours are covered; nothing is left)
  // cannot happen in IPv4 with a UDP checksum: every damaged frame has to be missing.
  assert.strictEqual(numbers.length, COUNT - damaged);
});
