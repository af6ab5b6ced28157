import * as assert from 'assert';
import * as dgram from 'dgram';
import { after, before, describe, it, lab } from 'test';

const PORT = 41234;

describe('echo', () => {
  let board: Awaited<ReturnType<typeof lab.start>>;
  const socket = dgram.createSocket('udp4');

  before(async () => {
    board = await lab.start('../src/app.ts');
    await board.waitFor(`server listening 0.0.0.0:${PORT}`);
  });
  after(() => board.stop());

  function echoOf(message: string | Uint8Array): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      socket.once('message', resolve);
      socket.send(message, PORT, board.address, (error) => {
        if (error) reject(error);
      });
    });
  }

  it('sends every datagram back', async () => {
    assert.strictEqual((await echoOf('hello')).toString(), 'hello');
    assert.strictEqual((await echoOf('')).length, 0);
    const bytes = new Uint8Array(1400).map((_, i) => 255 - (i % 256));
    assert.deepStrictEqual(new Uint8Array(await echoOf(bytes)), bytes);
  });

  it('says what came from where', async () => {
    await board.waitFor(/server got 5 bytes from [\d.]+:\d+: hello/);
  });

  it('goes on after a network that loses all', async () => {
    await lab.network(`loss ${board.name} 100%`);
    await new Promise((resolve) => socket.send('lost', PORT, board.address, () => setTimeout(resolve, 100)));
    await lab.network(`loss ${board.name} 0%`);
    assert.strictEqual((await echoOf('found')).toString(), 'found');
  });
});

it('fits into its flash', { budget: { image: 8192 } }, () => undefined);
