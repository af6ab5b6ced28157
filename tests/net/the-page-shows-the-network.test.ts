import assert from 'node:assert';
import * as net from 'node:net';
import { test } from 'node:test';
import { APP_NAME, buildImage } from '#toolchain/commands/build';
import { Laboratory } from '#toolchain/lab/laboratory';
import { PageServer } from '#toolchain/lab/page_server';
import { engineMissing, firmwareOf } from '../runner/targets';
import { scratch } from '../toolchain/lib/scratch';
import { Browser, browserMissing } from './lib/browser';

const EVIL = '<img src=x onerror="document.title=1"><script>document.title=2</script>';

// Three boards: b1 asks b2 by CoAP and sends what must stay text; b3 multicasts, and throws.
const APP = `
import * as dgram from 'node:dgram';
import * as os from 'node:os';
const me: string = os.hostname();
const coap = dgram.createSocket('udp4');
function answer(message: Buffer, from: { port: number; address: string }): void {
  if ((message[1] as number) < 32) {
    const head = Buffer.from([0x60, 0x45, message[2] as number, message[3] as number, 0xff]);
    coap.send(Buffer.concat([head, Buffer.from('21.5 C')]), from.port, from.address);
  }
}
coap.on('message', answer);
coap.bind(5683, () => {
  let id = 0;
  if (me === 'b1') {
    setInterval(() => {
      const get = Buffer.from([0x40, 1, 0, ++id & 255, 0xb4]);
      coap.send(Buffer.concat([get, Buffer.from('temp')]), 5683, '10.0.2.16');
    }, 150);
    setInterval(() => coap.send(${JSON.stringify(EVIL)}, 5000, '10.0.2.17'), 400);
  }
  if (me === 'b3') {
    setInterval(() => coap.send(JSON.stringify({ sensor: me, uptime: id++ }), 5000, '239.1.2.3'), 300);
    setTimeout(() => {
      try {
        (undefined as unknown as Buffer).toString();
      } catch (error) {
        console.log((error as Error).stack ?? '');
      }
    }, 200);
  }
  console.log(me, 'is ready', ${JSON.stringify(EVIL)});
});
`;

const engine = engineMissing('jerryscript') === undefined ? 'jerryscript' : 'quickjs';

async function withPage(body: (lab: Laboratory, page: PageServer, browser: Browser) => Promise<void>): Promise<void> {
  const folder = scratch({ 'app.ts': APP, 'package.json': '{}' });
  const { image, map } = await buildImage(`${folder}/app.ts`, { engine, out: `${folder}/app.tgi` });
  const lab = await Laboratory.open({
    port: 'host',
    engine,
    firmware: await firmwareOf({ port: 'host', engine }),
    boards: ['b1', 'b2', 'b3'].map((name) => ({ name, image, map, appName: APP_NAME, argv: [], words: [] })),
    network: 'lab',
    seed: 7,
    figures: true,
  });
  const page = await PageServer.open(lab);
  const browser = await Browser.open({ width: 1280, height: 800 });
  try {
    await browser.go(page.url);
    await body(lab, page, browser);
    assert.deepStrictEqual(browser.errors, []);
  } finally {
    await browser.close();
    await page.close();
    await lab.close();
  }
}

/** Presses the button of this text. */
const press = (text: string): string =>
  `[...document.querySelectorAll('button')].find((one) => one.textContent.includes(${JSON.stringify(text)})).click()`;

/** Elements of little contrast between a text and what is behind it (WCAG 2.1, 1.4.3: 4.5 to 1). */
const faintText = `(() => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
  const paint = canvas.getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data];
  };
  const light = (colour) => {
    const [r, g, b] = colour
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const over = (top, below) => [0, 1, 2].map((i) => (top[i] * top[3] + below[i] * (255 - top[3])) / 255);
  const behind = (element) => {
    if (!element) return rgba(getComputedStyle(document.documentElement).backgroundColor).slice(0, 3);
    const own = rgba(getComputedStyle(element).backgroundColor);
    return own[3] === 255 ? own.slice(0, 3) : over(own, behind(element.parentElement));
  };
  const faint = new Set();
  for (const element of document.querySelectorAll('body *')) {
    if (element.closest('svg') || element.closest(':disabled') || !element.checkVisibility()) continue;
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '')) continue;
    const ground = behind(element);
    const [a, b] = [light(over(rgba(getComputedStyle(element).color), ground)), light(ground)];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) faint.add(element.tagName + '.' + element.className + ' ' + contrast.toFixed(1));
  }
  return [...faint];
})()`;

const setSlider = (label: string, value: number): string => `{
  const slider = document.querySelector('input[aria-label="${label}"]');
  slider.value = ${value};
  slider.dispatchEvent(new Event('input', { bubbles: true }));
}`;

test('the page shows, filters and changes the network', { skip: browserMissing(), timeout: 120_000 }, async (t) => {
  await withPage(async (lab, page, browser) => {
    await t.test('a datagram shows its sender, its protocol and what it says', async () => {
      const text = await browser.until<string>(
        `Array.from(document.querySelectorAll('.row'), (row) => row.textContent).find((text) => /GET/.test(text))`,
      );
      assert.match(text, /CoAP10\.0\.2\.15:5683 → 10\.0\.2\.16:5683CON GET \/temp/);
      await browser.until(
        `[...document.querySelectorAll('.row')].some((row) => row.textContent.includes('ACK 2.05 21.5 C'))`,
      );
    });
    await t.test('heap, memory and processor time of each board are graphs', async () => {
      for (const name of ['b1', 'b2', 'b3']) {
        for (const what of ['Heap', 'Memory', 'Processor time']) {
          const graph = `document.querySelector('.graph[aria-label="${what} of ${name}"] polyline')`;
          const line = `${graph}?.getAttribute('points')`;
          const points = await browser.until<string>(`/ .* /.test(${line}) && ${line}`);
          assert.match(points, /^(\d+\.\d,-?\d+\.\d ){2,}/);
        }
      }
      const text = await browser.run<string>(`document.querySelector('.board-figures').textContent`);
      const [, used, size] = /heap ([\d.]+) of ([\d.]+) KiB/.exec(text) ?? [];
      assert.ok(Number(used) > 5 && Number(used) < Number(size), text);
    });
    await t.test('what boards send and print stays text', async () => {
      await browser.until(`document.querySelector('.rows').textContent.includes('<img src=x')`);
      await browser.until(`document.querySelector('.console').textContent.includes('<script>document.title=2')`);
      assert.deepStrictEqual(
        await browser.run(
          `[document.title, document.querySelectorAll('img').length, document.querySelectorAll('script').length]`,
        ),
        ['Tinygram laboratory', 0, 1],
      );
    });
    await t.test('a frame that is chosen opens layer by layer, by mouse and by keyboard', async () => {
      await browser.run(
        `[...document.querySelectorAll('.row')].find((row) => row.textContent.includes('GET /temp')).click()`,
      );
      const layers = `[...document.querySelectorAll('.detail summary')].map((one) => one.textContent)`;
      const found = await browser.until<string[]>(`document.querySelector('.detail') && ${layers}`);
      assert.deepStrictEqual(found.slice(0, 4), ['Ethernet', 'IPv4', 'UDP', 'CoAP']);
      assert.match(
        await browser.run(`document.querySelector('.hex').textContent`),
        /0020 .* b4 74\b.*\n0030 {2}65 6d 70 /,
      );
      const before = await browser.run(`document.querySelector('.detail h2').textContent`);
      await browser.run(`document.querySelector('.rows').focus()`);
      await browser.key('ArrowDown');
      await browser.until(`document.querySelector('.detail h2').textContent !== ${JSON.stringify(before)}`);
    });
    await t.test('a stack leads to the line of TypeScript', async () => {
      await browser.run(press('b3'));
      await browser.until(`document.querySelector('.console .place')`);
      const place = await browser.run<string>(`document.querySelector('.console .place').textContent`);
      assert.match(place, /app\.ts:\d+/);
      await browser.run(`document.querySelector('.console .place').click()`);
      const line = await browser.until<string>(`document.querySelector('.source .here')?.textContent`);
      const number = Number(/\.ts:(\d+)/.exec(place)?.[1]);
      assert.ok(line.includes(APP.split('\n')[number - 1] as string), line);
    });
    await t.test('a slider loses packets', async () => {
      await browser.run(setSlider('Loss', 100));
      await browser.until(`laboratory.state.settings.some(({ kind, value }) => kind === 'loss' && value === 1)`);
      assert.deepStrictEqual(lab.settings(), [{ where: '', kind: 'loss', value: 1 }]);
      const arrived = lab.link?.counters('b2').delivered as number;
      await browser.until(
        `document.querySelector('.row.is-lost .cross') !== null || (document.querySelector('.follow')?.click(), false)`,
      );
      assert.ok((lab.link?.counters('b2').delivered as number) - arrived <= 1, 'nothing arrives any more');
      await browser.run(setSlider('Loss', 30));
      await new Promise((resolve) => setTimeout(resolve, 2500));
      await browser.picture('page-1280-light');
      await browser.run(setSlider('Loss', 0));
      await browser.until(`laboratory.state.settings.length === 0`);
    });
    await t.test('a filter takes its words from the keyboard', async () => {
      await browser.run(`document.activeElement.blur()`);
      await browser.key('/');
      await browser.type('b3 json -lost');
      await browser.until(
        `laboratory.filtered.length > 0 && laboratory.filtered.every((row) => row.protocol === 'JSON')`,
      );
      await browser.run(`laboratory.setFilter('')`);
      await browser.key('Escape');
    });
    await t.test('pause holds frames at the switch, a step lets one pass', async () => {
      await browser.run(press('Pause'));
      await browser.until(`laboratory.state.paused`);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const before = await browser.run<number>(`laboratory.total`);
      await new Promise((resolve) => setTimeout(resolve, 500));
      assert.strictEqual(await browser.run(`laboratory.total`), before);
      await browser.run(press('Step'));
      await browser.until(`laboratory.total === ${before + 1}`);
      await browser.run(press('Resume'));
      await browser.until(`laboratory.total > ${before + 5}`);
    });
    await t.test('a cable is cut and mended in the picture’s table', async () => {
      await browser.run(press('Cut'));
      await browser.until(`laboratory.state.boards[0].up === false && document.querySelector('.link.cut')`);
      assert.strictEqual(lab.link?.isUp('b1'), false);
      await browser.run(press('Mend'));
      await browser.until(`laboratory.state.boards[0].up`);
    });
    await t.test('the pcap has what has passed', async () => {
      const size = await browser.run<number>(`laboratory.pcap().then((blob) => blob.size)`);
      assert.ok(size > 1000, `${size} bytes`);
    });
    await t.test('it fits a narrow page in the dark', async () => {
      await browser.resize({ width: 390, height: 800, dark: true });
      await browser.until(`document.querySelector('.row') && innerWidth === 390`);
      assert.strictEqual(await browser.run(`document.documentElement.scrollWidth`), 390, 'nothing sticks out');
      for (const view of ['Frames', 'Network', 'Conditions', 'Console']) {
        await browser.run(press(view));
        await new Promise((resolve) => setTimeout(resolve, 200));
        await browser.picture(`page-390-dark-${view.toLowerCase()}`);
      }
      await browser.resize({ width: 1280, height: 800, dark: true });
      await new Promise((resolve) => setTimeout(resolve, 300));
      await browser.picture('page-1280-dark');
    });
    await t.test('text stands out from what is behind it, in light and in dark', async () => {
      for (const dark of [false, true]) {
        await browser.resize({ width: 1280, height: 800, dark });
        await browser.until(`matchMedia('(prefers-color-scheme: dark)').matches === ${dark}`);
        await new Promise((resolve) => setTimeout(resolve, 300));
        assert.deepStrictEqual(await browser.run(faintText), [], dark ? 'dark' : 'light');
      }
    });
    await t.test('all of it can be reached and worked by the keyboard', async () => {
      await browser.run(`document.activeElement.blur()`);
      const reached = new Set<string>();
      for (let i = 0; i < 80; i++) {
        await browser.key('Tab');
        const [name, visible] = await browser.run<[string, boolean]>(`{
          const one = document.activeElement;
          const { outlineStyle, outlineWidth } = getComputedStyle(one);
          [one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent ?? one.textContent,
            one === document.body || (outlineStyle !== 'none' && outlineWidth !== '0px')];
        }`);
        reached.add(name.trim());
        assert.ok(visible, `one sees that ${name} has the focus`);
      }
      const all = [...reached].join('\n');
      for (const name of [
        /Filter/i,
        /Pause/,

        /Download|pcap/i,
        /Board b1/,
        /^Reset$/m,
        /^Cut$/m,
        /^Loss$/m,
        /Console of/,
        /Frames/,
      ])
        assert.match(all, name);
      await browser.run(`document.querySelector('input[aria-label="Delay"]').focus()`);
      await browser.key('ArrowRight');
      await browser.until(`laboratory.state.settings.some(({ kind, value }) => kind === 'delay' && value > 0)`);
      await browser.key('ArrowLeft');
      await browser.until(`laboratory.state.settings.length === 0`);
    });
    await t.test('nobody without the token gets more than the empty page', async () => {
      const base = page.url.replace(/#.*/, '');
      const status = async (path: string, headers: Record<string, string> = {}): Promise<number> =>
        (await fetch(base + path, { headers })).status;
      assert.deepStrictEqual(
        [
          await status(''),
          await status('events'),
          await status('pcap'),
          await status('source?file=/etc/passwd&line=1'),
        ],
        [200, 401, 401, 401],
      );
      const headers = { Authorization: `Bearer ${page.url.replace(/.*#/, '')}` };
      assert.strictEqual(await status('source?file=/etc/passwd&line=1', headers), 404);
      assert.strictEqual((await fetch(`${base}command`, { method: 'POST', body: 'pause' })).status, 401);
      // What is no address of a page's ends neither the page nor the run.
      const { port } = new URL(base);
      for (const target of ['//', '*', 'http://[', '/%', '//evil/', '/__proto__']) {
        const answer = await new Promise<string>((resolve) => {
          const socket = net.connect(Number(port), '127.0.0.1', () => {
            socket.write(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
          });
          socket.once('data', (data: Buffer) => resolve(data.toString().split('\r\n')[0] as string));
        });
        assert.match(answer, /^HTTP\/1\.1 4\d\d /, target);
      }
      const policy = (await fetch(base)).headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'/);
      assert.doesNotMatch(policy, /unsafe|\*|https?:/);
    });
  });
});
