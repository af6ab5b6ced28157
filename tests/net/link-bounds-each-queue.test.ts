import assert from 'node:assert';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as net from 'node:net';
import { test } from 'node:test';
import { Link } from '#toolchain/lab/switch';
import { ethernet } from './lib/frames';

test('frames for a station that does not read are dropped and counted; close removes the sockets', async () => {
  const link = Link.open({ queue: 20000 });
  const place = await link.plug('deaf');
  const deaf = net.connect(place);
  await once(deaf, 'connect');
  deaf.pause();
  await link.connected('deaf');
  const from = link.attach('from', () => undefined);
  const frame = ethernet('ff:ff:ff:ff:ff:ff', '02:00:00:00:00:01', 0x88b5, Buffer.alloc(1400));
  for (let i = 0; i < 2000; i++) {
    from.send(frame);
    if (i % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const counters = link.counters('deaf');
  assert.ok(counters.dropped > 1000, `${counters.dropped} dropped`);
  assert.strictEqual(counters.dropped + counters.delivered, 2000);
  await link.close();
  deaf.destroy();
  assert.ok(!fs.existsSync(link.folder));
});

test('a station that breaks the framing is unplugged', async () => {
  const link = Link.open();
  const bad = net.connect(await link.plug('bad'));
  const closed = once(bad, 'close');
  bad.write(Buffer.from([0x7f, 0xff, 0xff, 0xff]));
  await closed;
  await link.close();
});
