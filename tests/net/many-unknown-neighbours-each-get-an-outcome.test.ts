import assert from 'node:assert';
import { type Bench, onBench } from './lib/bench';

const COUNT = 40; // more than twice what lwIP's tables hold

function host(type: string, number: number): string {
  return type === 'udp4' ? `192.168.77.${number}` : `fd77::${number}`;
}

/** Gives the kernel addresses 100 up. */
function populate(bench: Bench, type: string, count: number): void {
  for (let i = 0; i < count; i++) {
    const more = type === 'udp4' ? [`${host(type, 100 + i)}/24`] : [`${host(type, 100 + i)}/64`];
    bench.kernel.ip('address', 'add', more[0]!, 'dev', 'tap0', ...(type === 'udp6' ? ['nodad'] : []));
  }
}

for (const type of ['udp4', 'udp6']) {
  onBench(`${type}: ${COUNT} peers polled each second all answer`, { kernel: true, boards: 0 }, async (bench) => {
    populate(bench, type, COUNT);
    const peer = await bench.kernel.node();
    const socket = await peer.socket(type as 'udp4' | 'udp6');
    await socket.bind(4001, type === 'udp4' ? '0.0.0.0' : '::');
    const output = await bench.run(`
      const s = require('dgram').createSocket('${type}');
      const sent = [];
      let rounds = 0;
      s.bind(0, function poll() {
        let good = 0, left = ${COUNT};
        for (let i = 0; i < ${COUNT}; i++) {
          s.send('poll', 4001, '${host(type, 0).slice(0, -1)}' + (100 + i), (error) => {
            if (!error) good++;
            if (--left > 0) return;
            sent.push(good);
            if (++rounds === 3) { console.log(sent.join(' ')); s.close(); } else setTimeout(poll, 200);
          });
        }
      });
    `);
    assert.strictEqual(output.trim(), `${COUNT} ${COUNT} ${COUNT}`);
    for (let i = 0; i < 3 * COUNT; i++) assert.strictEqual(await socket.nextText(), 'poll');
  });
}

onBench('a scan of 253 addresses finds those who live', { kernel: true, boards: 0 }, async (bench) => {
  const alive = [77, 150, 254].map((number) => host('udp4', number));
  for (const address of alive) bench.kernel.ip('address', 'add', `${address}/24`, 'dev', 'tap0');
  const output = await bench.run(`
    const s = require('dgram').createSocket('udp4');
    const good = [], bad = {};
    let left = 0;
    s.bind(0, () => {
      for (let h = 1; h < 255; h++) {
        if (h === 2) continue;
        left++;
        const to = '192.168.77.' + h;
        s.send('who', 4001, to, (error) => {
          if (error) bad[error.code] = (bad[error.code] || 0) + 1; else good.push(to);
          if (--left === 0) { console.log(good.sort().join(' '), JSON.stringify(bad)); s.close(); }
        });
      }
    });
  `);
  const expected = ['192.168.77.1', ...alive].sort().join(' ');
  assert.strictEqual(output.trim(), `${expected} {"EHOSTUNREACH":249}`);
});

onBench('peers that are down keep nobody else waiting', { kernel: true, boards: 0 }, async (bench) => {
  const peer = await bench.kernel.node();
  const socket = await peer.socket('udp4');
  await socket.bind(4001, '0.0.0.0');
  const output = await bench.run(`
    const dgram = require('dgram');
    const greedy = dgram.createSocket('udp4'), other = dgram.createSocket('udp4');
    const codes = {};
    const count = (error) => { const code = error ? error.code : 'sent'; codes[code] = (codes[code] || 0) + 1; };
    greedy.bind(0, () => other.bind(0, () => {
      const started = Date.now();
      for (let h = 200; h < 240; h++) for (let i = 0; i < 8; i++) greedy.send('x', 4001, '192.168.77.' + h, count);
      greedy.send('from the greedy', 4001, '192.168.77.1', (error) => console.log('greedy', error && error.code));
      other.send('from another', 4001, '192.168.77.1', (error) => {
        console.log('other', error, Date.now() - started < 1000);
        other.close();
      });
      setTimeout(() => { console.log(Object.keys(codes).sort().join(' ')); greedy.close(); }, 6000);
    }));
  `);
  assert.match(output, /other null true/);
  assert.match(output, /EHOSTUNREACH ENOBUFS/);
  /* Where the sends took over a second, peers that had not answered made room for the greedy's last one too. */
  const texts = [await socket.nextText()];
  if (texts[0] === 'from the greedy') texts.push(await socket.nextText());
  assert.ok(texts.includes('from another'), String(texts));
});

onBench('two peers that are down leave room for a third', { kernel: true, boards: 0 }, async (bench) => {
  const peer = await bench.kernel.node();
  const socket = await peer.socket('udp4');
  await socket.bind(4001, '0.0.0.0');
  const output = await bench.run(`
    const s = require('dgram').createSocket('udp4');
    s.bind(0, () => {
      for (let i = 0; i < 32; i++) for (const h of [240, 241]) s.send('x', 4001, '192.168.77.' + h);
      s.send('alive', 4001, '192.168.77.1', (error, bytes) => { console.log(error, bytes); s.close(); });
    });
  `);
  assert.match(output, /null 5/);
  assert.match(output, /datagrams were dropped at the end/);
  assert.strictEqual(await socket.nextText(), 'alive');
});

onBench('an outcome names address and port as they were given', { kernel: true, boards: 0 }, async (bench) => {
  const output = await bench.run(`
    const dgram = require('dgram');
    const show = (error, bytes) => console.log(error ? [error.message, error.address, error.port].join(' ') : bytes);
    for (const [type, ...addresses] of [['udp4', '192.168.77.240'], ['udp6', 'fd77::99', 'FD77::0:98']]) {
      const s = dgram.createSocket(type);
      let left = addresses.length;
      s.bind(0, () => addresses.forEach((address) => s.send('x', 4001, address, (error, bytes) => {
        show(error, bytes);
        if (--left === 0) s.close();
      })));
    }
    const closed = dgram.createSocket('udp4');
    closed.bind(0, () => { closed.send('four', 4001, '192.168.77.241', show); setImmediate(() => closed.close()); });
  `);
  assert.match(output, /send EHOSTUNREACH 192\.168\.77\.240:4001 192\.168\.77\.240 4001\r?\n/);
  assert.match(output, /send EHOSTUNREACH fd77::99:4001 fd77::99 4001\r?\n/);
  assert.match(output, /send EHOSTUNREACH FD77::0:98:4001 FD77::0:98 4001\r?\n/);
  assert.match(output, /^4\r?$/m);
});

onBench('a connected socket hears that its peer is down', { kernel: true, boards: 0 }, async (bench) => {
  const output = await bench.run(`
    const s = require('dgram').createSocket('udp4');
    s.on('error', (error) => { console.log(error.code, error.syscall); s.close(); });
    s.connect(4001, '192.168.77.240', () => s.send('x'));
  `);
  assert.strictEqual(output.trim(), 'EHOSTUNREACH send');
});

onBench(
  'datagrams to one neighbour keep their order while it is resolved',
  { kernel: true, boards: 0 },
  async (bench) => {
    const peer = await bench.kernel.node();
    const socket = await peer.socket('udp4');
    await socket.bind(4001, '0.0.0.0');
    await bench.run(`
    const s = require('dgram').createSocket('udp4');
    let n = 0;
    s.bind(0, () => {
      const timer = setInterval(() => {
        for (let i = 0; i < 5; i++) s.send(String(n++), 4001, '192.168.77.1');
        if (n >= 40) { clearInterval(timer); s.close(); }
      }, 1);
    });
  `);
    for (let i = 0; i < 40; i++) assert.strictEqual(await socket.nextText(), String(i));
  },
);
