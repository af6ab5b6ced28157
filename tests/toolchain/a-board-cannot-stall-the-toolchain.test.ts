/** What a board sends for ever, or without end, costs this machine neither its time nor its memory. */
import assert from 'node:assert';
import { test } from 'node:test';
import { ChannelLines } from '#toolchain/boards/channel_lines';
import { EspTransport, Silence } from '#toolchain/boards/esp_transport';
import { SerialLine } from '#toolchain/boards/serial';
import { StackMapper, StackMappingStream } from '#toolchain/build/stack';

class Line extends SerialLine {
  async write(): Promise<void> {}
  async setBaud(): Promise<void> {}
  async setLines(): Promise<boolean> {
    return true;
  }
  async close(): Promise<void> {}
}

test('a console line of a million letters is looked through once', { timeout: 10_000 }, () => {
  const text = 'a'.repeat(1_000_000);
  assert.strictEqual(new StackMapper('/nowhere', 'app.js').map(text), text);
});

test('a console line without end is shown as it comes', () => {
  let shown = 0;
  const stream = new StackMappingStream({ map: (text) => text }, (text) => (shown += text.length));
  for (let i = 0; i < 1000; i++) stream.push('x'.repeat(1000));
  assert.ok(shown > 900_000, `${shown} characters were shown`);
  stream.flush();
  assert.strictEqual(shown, 1_000_000);
});

test('a channel line without end is dropped, and the next one is heard', () => {
  const heard: string[] = [];
  const lines = new ChannelLines((line) => heard.push(line), 1000);
  for (let i = 0; i < 10_000; i++) lines.push(Buffer.alloc(1000, 'x'));
  lines.push(Buffer.from('\n{"next":true}\n'));
  assert.deepStrictEqual(heard, ['{"next":true}']);
  assert.strictEqual(lines.dropped, 1);
});

test('a loader that chatters is not listened to for ever', { timeout: 20_000 }, async () => {
  const line = new Line('/dev/chatter');
  const transport = new EspTransport(line, 1000, await import('serialport'));
  // An answer that says to be longer than it is, again and again.
  const chatter = setInterval(() => line.emit('data', Buffer.from([0xc0, 1, 8, 9, 0, 0, 0, 0, 0, 0, 0xc0])), 5);
  try {
    await assert.rejects(transport.read(200), Silence);
    await transport.drainInput(50);
  } finally {
    clearInterval(chatter);
  }
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 200; i++) line.emit('data', Buffer.alloc(1_000_000, 0x55));
  line.emit('data', Buffer.from([0xc0]));
  for (let i = 0; i < 200; i++) line.emit('data', Buffer.alloc(100_000, 0x55));
  assert.ok(process.memoryUsage().heapUsed - before < 100_000_000);
  transport.detach();
});
