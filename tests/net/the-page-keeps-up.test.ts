import assert from 'node:assert';
import { test } from 'node:test';
import { Laboratory } from '#toolchain/lab/laboratory';
import { macBytes } from '#toolchain/lab/packets/address';
import { makeEthernet, makeIp, makeUdp, ETHER_IPV4, PROTO_UDP } from '#toolchain/lab/packets/packet';
import { PageServer } from '#toolchain/lab/page_server';
import { macFor } from '#toolchain/lab/switch';
import { Browser, browserMissing } from './lib/browser';

const PER_SECOND = 2000;
const SECONDS = 3;
/** More than twice what the page keeps. PAGE_FRAMES=1000000 is the whole promise, and takes minutes. */
const MANY = Number(process.env.PAGE_FRAMES ?? 120_000);
const MEGABYTES = 300;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const timeout = 60_000 + MANY;
test(
  'the page keeps up with 2,000 datagrams a second, in bounded memory',
  { skip: browserMissing(), timeout },
  async () => {
    const lab = await Laboratory.open({ port: 'host', engine: 'quickjs', firmware: '', boards: [], network: 'lab' });
    const server = await PageServer.open(lab);
    const browser = await Browser.open({ width: 1280, height: 800 });
    try {
      await browser.send('Performance.enable');
      await browser.go(server.url);
      await browser.until('laboratory.connected');
      lab.link?.attach('receiver', () => undefined);
      const sender = lab.link?.attach('sender', () => undefined);
      const [from, to] = [Uint8Array.of(10, 0, 2, 15), Uint8Array.of(10, 0, 2, 16)];
      let sent = 0;
      const send = (): void => {
        const payload = Buffer.from(JSON.stringify({ number: ++sent, temperature: 21.5, text: 'x'.repeat(40) }));
        const [ip] = makeIp({ from, to, protocol: PROTO_UDP, ttl: 64 }, makeUdp(from, 5000, to, 5000, payload)) as [
          Uint8Array,
        ];
        sender?.send(makeEthernet(macBytes(macFor('receiver')), macBytes(macFor('sender')), ETHER_IPV4, ip));
      };
      const before = await browser.run<number>('laboratory.total');
      const begin = performance.now();
      while (sent < PER_SECOND * SECONDS) {
        const due = Math.min(PER_SECOND * SECONDS, Math.ceil(((performance.now() - begin) / 1000) * PER_SECOND));
        while (sent < due) send();
        await pause(5);
      }
      await browser.until(`laboratory.total - ${before} >= ${sent} && laboratory.skipped === 0`);
      assert.match(await browser.until(`document.querySelector('.rows').textContent`), /JSON.*"temperature":21\.5/);

      await browser.run(`laboratory.setFilter('json')`);
      while (sent < MANY) {
        for (let i = 0; i < 250; i++) send();
        await pause(10);
        // No quicker than the page reads: this is about what is kept.
        if (sent % 10_000 === 0) await browser.until(`laboratory.total - ${before} >= ${sent} - laboratory.skipped`);
      }
      await browser.until(`laboratory.total - ${before} >= ${sent} - laboratory.skipped`);
      assert.ok((await browser.run<number>('laboratory.rows.length')) <= 50_000);
      assert.ok((await browser.run<number>('laboratory.filtered.length')) <= 50_000);
      await browser.send('HeapProfiler.collectGarbage');
      const { metrics } = (await browser.send('Performance.getMetrics')) as {
        metrics: { name: string; value: number }[];
      };
      const page = (metrics.find(({ name }) => name === 'JSHeapTotalSize')?.value ?? Infinity) / 1e6;
      const bytes =
        (await browser.run<number>(`[...laboratory.rows].reduce((sum, { frame }) => sum + frame.length, 0)`)) / 1e6;
      const here = process.memoryUsage().rss / 1e6;
      console.log(
        `after ${sent} frames: page ${page.toFixed(0)} + ${bytes.toFixed(0)} MB, server ${here.toFixed(0)} MB`,
      );
      assert.ok(page + bytes < MEGABYTES, `the page has ${page + bytes} MB`);
      assert.ok(here < MEGABYTES, `the server has ${here} MB`);
      assert.deepStrictEqual(browser.errors, []);
    } finally {
      await browser.close();
      await server.close();
      await lab.close();
    }
  },
);
