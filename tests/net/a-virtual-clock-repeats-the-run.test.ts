import assert from 'node:assert';
import * as fs from 'node:fs';
import { test } from 'node:test';
import { APP_NAME, buildImage } from '#toolchain/commands/build';
import { parseSetting } from '#toolchain/lab/conditions';
import { Laboratory, type LabPlan } from '#toolchain/lab/laboratory';
import { engineMissing, firmwareOf, targetName, targets, type Target } from '../runner/targets';
import { scratch } from '../toolchain/lib/scratch';

// Chance, time and what others send decide what is sent; large datagrams come in fragments, and are more than a board's
// chip holds.
const APP = `
const dgram = require('dgram');
const me = require('os').hostname();
const socket = dgram.createSocket('udp4');
socket.on('message', (message, from) => {
  if (message.length > 100) return;
  const answer = JSON.stringify([String(message), Date.now(), Math.random()]);
  socket.send(answer.padEnd(2500), from.port, from.address);
});
socket.bind(4000, () => {
  socket.setBroadcast(true);
  (function next() {
    socket.send(me + ' ' + process.hrtime.bigint(), 4000, '10.0.255.255');
    setTimeout(next, 100 + Math.random() * 100);
  })();
  console.log('up');
});
require('dns').lookup('example.com', (error) => console.log(error.code));
const outside = dgram.createSocket('udp4');
outside.on('error', (error) => console.log(error.code));
outside.connect(53, '192.0.2.1', () => outside.send('anybody?'));
`;

interface Run {
  pcap: Buffer;
  consoles: string[];
}

async function open(target: Target, app: string, more: Partial<LabPlan>): Promise<Laboratory> {
  const folder = scratch({ 'app.js': app });
  const { image, map } = await buildImage(`${folder}/app.js`, { engine: target.engine, out: `${folder}/app.tgi` });
  return Laboratory.open({
    ...target,
    firmware: await firmwareOf(target),
    boards: ['b1', 'b2', 'b3'].map((name) => ({ name, image, map, appName: APP_NAME, argv: [], words: [] })),
    network: 'lab',
    virtual: true,
    ...more,
  });
}

/** Six seconds of three boards on a bad network, with a cut cable and a reset. */
async function run(target: Target, seed: number): Promise<Run> {
  const pcap = `${scratch({})}/run.pcap`;
  const settings = [parseSetting('loss', '10%'), parseSetting('jitter', '20ms'), parseSetting('reorder', '10%')];
  const lab = await open(target, APP, { seed, pcap, settings, partitions: [{ names: ['b1'], from: 3000, to: 3500 }] });
  lab.at(1000, () => void lab.command('link b2 down'));
  lab.at(1500, () => void lab.command('link b2 up'));
  lab.at(2000, () => void lab.command('reset b3'));
  lab.at(6000, () => lab.kill());
  await lab.ended;
  const consoles = lab.names.map((name) => lab.board(name)?.output ?? '');
  await lab.close();
  return { pcap: fs.readFileSync(pcap), consoles };
}

for (const target of targets(process.env.PORT, process.env.ENGINE)) {
  const skip = engineMissing(target.engine) ?? false;
  test(`the same seed gives the same frames (${targetName(target)})`, { skip, timeout: 120_000 }, async () => {
    const first = await run(target, 7);
    assert.ok(first.pcap.length > 100_000, `${first.pcap.length} bytes of frames`);
    for (const text of first.consoles) assert.match(text, /up/);
    // Each asks for a name too; the question or its answer may be among the frames that are lost.
    assert.match(first.consoles.join(), /ENOTFOUND/);
    const again = await run(target, 7);
    assert.ok(first.pcap.equals(again.pcap), 'every frame, to the byte and the microsecond');
    assert.deepStrictEqual(again.consoles, first.consoles);
    assert.ok(!(await run(target, 8)).pcap.equals(first.pcap), 'another seed, another run');
  });
}

const target = targets('host', process.env.ENGINE).find(({ engine }) => engineMissing(engine) === undefined) as Target;

test('an hour passes in seconds, and a program that never sleeps holds nobody up', { timeout: 60_000 }, async () => {
  const app = `
    const me = require('os').hostname();
    const start = Date.now();
    if (me === 'b1') (function turn() { setImmediate(turn); })();
    if (me === 'b2') {
      while (Date.now() < start + 50);
      console.log('a busy wait has ended');
    }
    if (me === 'b3') setTimeout(() => { console.log('an hour later', new Date().toISOString()); }, 3600_000);
  `;
  const lab = await open(target, app, {});
  try {
    await lab.board('b2')?.waitFor('has ended', 30_000);
    // b1 turns for ever, a microsecond at each look at the clock: without it an hour is a matter of steps.
    const before = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.ok(Date.now() > before && lab.exitOf('b1') === undefined);
    lab.board('b1')?.kill();
    await lab.board('b3')?.waitFor('an hour later 2026-01-01T01:00:0', 40_000);
  } finally {
    await lab.close();
  }
});

test('frames that are held at the switch hold time, and a step lets one go', { timeout: 30_000 }, async () => {
  const lab = await open(target, APP, {});
  try {
    await lab.board('b1')?.waitFor('up', 10_000);
    lab.command('pause');
    const { link } = lab;
    const seen: number[] = [];
    lab.observe({ sent: ({ time }) => void seen.push(time) });
    for (let step = 1; step <= 3; step++) {
      for (const end = Date.now() + 10_000; !link?.step() && Date.now() < end;) await new Promise(setImmediate);
      assert.strictEqual(seen.length, step);
    }
    assert.ok((seen[2] as number) >= (seen[0] as number));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const held = link?.clock.now();
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.strictEqual(link?.clock.now(), held);
  } finally {
    await lab.close();
  }
});

test('what leads out of the boards’ own time is refused', async () => {
  for (const more of [{ forwards: [{ host: 0, board: 7 }] }, { multicast: 'lo' }, { network: 'none' as const }]) {
    await assert.rejects(open(target, '1', more), {
      name: 'UserError',
      message: /^With --clock virtual .* does not go with it/,
    });
  }
});
