/** `tinygram run --watch`: what changed is built, checked and started again, and nothing else. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { after, test } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import { buildFirmware } from '#toolchain/commands/build';
import { scratch } from './lib/scratch';

const LIMIT = { timeout: 120_000 };

/** A running command whose output is waited for, each text once. */
class Watched {
  text = '';
  private readonly child: ChildProcess;
  private heard: () => void = () => undefined;
  readonly code: Promise<number | null>;

  constructor(folder: string, args: string[]) {
    const cli = inRoot('build', 'toolchain', 'cli.js');
    const own = ['run', '--watch', '--target', 'host', '--engine', 'quickjs'];
    this.child = spawn(process.execPath, [cli, ...own, ...args], { cwd: folder });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (data: Buffer) => {
        this.text += data.toString();
        this.heard();
      });
    }
    this.code = new Promise((resolve) => this.child.once('close', resolve));
    after(() => this.child.kill('SIGKILL'));
  }

  /** Resolves with all that was said up to the text, which is taken away. */
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const match = pattern.exec(this.text);
      if (match) {
        const end = match.index + match[0].length;
        const said = this.text.slice(0, end);
        this.text = this.text.slice(end);
        return said;
      }
      await Promise.race([
        new Promise<void>((resolve) => (this.heard = resolve)),
        this.code.then((code) => assert.fail(`ended with ${code}, without ${String(pattern)}:\n${this.text}`)),
      ]);
    }
  }

  end(): Promise<number | null> {
    this.child.kill('SIGINT');
    return this.code;
  }
}

const APP = `import { word } from './word';
require('dgram').createSocket('udp4').bind(0, () => console.log('the word is', word));
`;
const TSCONFIG = JSON.stringify({ compilerOptions: { strict: true }, include: ['src'] });

test('a change, an error in types, an error in the text, and their end', LIMIT, async () => {
  await buildFirmware('host', 'quickjs');
  const folder = scratch({
    'package.json': '{}',
    'tsconfig.json': TSCONFIG,
    'src/app.ts': APP,
    'src/word.ts': "export const word: string = 'one';\n",
  });
  const word = (text: string): void => fs.writeFileSync(path.join(folder, 'src/word.ts'), text);
  const run = new Watched(folder, []);
  await run.until(/the word is one\n/);
  word("export const word: string = 'two';\n");
  assert.match(await run.until(/the word is two\n/), /^src\/app\.ts has changed: b1 started again\.$/m);
  // An error in types is told, and the app runs all the same.
  word('export const word: string = 3;\n');
  const said = [await run.until(/the word is 3\n|TS2322/), await run.until(/the word is 3\n|TS2322/)].join('');
  assert.match(said, /the word is 3\n/);
  assert.match(said, /^src\/word\.ts:1:14: error: TS2322/m);
  // A comment makes the same image, so nothing starts; the types are right.
  word("// three\nexport const word: string = '4';\n");
  await run.until(/its types are right again[^]*the word is 4\n|the word is 4\n[^]*its types are right again/);
  word("// four\nexport const word: string = '4';\n\n");
  word('export const word: string = ;\n');
  const broken = await run.until(/Waiting for a change\./);
  assert.match(broken, /^src\/word\.ts:1:29: error: /m);
  assert.doesNotMatch(broken, /started again/);
  // One that TypeScript could make some JavaScript of: that is not run either.
  word("export const word: string = '5'; f('6'; g();\n");
  const half = await run.until(/Waiting for a change\./);
  assert.match(half, /^src\/word\.ts:1:39: error: TS1005/m);
  assert.doesNotMatch(half, /started again|the word is 5/);
  // An editor's way to save, through a rename.
  fs.writeFileSync(path.join(folder, 'src/word.new'), "export const word: string = 'five';\n");
  fs.renameSync(path.join(folder, 'src/word.new'), path.join(folder, 'src/word.ts'));
  await run.until(/the word is five\n/);
  assert.equal(await run.end(), 130);
});

test('an app that cannot be built at first is waited for, one that has ended starts again', LIMIT, async () => {
  const folder = scratch({ 'package.json': '{}', 'src/app.ts': "import { x } from './later';\nconsole.log(x);\n" });
  const run = new Watched(folder, []);
  await run.until(/src\/app\.ts:1:19: error: [^\n]*later[^]*Waiting for a change\./);
  fs.writeFileSync(path.join(folder, 'src/later.ts'), "export const x = 'here';\n");
  await run.until(/here\n[^]*The board has ended with code 0\.\n/);
  fs.writeFileSync(path.join(folder, 'src/later.ts'), "export const x = 'there';\n");
  await run.until(/there\n/);
  assert.equal(await run.end(), 130);
});

test('of several apps that one starts again which changed', LIMIT, async () => {
  const quiet = (text: string): string => `require('dgram').createSocket('udp4').bind(0);\nconsole.log('${text}');\n`;
  const folder = scratch({ 'package.json': '{}', 'a.js': quiet('first a'), 'b.js': quiet('first b') });
  const run = new Watched(folder, ['a.js', '--app', 'b.js']);
  await run.until(/first a[^]*first b|first b[^]*first a/);
  fs.writeFileSync(path.join(folder, 'b.js'), quiet('second b'));
  assert.doesNotMatch(await run.until(/second b/), /first a/);
  assert.equal(await run.end(), 130);
});
