/* The watchdog: script that does not return ends the program, with a reason; a program that is only busy goes on. */
import assert from 'node:assert';
import { onTargets } from './lib/app';

onTargets(
  'script that does not return',
  `console.log('before');
   setTimeout(function () { for (;;) {} }, 10);`,
  async (app) => {
    const { code, output } = await app.run(['watchdog=2']);
    assert.match(output, /before/);
    assert.match(output, /watchdog: script or the network has not returned in time/);
    assert.strictEqual(code, 77, output);
  },
);

onTargets(
  'script that works for longer, in turns, and sleeps for longer',
  `const end = Date.now() + 3500;
   function work() {
     const until = Date.now() + 300;
     while (Date.now() < until);
     if (Date.now() < end) setImmediate(work);
     else setTimeout(function () { console.log('worked'); }, 3500);
   }
   work();`,
  async (app) => {
    const { code, output } = await app.run(['watchdog=2']);
    assert.match(output, /worked/);
    assert.strictEqual(code, 0, output);
  },
);
