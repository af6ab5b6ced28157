import * as assert from 'assert';
import * as dgram from 'dgram';
import { after, before, describe, it, lab } from 'test';

const PORT = 41234;
const GROUP = '239.255.41.1';
const GROUP_PORT = 41235;

describe('sensor', () => {
  let board: Awaited<ReturnType<typeof lab.start>>;

  before(async () => {
    board = await lab.start('../src/app.ts', { boot: ['env.PERIOD_MS=200'] });
    await board.waitFor('sensor listening');
  });
  after(() => board.stop());

  it('multicasts readings with rising numbers', async () => {
    const socket = dgram.createSocket('udp4');
    const next = (): Promise<{ sensor: string; number: number; celsius: number }> =>
      new Promise((resolve) => socket.once('message', (message) => resolve(JSON.parse(message.toString()))));
    await new Promise<void>((resolve) => socket.bind(GROUP_PORT, resolve));
    socket.addMembership(GROUP);
    const [first, second] = [await next(), await next()];
    assert.strictEqual(first.sensor, board.name);
    assert.ok(second.number > first.number, `${second.number} after ${first.number}`);
    assert.ok(first.celsius > 0 && first.celsius < 40);
    socket.close();
  });

  it('answers who asks, and nobody else', async () => {
    const socket = dgram.createSocket('udp4');
    const answers: string[] = [];
    socket.on('message', (message) => answers.push(message.toString()));
    for (const text of ['', 'nonsense', '\u0000\u00ff', 'read']) socket.send(text, PORT, board.address);
    while (answers.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.strictEqual(answers.length, 1);
    assert.strictEqual(typeof JSON.parse(answers[0]).celsius, 'number');
    socket.close();
  });
});
