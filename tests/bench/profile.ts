/*
 * profile.ts: `make profile APP=path [ENGINE=…] [PROFILE="options"]`. Instructions of an app on the emulated board by
 * JavaScript function and by C function, as tables and as flame graphs, build/profile/<app>-<engine>.html. How it is
 * recorded: record.ts. On QuickJS the firmware is one whose built-in modules keep their positions (the same code, but
 * more of it to load and to keep), so that functions without a name have one.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { make } from '#toolchain/build/make';
import { type Engine, ENGINES, firmwarePath, inRoot, shown, writeWhole } from '#toolchain/build/paths';
import { Positions, type SourceMap } from '#toolchain/build/sourcemap';
import { buildImage } from '#toolchain/commands/build';
import { chooseEngine } from '#toolchain/engines/choice';
import { endWithSignals } from './board';
import { flameGraphs } from './flame';
import { record } from './record';
import { interpreterOf, type ScriptFunction } from './script';
import { byFunction, byScript, type Node } from './trace';

const USAGE = `usage: make profile APP=path/to/app.ts [ENGINE=quickjs|jerryscript] [PROFILE="options"]

Counts the instructions of an app on the emulated board by JavaScript function and by C function.
  --after TEXT   begin when the console has shown TEXT; default: "listening" with --send, else at reset
  --send COUNT   send so many datagrams, one after the other, and end after the last answer
  --size BYTES   of each datagram; 64
  --port PORT    of the board that they go to; 7
  --limit COUNT  end after so many instructions; 5,000,000
  --top ROWS     rows of the table; 40
The board is 192.168.77.2, its peer 192.168.77.1.

What the engine, bindings and network do for a JavaScript function counts as its own. JerryScript's precompiled code
knows a function's name and file, but no line.
`;

interface Options {
  app: string;
  engine: Engine;
  after: string | undefined;
  send: number;
  size: number;
  port: number;
  limit: number;
  top: number;
}

function optionsOf(args: string[]): Options {
  const given = new Map<string, string>();
  let app: string | undefined;
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!;
    if (word.startsWith('--')) given.set(word.slice(2), args[++i] ?? '');
    else app = word;
  }
  const number = (name: string, otherwise: number): number => {
    const value = Number(given.get(name) ?? otherwise);
    if (Number.isInteger(value) && value >= 0) return value;
    throw new Error(`--${name} ${given.get(name)} is not a number\n${USAGE}`);
  };
  const asked = given.get('engine') as Engine | undefined;
  if (app === undefined || (asked !== undefined && !ENGINES.includes(asked))) throw new Error(USAGE);
  const engine = asked ?? chooseEngine('qemu-arm');
  const send = number('send', 0);
  const after = given.get('after') ?? (send > 0 ? 'listening' : undefined);
  return {
    app,
    engine,
    send,
    after,
    size: number('size', 64),
    port: number('port', 7),
    limit: number('limit', 5_000_000),
    top: number('top', 40),
  };
}

/** The firmware to profile, up to date. */
async function firmwareFor(engine: Engine): Promise<string> {
  if ((await make(['-s', 'profile-firmware', `ENGINE=${engine}`, 'PORT=qemu-arm'])) !== 0) {
    throw new Error('the firmware could not be built (make profile-firmware)');
  }
  return path.join(path.dirname(firmwarePath('qemu-arm', engine)), 'profile.elf');
}

/** "onMessage (src/app.ts:7)", "emit (tinygram:events)", "<anonymous> (tinygram:dgram:312)". */
export function labelOf({ name, file, line, column }: ScriptFunction, positions: Positions): string {
  const place = line > 0 && file === 'app.js' ? positions.find(line, column) : undefined;
  const where =
    place !== undefined ? `${shown(place.source)}:${place.line}` : name === '' && line > 0 ? `${file}:${line}` : file;
  return `${name === '' ? '<anonymous>' : name}${where === '' ? '' : ` (${where})`}`;
}

function show(what: string, root: Node, options: Options): void {
  const per = options.send > 0 ? options.send : 1;
  const cell = (value: number): string =>
    Math.round(value / per)
      .toLocaleString('en-US')
      .padStart(12);
  const share = (value: number): string => `${((value / root.total) * 100).toFixed(1)}%`.padStart(8);
  console.log(`\n${cell(root.total).trim()} instructions${per > 1 ? ' a datagram' : ''}, by ${what}`);
  console.log('         own             with calls            function');
  for (const { name, own, total } of byFunction(root).slice(0, options.top)) {
    console.log(`${cell(own)}${share(own)}${cell(total)}${share(total)}  ${name}`);
  }
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.length === 0 || args.includes('--help')) {
    console.log(USAGE);
    return;
  }
  endWithSignals();
  const options = optionsOf(args);
  const { engine } = options;
  const firmware = await firmwareFor(engine);
  const name = path.basename(options.app).replace(/\.[^.]+$/, '');
  const out = inRoot('build', 'profile', `${name}-${engine}.html`);
  const { image, map } = await buildImage(options.app, {
    engine,
    port: 'qemu-arm',
    release: true,
    out: out.replace(/html$/, 'tgi'),
  });
  const positions = new Positions(mapOf(map));
  const calls = await record({
    ...options,
    firmware,
    image,
    interpreter: interpreterOf(engine, firmware),
    label: (running) => labelOf(running, positions),
    onOutput: (text) => process.stdout.write(text),
  });
  const root = calls.finish();
  if (root.total === 0) throw new Error('the board executed nothing that could be counted');
  const scripts = byScript(root);
  show('JavaScript function', scripts, options);
  show('C function', root, options);
  const what = options.send > 0 ? `${options.send} datagrams of ${options.size} bytes` : 'a run';
  writeWhole(
    out,
    flameGraphs(`${name} on ${engine}: ${what}`, [
      { title: 'JavaScript functions', root: scripts },
      { title: 'C functions, with what the interpreter runs', root },
    ]),
  );
  console.log(`\n${shown(out)}: flame graphs`);
}

/** An image's map, with sources as paths. */
function mapOf(file: string): SourceMap {
  const map = JSON.parse(fs.readFileSync(file, 'utf8')) as SourceMap;
  return { ...map, sources: map.sources.map((source) => path.resolve(path.dirname(file), source)) };
}

if (require.main === module) {
  void main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
