/* targets.ts: the ports and engines that tests run on, and a pool that keeps two boards busy. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ENGINES, type Engine, firmwarePath, jerryscriptPrefix, PORTS, type Port } from '#toolchain/build/paths';

export interface Target {
  port: Port;
  engine: Engine;
}

export function targetName(target: Target): string {
  return `${target.port}/${target.engine}`;
}

/** Why an engine cannot be had here, or undefined; node:test takes it as the reason of a skip. */
export function engineMissing(engine: Engine): string | undefined {
  const missing = engine === 'jerryscript' && !fs.existsSync(path.join(jerryscriptPrefix(), 'host', 'include'));
  return missing ? `no JerryScript under ${jerryscriptPrefix()}` : undefined;
}

/** Every engine, or the one asked for. Tests of one that is not here are skipped, engineMissing() says why. */
export function engines(engine?: string): Engine[] {
  return ENGINES.filter((name) => engine === undefined || name === engine);
}

/** Every port and engine, or those that `port` and `engine` leave; skipped as with engines(). */
export function targets(port?: string, engine?: string): Target[] {
  const ports = PORTS.filter((name) => port === undefined || name === port);
  return ports.flatMap((name) => engines(engine).map((one) => ({ port: name, engine: one })));
}

/** The engines that are here, and the others: what would have run on those counts as skipped. */
export function sortEngines(engine?: string): { here: Engine[]; missing: Engine[] } {
  const here = engines(engine).filter((name) => engineMissing(name) === undefined);
  const missing = engines(engine).filter((name) => !here.includes(name));
  for (const name of missing) console.log(`skipped: everything on ${name}: ${engineMissing(name)} (README, "Engines")`);
  return { here, missing };
}

const built = new Map<string, Promise<string>>();

/** Holds a lock file while `work` runs; waits for another process that holds it. */
async function locked(file: string, work: () => Promise<void>): Promise<void> {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  for (;;) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
      break;
    } catch {
      const holder = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : 0;
      if (holder > 0 && !fs.existsSync(`/proc/${holder}`)) fs.rmSync(file, { force: true });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  try {
    await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

/** Brings the firmware up to date. Of the processes that one `node --test` starts, the first does it for all. */
async function bringUp(target: Target): Promise<string> {
  const firmware = firmwarePath(target.port, target.engine);
  const base = path.join(path.dirname(firmware), '.tests');
  const run = process.env.NODE_TEST_CONTEXT === undefined ? '' : `${process.ppid}`;
  await locked(`${base}-lock`, async () => {
    const seen = `${base}-run`;
    if (run !== '' && fs.existsSync(seen) && fs.readFileSync(seen, 'utf8') === run && fs.existsSync(firmware)) return;
    const { buildFirmware } = await import('#toolchain/commands/build');
    await buildFirmware(target.port, target.engine);
    fs.writeFileSync(seen, run);
  });
  return copied(firmware);
}

/** A copy of this process's own, so that building beside a run of tests does not change what they run. */
function copied(firmware: string): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tinygram-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  const copy = path.join(folder, path.basename(firmware));
  fs.copyFileSync(firmware, copy);
  return copy;
}

/** The target's firmware, brought up to date once. */
export function firmwareOf(target: Target): Promise<string> {
  const name = targetName(target);
  let firmware = built.get(name);
  if (firmware === undefined) {
    firmware = bringUp(target);
    built.set(name, firmware);
  }
  return firmware;
}

/** Runs `work` on every item, at most `width` at a time, and gives the results in the items' order. */
export async function inParallel<T, R>(items: T[], width: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array<R>(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      results[at] = await work(items[at]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}

/** Counts of a run, as tests/run.ts reads them from the file given by --totals. */
export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
  /** One line a failure. */
  failures: string[];
}
