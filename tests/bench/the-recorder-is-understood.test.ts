/* What a counting board reports on its second serial port, in whatever pieces it comes. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as net from 'node:net';
import { test } from 'node:test';
import type { Board } from '#toolchain/boards/board';
import type { Host } from '../net/lib/host';
import { CountingBoard } from './board';

const REPORT =
  'boot 400\nr\nw f 1 1 1 9195 2031\nr\nw t 0 0 0 485 2100\nw f 2 1 1 12000 2200\n' + 'memory 4216 880\nidle 800\n';

async function heard(pieces: string[]): Promise<CountingBoard> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const writer = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1');
  const [reader] = (await once(server, 'connection')) as [net.Socket];
  const board = { exited: Promise.resolve({ code: 0, reason: 'exit' }), output: '', diagnostics: '' };
  const counting = new CountingBoard(board as unknown as Board, {} as Host, Promise.resolve(reader));
  for (const piece of pieces) {
    writer.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  writer.end();
  await counting.ended;
  server.close();
  return counting;
}

for (const [how, pieces] of [
  ['at once', [REPORT]],
  ['letter by letter', [...REPORT]],
] as const) {
  test(`windows, boot and memory, ${how}`, async () => {
    const counting = await heard([...pieces]);
    assert.deepEqual(counting.windows, [
      { frame: true, received: 1, sent: 1, clean: true, instructions: 9195, time: 2031 },
      { frame: false, received: 0, sent: 0, clean: false, instructions: 485, time: 2100 },
      { frame: true, received: 2, sent: 1, clean: true, instructions: 12000, time: 2200 },
    ]);
    // A tick is 40 ns, an instruction 64.
    assert.deepEqual([counting.bootInstructions, counting.idleInstructions], [250, 500]);
    assert.deepEqual([counting.stack, counting.malloc], [4216, 880]);
  });
}

test('a board that has ended gives no window', async () => {
  const counting = await heard(['boot 400\n']);
  await assert.rejects(
    counting.until(() => counting.windows.length > 0, 'window'),
    /no window from the board/,
  );
});
