import assert from 'node:assert';
import { test } from 'node:test';
import type { Clock } from '#toolchain/lab/clock';
import type { Rule } from '#toolchain/lab/impairments';
import { Link } from '#toolchain/lab/switch';
import { ethernet } from './lib/frames';

/** A clock that only the test moves on. */
class Stepped implements Clock {
  private time = 0;
  private readonly due: { at: number; act: () => void }[] = [];

  now(): number {
    return this.time;
  }

  later(milliseconds: number, act: () => void): () => void {
    const entry = { at: this.time + milliseconds, act };
    this.due.push(entry);
    return () => void this.due.splice(this.due.indexOf(entry), 1);
  }

  /** Does what is due until then, in order. */
  advance(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (;;) {
      const next = this.due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.due.splice(this.due.indexOf(next), 1);
      this.time = next.at;
      next.act();
    }
    this.time = end;
  }
}

const frame = (size: number): Buffer =>
  ethernet('ff:ff:ff:ff:ff:ff', '02:00:00:00:00:01', 0x88b5, Buffer.alloc(size - 14));

async function arrivals(rules: Rule[], sizes: number[]): Promise<{ times: number[]; lost: number }> {
  const clock = new Stepped();
  const link = Link.open({ rules, clock });
  const times: number[] = [];
  const from = link.attach('from', () => undefined);
  link.attach('to', () => undefined);
  const stop = link.observe({ fate: ({ fate, time }) => void (fate === 'delivered' && times.push(time)) });
  for (const size of sizes) from.send(frame(size));
  clock.advance(10_000);
  stop();
  const { lost } = link.counters('from');
  await link.close();
  return { times, lost };
}

test('a rate spaces frames by their size, and holds half a second of them', async () => {
  // 1,000 bytes at 80 kbit/s take 100 ms.
  const { times, lost } = await arrivals([{ rate: 80_000 }], new Array<number>(10).fill(1000));
  assert.deepStrictEqual(times, [100, 200, 300, 400, 500, 600]);
  assert.strictEqual(lost, 4);
});

test('each direction of a pair has the rate for itself', async () => {
  const { times } = await arrivals([{ from: 'other', rate: 8000 }], [1000, 1000]);
  assert.deepStrictEqual(times, [0, 0]);
});

test('a frame over the MTU vanishes, the header not counted', async () => {
  const { times, lost } = await arrivals([{ mtu: 600 }], [614, 615, 60]);
  assert.deepStrictEqual([times.length, lost], [2, 1]);
});

test('the fate of one direction does not hang on what others send', async () => {
  const fates = async (others: number): Promise<number[]> => {
    const link = Link.open({ rules: [{ lose: 0.3 }], seed: 9 });
    const delivered: number[] = [];
    const from = link.attach('from', () => undefined);
    const other = link.attach('other', () => undefined);
    link.attach('to', (arrived) => void (arrived.readUInt16BE(6) === 0x0200 && delivered.push(arrived[14] as number)));
    for (let i = 0; i < 100; i++) {
      from.send(ethernet('ff:ff:ff:ff:ff:ff', '02:00:00:00:00:01', 0x88b5, Buffer.from([i])));
      for (let k = 0; k < others; k++)
        other.send(ethernet('ff:ff:ff:ff:ff:ff', '06:00:00:00:00:02', 0x88b5, Buffer.from([i])));
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    await link.close();
    return delivered;
  };
  const alone = await fates(0);
  assert.ok(alone.length > 50 && alone.length < 90);
  assert.deepStrictEqual(await fates(3), alone);
});
