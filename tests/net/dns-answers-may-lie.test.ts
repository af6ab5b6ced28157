/* What is no answer to the question is passed over, whatever it says and however it is built; what is one ends. */
import assert from 'node:assert';
import { onBench } from './lib/bench';
import { answerDns, Host } from './lib/host';

const SERVER = '192.168.77.53';
const words = (): string[] => ['ip=192.168.77.2/24', `dns=${SERVER}`];
const A = 1;
const CNAME = 5;
const IN = 1;

interface Item {
  /** The owner, as bytes; default: a pointer to the question. */
  name?: Buffer;
  type?: number;
  class?: number;
  ttl?: number;
  data: Buffer;
}

const QUESTION = Buffer.from([0xc0, 12]);
const name = (text: string): Buffer =>
  Buffer.concat([
    ...text.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.alloc(1),
  ]);
const address = (last: number): Buffer => Buffer.from([192, 0, 2, last]);

function item(one: Item): Buffer {
  const middle = Buffer.alloc(10);
  middle.writeUInt16BE(one.type ?? A, 0);
  middle.writeUInt16BE(one.class ?? IN, 2);
  middle.writeUInt32BE(one.ttl ?? 60, 4);
  middle.writeUInt16BE(one.data.length, 8);
  return Buffer.concat([one.name ?? QUESTION, middle, one.data]);
}

/** An answer to a query with these records; `count` is what its head says of them. */
function answer(query: Buffer, items: Item[], count = items.length, flags = 0x8180): Buffer {
  const empty = answerDns(query, { [asked(query)]: {} });
  empty.writeUInt16BE(flags, 2);
  empty.writeUInt16BE(count, 6);
  return Buffer.concat([empty, ...items.map(item)]);
}

function asked(query: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; query[at] !== 0; at += query[at]! + 1)
    labels.push(query.toString('latin1', at + 1, at + 1 + query[at]!));
  return labels.join('.');
}

/** What is no answer. */
function noAnswers(query: Buffer): Buffer[] {
  const lie = answer(query, [{ data: address(66) }]);
  const changed = (at: number, bits: number): Buffer => {
    const bytes = Buffer.from(lie);
    bytes[at]! ^= bits;
    return bytes;
  };
  return [
    ...[0, 1, 11, 12, 13, 20].map((size) => lie.subarray(0, size)),
    changed(0, 1), // the number
    changed(1, 0x80),
    changed(2, 0x80), // a question
    changed(2, 0x78), // another operation
    changed(5, 3), // two questions
    changed(13, 1), // about another name
    changed(lie.length - 16 - 3, 4), // another type
    changed(lie.length - 16 - 1, 2), // another class
    Buffer.alloc(1400, 0xc0),
  ];
}

const pointer = (to: number): Buffer => Buffer.from([0xc0 | (to >> 8), to & 255]);

/** Answers of which nothing can be had, by name. */
const EMPTY: Record<string, (query: Buffer) => Buffer> = {
  'class.example': (query) => answer(query, [{ class: 3, data: address(66) }]),
  'short.example': (query) => answer(query, [{ data: Buffer.from([192, 0]) }]),
  'other.example': (query) => answer(query, [{ name: name('elsewhere.example'), data: address(66) }]),
  'loop.example': (query) => answer(query, [{ type: CNAME, data: QUESTION }]),
  'itself.example': (query) => answer(query, [{ type: CNAME, data: pointer(query.length - 11 + 12) }]),
  'forward.example': (query) => answer(query, [{ name: pointer(400), data: address(66) }]),
  'beyond.example': (query) => answer(query, [{ name: pointer(0x3fff), data: address(66) }]),
  'more.example': (query) => answer(query, [{ type: CNAME, data: name('nowhere.example') }], 65535),
  'cut.example': (query) => answer(query, [{ data: address(66) }]).subarray(0, -2),
  'label.example': (query) => answer(query, [{ name: Buffer.alloc(80, 0x50), data: address(66) }]),
  'chain.example': (query) =>
    answer(
      query,
      Array.from({ length: 20 }, (_, i): Item => ({
        ...(i === 0 ? {} : { name: name(`n${i}`) }),
        type: CNAME,
        data: name(`n${i + 1}`),
      })).concat({ name: name('n20'), data: address(66) }),
    ),
};

onBench('lies about a name are passed over, and what says nothing ends', { words, timeout: 120_000 }, async (bench) => {
  const host = new Host(bench.link, SERVER);
  let queries = 0;
  host.serve(53, ({ payload, from, fromPort, fromMac }) => {
    queries++;
    const empty = EMPTY[asked(payload)];
    if (empty !== undefined) return empty(payload);
    for (const lie of noAnswers(payload)) host.send(53, from!, fromPort!, lie, fromMac);
    return answer(payload, [
      { ttl: { 'once.example': 0, 'never.example': 0xffffffff }[asked(payload)] ?? 60, data: address(1) },
    ]);
  });
  const device = bench.boards[0]!;
  const good = [{ address: '192.0.2.1', family: 4 }];
  const found = (text: string): Promise<unknown> => device.lookup(text, { family: 4 });
  assert.deepStrictEqual(await found('true.example'), good);
  for (const text of Object.keys(EMPTY)) await assert.rejects(found(text), { code: 'ENOTFOUND' }, text);
  const asks = async (text: string, times: number): Promise<void> => {
    const before = queries;
    assert.deepStrictEqual(await found(text), good, text);
    assert.deepStrictEqual(await found(text), good, text);
    assert.strictEqual(queries - before, times, `${text}: asked`);
  };
  await asks('hour.example', 1);
  await asks('once.example', 2);
  await asks('never.example', 2); // RFC 2181 section 8
});
