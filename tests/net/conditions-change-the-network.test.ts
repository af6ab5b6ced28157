import assert from 'node:assert';
import { test } from 'node:test';
import { APP_NAME, buildImage } from '#toolchain/commands/build';
import { Conditions, parsePartition, parseSetting, parseTime, parseValue, parseWhere } from '#toolchain/lab/conditions';
import { Laboratory, type LabPlan } from '#toolchain/lab/laboratory';
import { playScenario, readScenario } from '#toolchain/lab/scenario';
import { engineMissing, firmwareOf, targetName, targets, type Target } from '../runner/targets';
import { scratch } from '../toolchain/lib/scratch';

// Every board tells all others a number ten times a second, and prints what it hears.
const APP = `
const dgram = require('dgram');
const me = require('os').hostname();
const socket = dgram.createSocket('udp4');
socket.on('message', (message) => { if (!message.toString().startsWith(me)) console.log('got', message.toString()); });
let count = 0;
socket.bind(4000, () => {
  socket.setBroadcast(true);
  setInterval(() => socket.send(me + ' ' + ++count, 4000, '10.0.255.255'), 100);
  console.log('up');
});
`;

async function open(target: Target, more: Partial<LabPlan>): Promise<Laboratory> {
  const folder = scratch({ 'app.js': APP });
  const { image, map } = await buildImage(`${folder}/app.js`, { engine: target.engine, out: `${folder}/app.tgi` });
  const lab = await Laboratory.open({
    ...target,
    firmware: await firmwareOf(target),
    boards: ['b1', 'b2', 'b3'].map((name) => ({ name, image, map, appName: APP_NAME, argv: [], words: [] })),
    network: 'lab',
    ...more,
  });
  return lab;
}

/** Whether a board hears another within the time, from now on. */
async function hears(lab: Laboratory, board: string, other: string, milliseconds: number): Promise<boolean> {
  let heard = false;
  const listen = (name: string, text: string): void => {
    heard ||= name === board && text.includes(`got ${other} `);
  };
  lab.on('console', listen);
  for (const end = Date.now() + milliseconds; !heard && Date.now() < end;) await pause(20);
  lab.off('console', listen);
  return heard;
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const LONG = 10_000;
/** Long enough for several sendings, on a machine at work too. */
const SILENCE = 700;

for (const target of targets('host', process.env.ENGINE)) {
  const skip = engineMissing(target.engine) ?? false;
  test(`commands change the network of three boards (${targetName(target)})`, { skip, timeout: 90_000 }, async () => {
    const lab = await open(target, { settings: [parseSetting('loss', 'b1-b2:100%')] });
    try {
      for (const [board, other] of [
        ['b3', 'b1'],
        ['b3', 'b2'],
        ['b1', 'b3'],
        ['b2', 'b3'],
      ] as const)
        assert.ok(await hears(lab, board, other, LONG), `${board} hears ${other}`);
      assert.ok(!(await hears(lab, 'b1', 'b2', SILENCE)), 'the pair has lost each other');
      lab.command('loss b1-b2 0%');
      assert.ok(await hears(lab, 'b1', 'b2', LONG));

      lab.command('link b2 down');
      await pause(100);
      assert.ok(!(await hears(lab, 'b1', 'b2', SILENCE)), 'a cut cable');
      lab.command('link b2 up');
      assert.ok(await hears(lab, 'b1', 'b2', LONG));

      lab.command('partition b1,b2');
      await pause(100);
      assert.ok(await hears(lab, 'b1', 'b2', LONG), 'inside the island');
      assert.ok(!(await hears(lab, 'b3', 'b2', SILENCE)), 'across the water');
      lab.command('partition off');
      assert.ok(await hears(lab, 'b3', 'b2', LONG));

      lab.command('reset b2');
      await lab.board('b2')?.exited;
      for (const end = Date.now() + LONG; !lab.board('b2')?.output.includes('up') && Date.now() < end;) await pause(20);
      assert.ok(await hears(lab, 'b1', 'b2', LONG), 'the board is back after its reset');
      assert.strictEqual(lab.exitOf('b2'), undefined, 'a reset is no end');
      assert.match(lab.command('show') ?? '', /^b2: \d+ frames sent/m);
    } finally {
      await lab.close();
    }
  });
}

test('a scenario happens at its times and says what did not come of it', { timeout: 60_000 }, async () => {
  const target = targets('host', process.env.ENGINE).find(
    ({ engine }) => engineMissing(engine) === undefined,
  ) as Target;
  const folder = scratch({
    'scenario.json': JSON.stringify({
      boards: 3,
      seed: 5,
      duration: '4s',
      conditions: [{ where: 'b1-b3', loss: '100%' }],
      events: [{ at: '1ms', do: 'link b2 down' }],
      expect: [
        { board: 'b1', prints: '^up$' },
        { board: 'b1', prints: 'got b2', by: '3s' },
        { board: 'b3', prints: 'got b1' },
      ],
    }),
  });
  const scenario = readScenario(`${folder}/scenario.json`);
  const lab = await open(target, { settings: scenario.settings, seed: 5 });
  // From here on nothing of what was heard before counts.
  const unmet = playScenario(lab, { ...scenario, expectations: scenario.expectations.slice(1) });
  await lab.ended;
  await lab.close();
  assert.deepStrictEqual(unmet(), [
    'Board b1 did not print /got b2/m within 3000 ms.',
    'Board b3 did not print /got b1/m.',
  ]);
});

test('a scenario that is none is told place by place', () => {
  const folder = scratch({
    'scenario.json': JSON.stringify({
      boards: 0,
      evnts: [],
      events: [{ at: '5', do: 1 }],
      conditions: [{ loss: 'much' }],
    }),
    'broken.json': '{',
  });
  assert.throws(() => readScenario(`${folder}/scenario.json`), {
    name: 'UserError',
    message: new RegExp(
      [
        'is no scenario:',
        '  boards: 0 is not within 1 to 1000',
        '  evnts: is not known; there are .*',
        '  events\\[0\\]\\.at: "5" does not read .*',
        '  events\\[0\\]\\.do: must be of type string, and is integer',
        '  conditions\\[0\\]\\.loss: "much"',
      ].join('\n'),
    ),
  });
  assert.throws(() => readScenario(`${folder}/broken.json`), { name: 'UserError' });
});

test('conditions read as people write them', () => {
  assert.deepStrictEqual(parseSetting('loss', 'b1-b2:30%'), { where: 'b1-b2', kind: 'loss', value: 0.3 });
  assert.deepStrictEqual(parseSetting('delay', '40ms'), { where: '', kind: 'delay', value: 40 });
  assert.deepStrictEqual([parseTime('1.5s'), parseTime('2m'), parseTime('250us')], [1500, 120_000, 0.25]);
  assert.deepStrictEqual(
    [parseValue('rate', '250k'), parseValue('mtu', '1280'), parseValue('loss', '0.5')],
    [250_000, 1280, 0.5],
  );
  assert.deepStrictEqual(parsePartition('b1,b2:10s..20s'), { names: ['b1', 'b2'], from: 10_000, to: 20_000 });
  assert.deepStrictEqual(parsePartition('10s..20s'), { names: [], from: 10_000, to: 20_000 });
  const stations = ['b1', 'b2', 'gateway'];
  assert.strictEqual(parseWhere('b2-b1', stations), 'b1-b2');
  for (const wrong of [
    () => parseWhere('b1-b9', stations),
    () => parseWhere('b1-b1', stations),
    () => parseValue('loss', '101%'),
    () => parseValue('rate', '1'),
    () => parseTime('soon'),
    () => parsePartition('20s..10s'),
  ])
    assert.throws(wrong, { name: 'UserError' });
});

test('settings become rules, and 0 takes them away', () => {
  const conditions = new Conditions();
  conditions.set({ where: '', kind: 'loss', value: 0.05 });
  conditions.set({ where: '', kind: 'delay', value: 40 });
  conditions.set({ where: 'b1', kind: 'mtu', value: 600 });
  conditions.set({ where: 'b1-b2', kind: 'corrupt', value: 0.1 });
  assert.deepStrictEqual(conditions.rules(), [
    { lose: 0.05, delay: 40 },
    { from: 'b1', mtu: 600 },
    { to: 'b1', mtu: 600 },
    { from: 'b1', to: 'b2', damage: 0.1 },
    { from: 'b2', to: 'b1', damage: 0.1 },
  ]);
  for (const { where, kind } of conditions.list()) conditions.set({ where, kind, value: 0 });
  assert.deepStrictEqual(conditions.rules(), []);
});
