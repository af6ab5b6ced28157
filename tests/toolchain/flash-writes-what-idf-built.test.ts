import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import { consoleReport } from '#toolchain/commands/flash';
import { boot, EspBoard, FLASH_SIZE, idfBuild, type FirmwareChip } from './lib/esp_board';
import { appImage, dense, flashBoard } from './lib/esp_tool';
import { NorFlash } from './lib/nor_flash';

/** What a build folder says goes where. */
function parts(folder: string): [number, Buffer][] {
  const args = JSON.parse(fs.readFileSync(path.join(folder, 'flasher_args.json'), 'utf8'));
  return Object.entries(args.flash_files as Record<string, string>).map(([at, name]) => [
    Number(at),
    fs.readFileSync(path.join(folder, name)),
  ]);
}

for (const chip of ['esp32', 'esp32s3', 'esp32c3', 'esp32c6'] as FirmwareChip[]) {
  for (const stub of ['runs', 'refused'] as const) {
    test(`${chip}, stub ${stub}: every part is in its place, and nothing else is touched`, async () => {
      const flash = new NorFlash(FLASH_SIZE);
      const board = new EspBoard({ chip, flash, stub });
      const firmware = idfBuild(chip);
      await flashBoard(await board.plug(), { firmware });
      const expected = Buffer.alloc(FLASH_SIZE, 0xff);
      for (const [at, data] of parts(firmware)) data.copy(expected, at);
      assert.ok(flash.data.equals(expected));
    });
  }
}

test('settings, apps and the slot record stay when the firmware is written', async () => {
  const flash = new NorFlash(FLASH_SIZE);
  const board = new EspBoard({ chip: 'esp32c3', flash });
  const port = await board.plug();
  const told = await flashBoard(port, { firmware: idfBuild('esp32c3'), app: appImage('app') });
  assert.match(told.lines.join('\n'), /bootloader\.bin: 21000 bytes written.*in slot a: \d+ bytes written/s);
  flash.data.write('settings', 0x9000);
  board.unplug();
  await flashBoard(await board.plug(), { firmware: idfBuild('esp32c3', 50_000) });
  assert.equal(flash.data.toString('latin1', 0x9000, 0x9008), 'settings');
  assert.deepEqual(boot(flash), { slot: 'a', code: 'app', trial: true });
});

test('an interrupted firmware is told, and made whole by the same command', async () => {
  const firmware = idfBuild('esp32c3');
  const whole = new NorFlash(FLASH_SIZE);
  await flashBoard(await new EspBoard({ chip: 'esp32c3', flash: whole }).plug(), { firmware });
  for (const powerFor of [0, 1, Math.floor(whole.changes / 2), whole.changes - 1]) {
    const flash = new NorFlash(FLASH_SIZE);
    flash.powerFor = powerFor;
    const board = new EspBoard({ chip: 'esp32c3', flash });
    await assert.rejects(
      flashBoard(await board.plug(), { firmware }),
      /went away: .* The firmware on the board is not whole now\. Run the same command again/,
    );
    flash.powerFor = Infinity;
    await flashBoard(await board.plug(), { firmware });
    assert.ok(flash.data.equals(whole.data), `power for ${powerFor} changes`);
  }
  const early = new EspBoard({
    chip: 'esp32c3',
    flash: new NorFlash(FLASH_SIZE),
    fault: (_number, command) => (command === 'SPI_FLASH_MD5' ? 'unplug' : undefined),
  });
  await assert.rejects(flashBoard(await early.plug(), { firmware }), /went away: .* Nothing was written\./);
});

test('on a terminal progress is one line that changes', () => {
  let text = '';
  const report = consoleReport({ isTTY: true, write: (more) => void (text += more) });
  report.progress('slot a', 50, 100);
  report.progress('slot a', 100, 100);
  report.say('done');
  report.progress('slot b', 1, 3);
  report.end();
  const lines = ['\r\x1b[Kslot a: 50 % (50 of 100 bytes)', '\r\x1b[Kslot a: 100 % (100 of 100 bytes)\n', 'done\n'];
  assert.equal(text, `${lines.join('')}\r\x1b[Kslot b: 33 % (1 of 3 bytes)\n`);
});

test("the project's folder will do for its build folder", async () => {
  const board = new EspBoard({ chip: 'esp32', flash: new NorFlash(FLASH_SIZE) });
  const build = idfBuild('esp32');
  const project = path.join(path.dirname(build), `project-of-${path.basename(build)}`);
  fs.mkdirSync(project);
  fs.symlinkSync(build, path.join(project, 'build'));
  try {
    await flashBoard(await board.plug(), { firmware: project });
  } finally {
    fs.rmSync(project, { recursive: true });
  }
});

/** Runs the command while this process plays the board. */
function command(args: string[], cwd: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const env = { ...process.env, TINYGRAM_ENGINE: 'quickjs' };
  const child = spawn(process.execPath, [inRoot('build', 'toolchain', 'cli.js'), ...args], {
    cwd,
    env,
    timeout: 60_000,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

test('the command shows progress as lines where there is no terminal, and changes the speed', async () => {
  const flash = new NorFlash(FLASH_SIZE);
  const board = new EspBoard({ chip: 'esp32s3', flash });
  const port = await board.plug();
  const firmware = idfBuild('esp32s3');
  const app = appImage(`app ${dense(60_000)}`);
  const run = await command(['flash', '--port', port, '--firmware', firmware, '--app', app], path.dirname(app));
  assert.deepEqual({ code: run.code, stderr: run.stderr }, { code: 0, stderr: '' });
  assert.equal(board.rom.baud, 460_800);
  const lines = run.stdout.split('\n');
  assert.match(lines[0] as string, /^ESP32-S3 on \S+, 4 MB of flash$/);
  assert.ok(lines.includes('slot a: 100 % (60080 of 60080 bytes)'), run.stdout);
  assert.ok(lines.every((line) => !/[\r\x1b]/.test(line)));
  assert.ok(lines.includes('app.tgi in slot a: 60080 bytes written, verified'));
  assert.match(boot(flash).code as string, /^app /);
});

test('without --app and --firmware the app is built first', async () => {
  const flash = new NorFlash(FLASH_SIZE);
  const board = new EspBoard({ chip: 'esp32', flash });
  const port = await board.plug();
  await flashBoard(port, { firmware: idfBuild('esp32') });
  const folder = path.dirname(appImage(''));
  fs.mkdirSync(path.join(folder, 'src'));
  fs.writeFileSync(path.join(folder, 'package.json'), '{}');
  const text = "const words: string[] = ['built', 'here'];\nconsole.log(words);\n";
  fs.writeFileSync(path.join(folder, 'src', 'app.ts'), text);
  board.unplug();
  const run = await command(['flash', '-p', await board.plug(), '-b', '115200'], folder);
  assert.deepEqual({ code: run.code, stderr: run.stderr }, { code: 0, stderr: '' });
  assert.match(boot(flash).code as string, /\["built","here"\]/);
  assert.ok(fs.existsSync(path.join(folder, 'build', 'app.tgi.map')), 'the map for the monitor');
});
