/**
 * `tinygram profile`: instructions of an app on the emulated board by JavaScript function and by C function, as tables
 * and as flame graphs. How it is recorded: profile/record.ts. The firmware is one whose built-in modules keep names
 * and, on QuickJS, positions (the same code, but more of it to load and to keep), so that functions without a
 * name have one.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { ScriptFunction } from '../engines/interpreter';
import { factsPath, firmwareFacts, type FirmwareFacts } from '../profile/facts';
import { flameGraphs } from '../profile/flame';
import { record, type Recorded } from '../profile/record';
import { byFunction, byScript, type Node } from '../profile/trace';
import { compilerPath, firmwarePath, packageData, displayPath, writeWhole, type Engine } from '../build/paths';
import { Positions, type SourceMap } from '../build/sourcemap';
import { visible, visibleJson } from '../boards/visible';
import { during } from '../progress';
import { UserError } from '../user_error';
import { buildImage, imagePath, runMake } from './build';

const PORT = 'qemu-arm';

export interface ProfileOptions {
  engine: Engine;
  /** Begins when the console has shown it. */
  after?: string;
  /** Datagrams to send. */
  send: number;
  /** Bytes of each. */
  size: number;
  /** The UDP port of the board that they go to. */
  to: number;
  /** Instructions after which it ends. */
  limit: number;
  /** Rows of each table. */
  top: number;
  boot?: string[];
  /** The page with the flame graphs. */
  out?: string;
  json?: boolean;
}

/** The firmware to profile and its facts, which are beside it; brought up to date in a clone. */
export async function buildProfileFirmware(engine: Engine): Promise<{ firmware: string; facts: FirmwareFacts }> {
  const firmware = path.join(path.dirname(firmwarePath(PORT, engine)), 'profile.elf');
  if (packageData() === undefined) {
    const args = ['-s', 'profile-firmware', `ENGINE=${engine}`, `PORT=${PORT}`];
    await runMake(PORT, args, `The firmware to profile with ${engine}`);
  } else if (!fs.existsSync(firmware) || !fs.existsSync(factsPath(firmware))) {
    throw new UserError(`This package of Tinygram has no firmware to profile with ${engine}.`);
  }
  return { firmware, facts: firmwareFacts(engine, firmware) };
}

/** "onMessage (src/app.ts:7)", "emit (tinygram:events)", "<anonymous> (tinygram:dgram:312)". */
function labelOf({ name, file, line, column }: ScriptFunction, positions: Positions): string {
  const place = line > 0 && file === 'app.js' ? positions.find(line, column) : undefined;
  const where =
    place !== undefined
      ? `${displayPath(place.source)}:${place.line}`
      : name === '' && line > 0
        ? `${file}:${line}`
        : file;
  return `${name === '' ? '<anonymous>' : name}${where === '' ? '' : ` (${where})`}`;
}

function tableOf(what: string, root: Node, { send, top }: ProfileOptions): string {
  const per = send > 0 ? send : 1;
  const cell = (value: number): string =>
    Math.round(value / per)
      .toLocaleString('en-US')
      .padStart(12);
  const share = (value: number): string => `${((value / root.total) * 100).toFixed(1)}%`.padStart(8);
  const rows = byFunction(root)
    .slice(0, top)
    .map(({ name, own, total }) => `${cell(own)}${share(own)}${cell(total)}${share(total)}  ${visible(name)}\n`);
  return (
    `\n${cell(root.total).trim()} instructions${per > 1 ? ' a datagram' : ''}, by ${what}\n` +
    `         own             with calls            function\n${rows.join('')}`
  );
}

/** What to say of datagrams without an answer; undefined when each had one. */
function silenceOf({ sent, answered }: Recorded, { to, after }: ProfileOptions): string | undefined {
  if (answered >= sent) return undefined;
  if (answered > 0) return `${sent - answered} of ${sent} datagrams had no answer.`;
  return (
    `Nothing answered: ${sent} datagrams to UDP port ${to} of the board had no answer. ` +
    `The app may listen at another port (--to)${after === undefined ? ', or begin later (--after)' : ''}.`
  );
}

/** An image's map, with sources as paths. */
function mapOf(file: string): SourceMap {
  const map = JSON.parse(fs.readFileSync(file, 'utf8')) as SourceMap;
  return { ...map, sources: map.sources.map((source) => path.resolve(path.dirname(file), source)) };
}

export async function profile(app: string, args: string[], options: ProfileOptions): Promise<void> {
  const { engine, send, size, json = false } = options;
  const name = path.basename(app).replace(/\.[^.]+$/, '');
  const out = path.resolve(options.out ?? path.join(path.dirname(imagePath(app)), 'profile', `${name}-${engine}.html`));
  // Precompiled where that can be had: the board then compiles nothing while it is counted from reset.
  const release = packageData() === undefined || fs.existsSync(compilerPath(engine));
  const { image, map } = await buildImage(app, { engine, port: PORT, release, named: true, out: `${out}.tgi` });
  const profiled = await buildProfileFirmware(engine);
  const positions = new Positions(mapOf(map));
  const recorded = await during('counting instructions', () =>
    record({
      ...options,
      after: options.after,
      ...profiled,
      image,
      argv: args,
      words: options.boot ?? [],
      label: (running) => labelOf(running, positions),
      onOutput: (text) => void process[json ? 'stderr' : 'stdout'].write(visible(text)),
    }),
  );
  for (const file of [image, map]) fs.rmSync(file, { force: true });
  const root = recorded.calls.finish();
  const silence = silenceOf(recorded, options);
  if (silence !== undefined) process.stderr.write(`${silence}\n`);
  if (root.total === 0) throw new UserError('The board executed nothing that could be counted.');
  const scripts = byScript(root);
  const what = send > 0 ? `${send} datagrams of ${size} bytes` : 'a run';
  const page = flameGraphs(`${name} on ${engine}: ${what}`, [
    { title: 'JavaScript functions', root: scripts },
    { title: 'C functions, with what the interpreter runs', root },
  ]);
  writeWhole(out, page);
  if (json) {
    const { sent, answered } = recorded;
    const tables = { javascript: byFunction(scripts), c: byFunction(root) };
    const all = { engine, instructions: root.total, sent, answered, ...tables, page: out };
    process.stdout.write(`${visibleJson(all)}\n`);
    return;
  }
  process.stdout.write(tableOf('JavaScript function', scripts, options) + tableOf('C function', root, options));
  process.stdout.write(`\n${displayPath(out)}: flame graphs\n`);
}
