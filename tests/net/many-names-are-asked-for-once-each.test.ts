import assert from 'node:assert';
import { onBench } from './lib/bench';
import { answerDns, Host } from './lib/host';

const SERVER = '192.168.77.53';
const WORDS = ['ip=192.168.77.2/24', 'ip6=fd77::2/64', `dns=${SERVER}`];

onBench('a burst of sends to one name asks once, and all of it arrives', { boards: 0 }, async (bench) => {
  let asked = 0;
  const host = new Host(bench.link, SERVER);
  host.serve(53, (request) => {
    asked++;
    return answerDns(request.payload, { 'friend.example': { a: ['192.168.77.9'] } });
  });
  let heard = 0;
  const friend = new Host(bench.link, '192.168.77.9', 'friend');
  friend.serve(4000, () => {
    heard++;
    return undefined;
  });
  const output = await bench.run(
    `
    const s = require('dgram').createSocket('udp4');
    let left = 30, good = 0;
    s.bind(0, () => {
      for (let i = 0; i < 30; i++) {
        s.send('x', 4000, 'friend.example', (error) => {
          if (!error) good++;
          if (--left === 0) { console.log(good); s.close(); }
        });
      }
    });
    `,
    WORDS,
  );
  assert.strictEqual(output.trim(), '30');
  assert.deepStrictEqual([asked, heard], [1, 30]);
});

onBench('many names at once wait in line', { boards: 0 }, async (bench) => {
  const names: { [name: string]: { a: string[] } } = {};
  for (let i = 0; i < 60; i++) names[`name${i}.example`] = { a: [`192.0.2.${i}`] };
  new Host(bench.link, SERVER).serve(53, (request) => answerDns(request.payload, names));
  const output = await bench.run(
    `
    let good = 0;
    for (let i = 0; i < 60; i++) {
      require('dns').resolve4('name' + i + '.example', { ttl: true }, (error, records) => {
        if (!error && records[0].address === '192.0.2.' + i && records[0].ttl === 60) good++;
        if (i === 59) setTimeout(() => console.log(good), 100);
      });
    }
    `,
    WORDS,
  );
  assert.strictEqual(output.trim(), '60');
});
