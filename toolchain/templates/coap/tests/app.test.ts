import * as assert from 'assert';
import * as dgram from 'dgram';
import { after, before, describe, it, lab } from 'test';
import { CODES, encode, OPTIONS, parse, TYPES, type Message } from '../src/coap';

const PORT = 5683;
let ids = 100;

function request(code: number, path: string, payload = ''): Message {
  const options = path
    .split('/')
    .slice(1)
    .map((part) => ({ number: OPTIONS.uriPath, value: Buffer.from(part) }));
  const token = Buffer.from([1, 2, 3]);
  return { type: TYPES.confirmable, code, id: ++ids, token, options, payload: Buffer.from(payload) };
}

describe('messages', () => {
  it('are read as they were written', () => {
    const message = request(CODES.put, '/light', 'on');
    assert.deepStrictEqual(parse(encode(message)), message);
  });
  it('with options of more than 12 bytes are read', () => {
    const head = [0x40, CODES.get, 0, 1];
    const [option] = parse(Buffer.from([...head, 0xbd, 2, ...Buffer.from('a long path-seg')]))?.options ?? [];
    assert.deepStrictEqual([option?.number, option?.value.toString()], [OPTIONS.uriPath, 'a long path-seg']);
    const far = parse(Buffer.from([...head, 0xe0, 1, 0]))?.options ?? [];
    assert.deepStrictEqual(
      far.map(({ number }) => number),
      [525],
    );
  });
  it('that are cut or foreign are none', () => {
    for (const bad of [[], [0x40], [0x80, 1, 0, 1], [0x49, 1, 0, 1], [0x40, 1, 0, 1, 0xff], [0x40, 1, 0, 1, 0xf0]]) {
      assert.strictEqual(parse(Buffer.from(bad)), undefined);
    }
    assert.strictEqual(parse(whole.subarray(0, whole.length - 1)), undefined);
  });
  const whole = encode(request(CODES.get, '/temperature'));
  it('are cheap to read', { budget: { instructions: 60_000, heap: 8192 } }, () => {
    parse(whole);
  });
});

describe('the server', () => {
  let board: Awaited<ReturnType<typeof lab.start>>;
  const socket = dgram.createSocket('udp4');

  before(async () => {
    board = await lab.start('../src/app.ts');
    await board.waitFor('CoAP server listening');
  });
  after(() => board.stop());

  function exchange(data: Uint8Array): Promise<Message> {
    return new Promise((resolve, reject) => {
      socket.once('message', (answer) => {
        const message = parse(answer);
        if (message) resolve(message);
        else reject(new Error('the answer is no message of CoAP'));
      });
      socket.send(data, PORT, board.address);
    });
  }

  it('gives the temperature', async () => {
    const question = request(CODES.get, '/temperature');
    const { type, code, id, token, payload } = await exchange(encode(question));
    assert.deepStrictEqual({ type, code, id }, { type: TYPES.acknowledgement, code: CODES.content, id: question.id });
    assert.deepStrictEqual([...token], [...question.token]);
    assert.ok(/^\d+\.\d\d$/.test(payload.toString()));
  });

  it('turns the light on', async () => {
    assert.strictEqual((await exchange(encode(request(CODES.put, '/light', 'on')))).code, CODES.changed);
    assert.strictEqual((await exchange(encode(request(CODES.get, '/light')))).payload.toString(), 'on');
    assert.strictEqual((await exchange(encode(request(CODES.put, '/light', 'dim')))).code, CODES.badRequest);
  });

  it('says what it does not have', async () => {
    assert.strictEqual((await exchange(encode(request(CODES.get, '/toString')))).code, CODES.notFound);
    assert.strictEqual((await exchange(encode(request(CODES.put, '/temperature', '5')))).code, CODES.methodNotAllowed);
    assert.ok((await exchange(encode(request(CODES.get, '/.well-known/core')))).payload.includes('</light>'));
  });

  it('answers a ping, and goes on after nonsense', async () => {
    for (const bad of [[], [0xff], [0x40, 1, 0, 1, 0xff]]) socket.send(Buffer.from(bad), PORT, board.address);
    const { type, code } = await exchange(Buffer.from([0x40, 0, 0, 9]));
    assert.deepStrictEqual({ type, code }, { type: TYPES.reset, code: CODES.empty });
  });
});
