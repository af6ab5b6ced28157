import assert from 'node:assert';
import { test } from 'node:test';
import { APP_NAME, buildImage } from '#toolchain/commands/build';
import { Laboratory } from '#toolchain/lab/laboratory';
import { engineMissing, firmwareOf, targetName, targets } from '../runner/targets';
import { scratch } from '../toolchain/lib/scratch';

// b1 waits; b2 works, and holds more and more.
const APP = `
const kept = [];
function work() {
  let sum = 0;
  for (let i = 0; i < 5000; i++) sum += i % 7;
  kept.push(new Array(40).fill(sum));
  if (kept.length === 100) console.log('has worked');
}
setInterval(require('os').hostname() === 'b2' ? work : () => {}, 20);
`;

for (const target of targets(process.env.PORT, process.env.ENGINE)) {
  const skip = engineMissing(target.engine) ?? false;
  test(`boards tell their heap and their work (${targetName(target)})`, { skip, timeout: 90_000 }, async (t) => {
    const folder = scratch({ 'app.js': APP });
    const { image, map } = await buildImage(`${folder}/app.js`, { engine: target.engine, out: `${folder}/app.tgi` });
    const lab = await Laboratory.open({
      ...target,
      firmware: await firmwareOf(target),
      boards: ['b1', 'b2'].map((name) => ({ name, image, map, appName: APP_NAME, argv: [], words: [] })),
      network: 'lab',
      figures: true,
    });
    try {
      const seen: number[] = [];
      lab.observe({ sent: ({ frame }) => void seen.push(frame.readUInt16BE(12)) });
      await lab.board('b2')?.waitFor('has worked', 60_000);
      await new Promise((resolve) => setTimeout(resolve, 500));
      const [idle, busy] = ['b1', 'b2'].map((name) => lab.link?.figures(name));
      if (idle === undefined && target.engine === 'jerryscript') {
        t.skip('this JerryScript does not count its heap (--mem-stats=ON)');
        return;
      }
      assert.ok(idle && busy, 'both boards tell');
      assert.ok(busy.heapUsed > idle.heapUsed + 10_000 && busy.heapUsed < busy.heapSize, JSON.stringify([idle, busy]));
      assert.ok(busy.awake > idle.awake * 1.5, `${idle.awake} and ${busy.awake} us awake`);
      assert.ok(!seen.includes(0x88b5), 'what they tell is not on the network');
    } finally {
      await lab.close();
    }
  });
}
