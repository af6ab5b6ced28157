/* targets.ts: the ports and engines that tests run on, and a pool that keeps two boards busy. */
import * as fs from 'fs';
import * as path from 'path';
import { ENGINES, type Engine, PORTS, type Port } from '#toolchain/build/paths';
import { jerryscriptInclude } from '#toolchain/build/image';

export interface Target {
  port: Port;
  engine: Engine;
}

export function targetName(target: Target): string {
  return `${target.port}/${target.engine}`;
}

/** Why an engine cannot be had here, or undefined. */
export function engineMissing(engine: Engine): string | undefined {
  if (engine === 'jerryscript' && !fs.existsSync(jerryscriptInclude())) {
    return `no JerryScript under ${path.dirname(path.dirname(jerryscriptInclude()))}`;
  }
  return undefined;
}

/** Every target here, or those that `port` and `engine` leave; says in one line which engine is left out, and why. */
export function targetsHere(port?: string, engine?: string): Target[] {
  const engines = ENGINES.filter((name) => engine === undefined || name === engine).filter((name) => {
    const missing = engineMissing(name);
    if (missing !== undefined) {
      console.log(`skipped: everything on ${name}: ${missing}`);
    }
    return missing === undefined;
  });
  const ports = PORTS.filter((name) => port === undefined || name === port);
  return ports.flatMap((name) => engines.map((one) => ({ port: name, engine: one })));
}

const built = new Map<string, Promise<string>>();

/** The target's firmware, brought up to date once per process. */
export function firmwareOf(target: Target): Promise<string> {
  const name = targetName(target);
  let path = built.get(name);
  if (path === undefined) {
    path = import('#toolchain/commands/build').then(({ buildFirmware }) => buildFirmware(target.port, target.engine));
    built.set(name, path);
  }
  return path;
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
