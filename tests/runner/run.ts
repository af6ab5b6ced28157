/*
 * run.ts: runs the JavaScript tests, tests/js/<group>/<behaviour>.ts, on every port and engine that is here.
 *
 *   node build/tests/runner/run.js [--filter part/of/name] [--port host] [--engine quickjs] [--totals file] [--verbose]
 *
 * A test is an app: it passes when it ends with exit code 0 (or the code that its header names) within its time,
 * having printed what its header names, and when the runtime, asked by TINYGRAM_CHECK=1, found every pool empty at
 * the end. Headers: tests/README.md.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { type BoardExit, type BoardNetwork, startBoard } from '#toolchain/boards/board';
import { Link, macFor } from '#toolchain/lab/switch';
import type { Engine } from '#toolchain/build/paths';
import { filesBelow, inRoot } from '#toolchain/build/paths';
import { type Header, missingOutput, readHeader } from './header';
import { buildTestImage, joinScript, makeImage, type Script, type TestImage } from './image';
import { beginProgram } from './program';
import { engineMissing, firmwareOf, inParallel, type Target, targetName, targets, type Totals } from './targets';

beginProgram(module);

/** Boards at work at a time. */
const WIDTH = 2;

interface Test {
  /** Path below tests/js without extension: "dgram/close". */
  name: string;
  file: string;
}

interface Outcome {
  test: Test;
  state: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped. */
  reason?: string;
  console?: string;
}

function findTests(filter: string | undefined): Test[] {
  const folder = inRoot('tests', 'js');
  return (
    filesBelow(folder, (name) => /\.[jt]s$/.test(name) && !name.endsWith('.d.ts'))
      .map((file) => ({ file, name: path.relative(folder, file).replace(/\.[jt]s$/, '') }))
      // What lies in a folder lib/ is there to be required.
      .filter((test) => test.name.includes('/') && !/(^|\/)lib\//.test(test.name))
      .filter((test) => filter === undefined || test.name.includes(filter))
  );
}

/** Images by engine and test, made once. */
class Images {
  private readonly scripts = new Map<string, Promise<Script>>();
  private readonly images = new Map<string, Promise<TestImage>>();

  of(test: Test, engine: Engine): Promise<TestImage> {
    const key = `${engine} ${test.name}`;
    let image = this.images.get(key);
    if (image === undefined && test.name.startsWith('npm/')) {
      // Bringing in packages is the toolchain's part, so it gets the test as it is.
      image = buildTestImage(path.join('js', test.name), test.file, engine, 'qemu-arm');
      this.images.set(key, image);
    }
    if (image === undefined) {
      let script = this.scripts.get(test.name);
      if (script === undefined) {
        script = joinScript(test.file);
        this.scripts.set(test.name, script);
      }
      image = script.then((joined) => makeImage(path.join('js', test.name), joined, engine, 'qemu-arm'));
      this.images.set(key, image);
    }
    return image;
  }
}

async function runTest(test: Test, target: Target, images: Images): Promise<Outcome> {
  let header: Header;
  let image: TestImage;
  try {
    header = readHeader(fs.readFileSync(test.file, 'utf8'));
    const names: string[] = [target.port, target.engine, targetName(target)];
    const out = header.except.find(({ name }) => names.includes(name));
    if (out !== undefined) return { test, state: 'skipped', reason: out.reason };
    image = await images.of(test, target.engine);
  } catch (error) {
    return { test, state: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
  const link = header.link ? Link.open() : undefined;
  try {
    const network: BoardNetwork =
      link === undefined ? { kind: 'none' } : { kind: 'link', socket: await link.plug('board') };
    const board = await startBoard({
      port: target.port,
      firmware: await firmwareOf(target),
      image: image.image,
      words: ['env.TINYGRAM_CHECK=1', ...(link === undefined ? [] : [`mac=${macFor(test.name)}`]), ...header.words],
      argv: header.args,
      network,
      channel: header.channel !== false,
      timeoutMs: header.timeout,
    });
    if (header.channel === 'echo') board.on('channel', (line) => board.send(line));
    const ended = await board.exited;
    const emulator = board.diagnostics.replace(/^.*nic lan9118\.0 has no peer\r?\n/m, '');
    const text = image.map(board.output) + (emulator === '' ? '' : `\nqemu: ${emulator}`);
    const skip = /^1\.\.0 # Skipped: (.*)$/m.exec(text);
    const reason = problem(ended, header, text);
    if (reason === undefined && skip !== null) return { test, state: 'skipped', reason: skip[1] };
    return reason === undefined ? { test, state: 'passed' } : { test, state: 'failed', reason, console: text };
  } catch (error) {
    return { test, state: 'failed', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    await link?.close();
  }
}

function problem(ended: BoardExit, header: Header, text: string): string | undefined {
  if (ended.reason === 'timeout') return `no end within ${header.timeout / 1000} s`;
  if (ended.reason !== 'exit') return `ended by ${ended.signal ?? ended.reason}`;
  if (ended.code !== header.exit) return `exit code ${ended.code}, expected ${header.exit}`;
  return missingOutput(header.output, text);
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .slice(-60)
    .map((line) => `      ${line}`)
    .join('\n');
}

async function runTarget(
  target: Target,
  tests: Test[],
  images: Images,
  verbose: boolean,
  totals: Totals,
): Promise<void> {
  const started = Date.now();
  const outcomes = await inParallel(tests, WIDTH, async (test) => {
    const outcome = await runTest(test, target, images);
    if (outcome.state === 'failed') {
      console.log(`  failed ${targetName(target)} ${test.name}: ${outcome.reason}`);
      if (outcome.console !== undefined && outcome.console.trim() !== '') console.log(indented(outcome.console));
    } else if (outcome.state === 'skipped') {
      console.log(`  skipped ${targetName(target)} ${test.name}: ${outcome.reason}`);
    } else if (verbose) {
      console.log(`  passed ${targetName(target)} ${test.name}`);
    }
    return outcome;
  });
  const count = (state: Outcome['state']): number => outcomes.filter((outcome) => outcome.state === state).length;
  totals.passed += count('passed');
  totals.failed += count('failed');
  totals.skipped += count('skipped');
  for (const outcome of outcomes.filter(({ state }) => state === 'failed'))
    totals.failures.push(`js ${targetName(target)} ${outcome.test.name}: ${outcome.reason!.split('\n')[0]}`);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(
    `js ${targetName(target)}: ${count('passed')} passed, ${count('failed')} failed, ` +
      `${count('skipped')} skipped in ${seconds} s`,
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      filter: { type: 'string' },
      port: { type: 'string' },
      engine: { type: 'string' },
      totals: { type: 'string' },
      verbose: { type: 'boolean', default: false },
    },
  });
  const totals: Totals = { passed: 0, failed: 0, skipped: 0, failures: [] };
  const tests = findTests(values.filter);
  const images = new Images();
  for (const target of targets(values.port, values.engine)) {
    const missing = engineMissing(target.engine);
    if (missing !== undefined) {
      console.log(`js ${targetName(target)}: ${tests.length} skipped: ${missing}`);
      totals.skipped += tests.length;
    } else if (tests.length > 0) {
      await runTarget(target, tests, images, values.verbose, totals);
    }
  }
  if (values.totals !== undefined) fs.writeFileSync(values.totals, JSON.stringify(totals));
  process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
}

void main();
