import assert from 'node:assert';
import { onBench } from './lib/bench';
import { PROTO_UDP } from './lib/frames';
import { answerDns, Host } from './lib/host';

const SERVER = '192.168.77.53';
const words = (): string[] => ['ip=192.168.77.2/24', 'ip6=fd77::2/64', `dns=${SERVER}`];
const NAMES = {
  'four.example': { a: ['192.0.2.4'] },
  'both.example': { a: ['192.0.2.46'], aaaa: [Buffer.from('20010db8000000000000000000000046', 'hex')] },
};

onBench('names are looked up at the server; a name that is not there is ENOTFOUND', { words }, async (bench) => {
  const host = new Host(bench.link, SERVER);
  host.serve(53, (request) => answerDns(request.payload, NAMES));
  const device = bench.boards[0]!;
  assert.deepStrictEqual(await device.lookup('four.example', { family: 4 }), [{ address: '192.0.2.4', family: 4 }]);
  assert.deepStrictEqual(await device.lookup('both.example', { family: 6 }), [{ address: '2001:db8::46', family: 6 }]);
  await assert.rejects(device.lookup('nothing.example', { family: 4 }), {
    code: 'ENOTFOUND',
    message: 'getaddrinfo ENOTFOUND nothing.example',
    syscall: 'getaddrinfo',
  });
  const asked = host.seen.length;
  assert.deepStrictEqual(await device.lookup('localhost', { family: 4 }), [{ address: '127.0.0.1', family: 4 }]);
  assert.deepStrictEqual(await device.lookup('192.0.2.9'), [{ address: '192.0.2.9', family: 4 }]);
  assert.ok(!host.seen.slice(asked).some((seen) => seen.toPort === 53), 'no server is asked for these');
});

onBench('a send to a name goes where the server says', { words, boards: 2 }, async (bench) => {
  const host = new Host(bench.link, SERVER);
  host.serve(53, (request) => answerDns(request.payload, { 'friend.example': { a: ['192.168.77.9'] } }));
  const friend = new Host(bench.link, '192.168.77.9', 'friend');
  const heard = new Promise<string>((resolve) =>
    friend.serve(4000, (request) => {
      resolve(request.payload.toString());
      return undefined;
    }),
  );
  const socket = await bench.boards[0]!.socket('udp4');
  await socket.send('by name', 4000, 'friend.example');
  assert.strictEqual(await heard, 'by name');
});

onBench('queries have their own port and id, and answers from others are not believed', { words }, async (bench) => {
  const host = new Host(bench.link, SERVER);
  const liar = new Host(bench.link, '192.168.77.66', 'liar');
  const seen: { port: number; id: number }[] = [];
  host.serve(53, (request) => {
    seen.push({ port: request.fromPort!, id: request.payload.readUInt16BE(0) });
    const lie = answerDns(request.payload, { 'true.example': { a: ['192.0.2.66'] } });
    liar.send(53, request.from!, request.fromPort!, lie, request.fromMac);
    lie[0]! ^= 0x55;
    host.send(53, request.from!, request.fromPort!, lie, request.fromMac);
    const truth: { [name: string]: { a: string[] } } = { 'true.example': { a: ['192.0.2.1'] } };
    for (let i = 0; i < 6; i++) truth[`name${i}.example`] = { a: ['192.0.2.1'] };
    return answerDns(request.payload, truth);
  });
  const device = bench.boards[0]!;
  assert.deepStrictEqual(await device.lookup('true.example', { family: 4 }), [{ address: '192.0.2.1', family: 4 }]);
  for (let i = 0; i < 6; i++) await device.lookup(`name${i}.example`, { family: 4 });
  assert.ok(new Set(seen.map(({ port }) => port)).size > 4, `ports ${seen.map(({ port }) => port).join(' ')}`);
  assert.ok(new Set(seen.map(({ id }) => id)).size > 4, `ids ${seen.map(({ id }) => id).join(' ')}`);
  const steps = seen.slice(1).map(({ id }, i) => id - seen[i]!.id);
  assert.ok(new Set(steps).size > 1, 'ids count up');
  assert.ok(bench.frames().some((one) => one.protocol === PROTO_UDP && one.from === '192.168.77.66'));
});
