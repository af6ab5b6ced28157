import assert from 'node:assert';
import * as dgram from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';
import { NameServer } from '#toolchain/lab/gateway/name_server';
import { RCODE } from '#toolchain/lab/packets/dns';

const TYPE_TXT = 16;

/** A query for the TXT records of "a.example". */
function query(id: number): Buffer {
  const head = Buffer.from([id >> 8, id & 255, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  return Buffer.concat([head, Buffer.from('\x01a\x07example\0', 'latin1'), Buffer.from([0, TYPE_TXT, 0, 1])]);
}

const noLookup = (): Promise<never> => Promise.reject(new Error('the resolver is for addresses'));

for (const [type, address, written] of [
  ['udp4', '127.0.0.1', (port: number) => `127.0.0.1:${port}`],
  ['udp6', '::1', (port: number) => `[::1]:${port}`],
] as const) {
  test(`types other than addresses are asked of the host's name server (${type})`, { timeout: 20_000 }, async (t) => {
    const server = dgram.createSocket(type);
    t.after(() => server.close());
    server.bind(0, address);
    await once(server, 'listening');
    server.on('message', (asked, from) => {
      // One that is not of this question first: it must not be taken.
      const other = Buffer.from(asked);
      other.writeUInt16BE((asked.readUInt16BE(0) + 1) & 0xffff, 0);
      server.send(other, from.port, from.address);
      const answer = Buffer.concat([asked, Buffer.from('answered')]);
      answer[2] = 0x81;
      server.send(answer, from.port, from.address);
    });
    const names = new NameServer(noLookup, () => [written(server.address().port)]);
    const answer = Buffer.from((await names.answer(query(4711))) as Uint8Array);
    assert.strictEqual(answer.readUInt16BE(0), 4711);
    assert.match(answer.toString('latin1'), /answered$/);
  });
}

test(
  'a name server that nobody has set, or that refuses, is a failure and not silence',
  { timeout: 20_000 },
  async () => {
    const gone = dgram.createSocket('udp4');
    gone.bind(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address();
    await new Promise<void>((resolve) => gone.close(() => resolve()));
    for (const servers of [[], [`127.0.0.1:${port}`]]) {
      const answer = Buffer.from((await new NameServer(noLookup, () => servers).answer(query(1))) as Uint8Array);
      assert.strictEqual((answer[3] as number) & 15, RCODE.failure);
    }
  },
);
