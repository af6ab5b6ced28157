import assert from 'node:assert';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import { realClock } from '#toolchain/lab/clock';
import { APP_NAME, buildImage } from '#toolchain/commands/build';
import { Laboratory, type LabPlan } from '#toolchain/lab/laboratory';
import { engineMissing, firmwareOf, targets, type Target } from '../runner/targets';
import { scratch } from '../toolchain/lib/scratch';

const target = targets('host', process.env.ENGINE).find(({ engine }) => engineMissing(engine) === undefined) as Target;

async function planOf(names: string[], more: Partial<LabPlan> = {}): Promise<LabPlan> {
  const folder = scratch({ 'app.js': `console.log('up', process.pid); setInterval(() => {}, 1000);` });
  const { image, map } = await buildImage(`${folder}/app.js`, { engine: target.engine, out: `${folder}/app.tgi` });
  const boards = names.map((name) => ({ name, image, map, appName: APP_NAME, argv: [], words: [] }));
  return { ...target, firmware: await firmwareOf(target), boards, network: 'lab', ...more };
}

test('resets one after the other, and an end among them, leave no board behind', { timeout: 60_000 }, async () => {
  const lab = await Laboratory.open(await planOf(['b1', 'b2']));
  const pids = new Set<number>();
  lab.on('started', (name) => pids.add(lab.board(name)?.pid as number));
  for (let i = 0; i < 5; i++) void lab.reset('b1');
  await lab.reset('b1');
  await lab.board('b1')?.waitFor('up', 10_000);
  assert.ok(pids.size <= 2, 'those that wait are one');
  assert.strictEqual([...pids].filter(alive).length, 1, 'there is one b1');
  void lab.reset('b2');
  lab.kill();
  await lab.ended;
  await lab.close();
  assert.deepStrictEqual([...pids].filter(alive), []);
});

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('names of boards are their own', async () => {
  for (const [names, message] of [
    [['b1', 'b1'], /Two boards are called "b1"/],
    [['gateway'], /No board can be called "gateway"/],
    [['all'], /No board can be called "all"/],
  ] as const)
    await assert.rejects(Laboratory.open(await planOf([...names])), { name: 'UserError', message });
});

test('a time further off than Node’s timers reach is waited for', async () => {
  let warned = false;
  process.once('warning', () => (warned = true));
  const cancel = realClock.later(2 ** 40, () => assert.fail('it is 34 years too early'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  cancel();
  assert.ok(!warned);
});

for (const [what, options, message] of [
  ['--ui without the laboratory’s network', ['--ui', '--net', 'none'], /^--ui is for the laboratory’s network/m],
  ['a scenario of boards that are not there', ['--scenario', 'expects.json'], /there is no such board/],
  ['a scenario that is not there', ['--scenario', 'none.json'], /^There is no scenario/m],
  ['a folder as scenario', ['--scenario', '.'], /is a folder/],
] as const) {
  test(`run ends at once with a line: ${what}`, { timeout: 60_000 }, async () => {
    await firmwareOf(target);
    const folder = scratch({
      'app.js': 'setInterval(() => {}, 1000)',
      'package.json': '{}',
      'expects.json': JSON.stringify({ expect: [{ board: 'b7', prints: 'x' }] }),
    });
    const args = ['run', 'app.js', '--target', 'host', '--engine', target.engine, ...options];
    const run = spawn(process.execPath, [inRoot('build', 'toolchain', 'cli.js'), ...args], { cwd: folder });
    let errors = '';
    run.stderr.on('data', (data: Buffer) => (errors += data.toString()));
    assert.strictEqual(await new Promise((resolve) => run.once('close', resolve)), 1, errors);
    assert.match(errors, message);
  });
}
