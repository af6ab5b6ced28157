import * as assert from 'assert';
import * as dgram from 'dgram';
import { describe, it, lab } from 'test';
import { encode, nameBytes, parse, TYPES, type Message } from '../src/dns';

const SERVICE = '_tinygram._udp.local';
const PORT = 5353;

function question(name: string, type: number): Buffer {
  return encode({ id: 7, response: false, questions: [{ name, type, unicast: false }], answers: [] });
}

describe('messages', () => {
  it('are read as they were written', () => {
    const message: Message = {
      id: 7,
      response: true,
      questions: [{ name: SERVICE, type: TYPES.PTR, unicast: true }],
      answers: [{ name: SERVICE, type: TYPES.PTR, ttl: 120, data: Buffer.from(`b2.${SERVICE}`) }],
    };
    const bytes = encode({ ...message, answers: [{ ...message.answers[0], data: nameBytes(`b2.${SERVICE}`) }] });
    assert.deepStrictEqual(parse(bytes), message);
  });
  it('may have names that point back, and none that go around', () => {
    const bytes = question('tinygram.local', TYPES.A);
    const twice = Buffer.concat([bytes, Buffer.from([0xc0, 12, 0, TYPES.A, 0, 1])]);
    twice.writeUInt16BE(2, 4);
    assert.deepStrictEqual(
      parse(twice)?.questions.map(({ name }) => name),
      ['tinygram.local', 'tinygram.local'],
    );
    const around = Buffer.concat([bytes, Buffer.from([0xc0, bytes.length, 0, TYPES.A, 0, 1])]);
    around.writeUInt16BE(2, 4);
    assert.strictEqual(parse(around), undefined);
  });
  it('that are cut are none', () => {
    const bytes = question('tinygram.local', TYPES.A);
    for (let size = 0; size < bytes.length; size++) assert.strictEqual(parse(bytes.subarray(0, size)), undefined);
  });
});

describe('discovery', () => {
  it('two boards find each other, and a third asks for an address', async () => {
    const boot = ['env.PERIOD_MS=300'];
    const first = await lab.start('../src/app.ts', { boot });
    await first.waitFor(`${first.name}.local listens`);
    const second = await lab.start('../src/app.ts', { boot });
    await second.waitFor(`found ${first.name}.${SERVICE} at ${first.address}`);
    await first.waitFor(`found ${second.name}.${SERVICE} at ${second.address}`);

    const socket = dgram.createSocket('udp4');
    for (const bad of [[], [0], [0, 7, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0], [...question('x', 1).subarray(0, 14)]]) {
      socket.send(Buffer.from(bad), PORT, first.address);
    }
    const answer = new Promise<Buffer>((resolve) => socket.once('message', resolve));
    socket.send(question(`${first.name.toUpperCase()}.local`, TYPES.A), PORT, first.address);
    const message = parse(await answer);
    assert.strictEqual(message?.id, 7);
    assert.strictEqual([...(message.answers[0]?.data ?? [])].join('.'), first.address);
  });
});
