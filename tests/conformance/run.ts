/*
 * run.ts: Node's own tests, unmodified, on a board: those of dgram, and those of other modules by --module.
 *
 *   node build/tests/conformance/run.js [--list file|all] [--module name,…|all] [--write] [--port qemu-arm]
 *     [--engine quickjs] [--json file] [--filter part/of/name] [--totals file] [--verbose]
 *
 * A list has one test per line, "folder/name" below Node's test/, and "multi" behind it when the test starts more
 * programs of itself; "#" begins a comment. Without --list it is tests/conformance/node-dgram.txt, what CI requires.
 * "all" takes every dgram test that Node has; what cannot apply to a device is then named with the reason.
 * Every listed test must pass: one that skips itself has failed.
 *
 * The list of a module, tests/conformance/node-<module>.txt, names every test that Node has of it (modules.ts). Behind
 * a test that does not pass stands why: "not for a device: …" when it asks for what none can have, "fails: …" for all
 * else; "… on <engine>: …" where it is so with one engine alone. One that is listed to fail and passes is a failure
 * of the list. Of the tests that apply, MODULE_SHARE must pass. --write writes the lists anew; reasons that are there
 * stay.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { type Board, startBoard } from '#toolchain/boards/board';
import { Link, macFor } from '#toolchain/lab/switch';
import { inRoot, type Port } from '#toolchain/build/paths';
import { chooseEngine } from '#toolchain/engines/choice';
import { UserError } from '#toolchain/user_error';
import { answerDns, Host } from '../net/lib/host';
import { joinScript, makeImage, type TestImage } from '../runner/image';
import {
  engineMissing,
  firmwareOf,
  inParallel,
  type Target,
  targetName,
  targets,
  type Totals,
} from '../runner/targets';
import { deviceLacks, MODULES, moduleTests } from './modules';
import { offeredByCommon, standIns, usedOfCommon } from './standins';
import { type Program, runSession, type Start, type Verdict } from './session';
import { beginProgram } from '../runner/program';

beginProgram(module);

/** Milliseconds of real time for one test. */
const TIME = 90000;
/** Boards of one test at a time. */
const BOARDS = 8;
/** Boards at work at a time when each test has one. */
const WIDTH = 2;

/** All boards of a test play processes of one machine, so they have one address. */
const WORDS = ['ip=192.168.77.2/24', 'gw=192.168.77.1', 'ip6=fd77::2/64', 'dns=192.168.77.1', 'host=board'];

interface Entry {
  name: string;
  multi: boolean;
  /** Why it does not pass, as its list says. */
  known?: { state: 'fails' | 'not for a device'; engine?: string; reason: string };
}

interface Result {
  name: string;
  state: 'passed' | 'failed' | 'not applicable' | 'known to fail';
  reason?: string;
  milliseconds: number;
  verdict?: Verdict;
  console?: string;
}

const NODE_TESTS = inRoot('build', 'deps', 'node', 'test');
/** Of a module's tests that apply to a device, the share that must pass. */
const MODULE_SHARE = 0.95;
const DEFAULT_LIST = inRoot('tests', 'conformance', 'node-dgram.txt');

/** Reasons for which a test cannot apply to a device, found by a look at its text. */
const NOT_APPLICABLE: [RegExp, string][] = [
  [/require\('cluster'\)/, 'needs the cluster module: a device runs one program'],
  [/require\('(worker_threads|inspector)'\)/, 'needs a module that only a desktop has'],
  [/\bbind\(\{[^}]*\bfd\b|_createSocketHandle\([^)]*[.\s]fd\)/, 'passes file descriptors: a device has none'],
  [/^\/\/ Flags:.*--test-udp-no-try-send/m, "needs Node's own flag for slow sends: the device sends at once"],
];

function readList(list: string | undefined): Entry[] {
  if (list === 'all') {
    return ['parallel', 'sequential', 'internet'].flatMap((folder) =>
      fs
        .readdirSync(path.join(NODE_TESTS, folder))
        .filter((name) => name.startsWith('test-dgram-') || name === 'test-dgram.js')
        .sort()
        .map((name) => {
          const text = fs.readFileSync(path.join(NODE_TESTS, folder, name), 'utf8');
          return { name: `${folder}/${name}`, multi: text.includes("require('child_process')") };
        }),
    );
  }
  const file = list ?? DEFAULT_LIST;
  if (!fs.existsSync(file))
    throw new UserError(`There is no list of tests ${file}. Name one: make conformance LIST=file, or LIST=all`);
  return parseList(file, fs.readFileSync(file, 'utf8'));
}

function parseList(file: string, text: string): Entry[] {
  return text
    .split('\n')
    .map((line) => line.replace(/^#.*| # .*/, '').trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [, name, mark] = /^(\S+)(?:\s+(.*))?$/.exec(line) as RegExpExecArray;
      if (mark === undefined || mark === 'multi') return { name: name!, multi: mark === 'multi' };
      const known = /^(fails|not for a device)(?: on (\S+))?: (.+)$/.exec(mark);
      if (known === null) {
        throw new UserError(
          `${file}: "${mark}" behind ${name} is unknown; it can be "multi", "fails[ on engine]: why" or ` +
            '"not for a device: why"',
        );
      }
      const state = known[1] as 'fails' | 'not for a device';
      return { name: name!, multi: false, known: { state, engine: known[2], reason: known[3]! } };
    });
}

const moduleList = (module: string): string => inRoot('tests', 'conformance', `node-${module}.txt`);

/** Every test of the module, with what its list says of it; a test that is not in the list must pass. */
function readModule(module: string): Entry[] {
  const file = moduleList(module);
  const listed = new Map(
    (fs.existsSync(file) ? parseList(file, fs.readFileSync(file, 'utf8')) : []).map((entry) => [entry.name, entry]),
  );
  return moduleTests(NODE_TESTS, module).map((name) => listed.get(name) ?? { name, multi: false });
}

/** Writes the module's list as the run found it: a reason that stands there already stays. */
function writeModule(module: string, results: Result[], entries: Entry[], engine: string): void {
  const known = new Map(entries.map((entry) => [entry.name, entry.known]));
  const lines = results.map(({ name, state, reason }) => {
    const before = known.get(name);
    if (before?.engine !== undefined && (before.engine !== engine || state === 'not applicable'))
      return `${name} ${before.state} on ${before.engine}: ${before.reason}`;
    if (state === 'not applicable') return `${name} not for a device: ${before?.reason ?? reason ?? ''}`;
    if (state === 'passed' || reason === PASSES_NOW) return name;
    return `${name} fails: ${before?.reason ?? (reason ?? '').split('\n')[0]}`;
  });
  const head = `# Node 18.20.4's tests of ${module}: run.ts says what stands behind a name.`;
  fs.writeFileSync(moduleList(module), `${head}\n${lines.join('\n')}\n`);
}

const PASSES_NOW = 'it is listed to fail, and passes: take the reason off its list';

/** A board as the session sees it. */
function asProgram(board: Board): Program {
  return {
    post: (value) => board.send(JSON.stringify(value)),
    kill: () => board.kill(),
    exited: board.exited.then(({ code }) => ({ code })),
  };
}

async function runOnBoards(entry: Entry, image: TestImage, target: Target, verbose: boolean): Promise<Result> {
  const started = Date.now();
  const link = Link.open();
  const texts: string[] = [];
  try {
    const host = new Host(link, '192.168.77.1', 'gateway');
    host.serve(53, (request) => answerDns(request.payload, {}));
    const firmware = await firmwareOf(target);
    const start = async (request: Start): Promise<Program> => {
      const name = request.number === 0 ? 'main' : `child${request.number}`;
      const board = await startBoard({
        port: target.port,
        firmware,
        image: image.image,
        channel: true,
        network: { kind: 'link', socket: await link.plug(name) },
        words: [
          ...WORDS,
          // Processes of one machine: one link-local address too, so one MAC address.
          `mac=${macFor('machine')}`,
          'env.TINYGRAM_CHECK=1',
          'env.TINYGRAM_EXPOSE_INTERNALS=1',
          ...(entry.multi ? ['lo=link'] : []),
          ...(request.forked ? ['env.CONFORMANCE_CHILD=1'] : []),
        ],
        argv: request.args,
        timeoutMs: TIME,
      });
      board.on('channel', (line) => {
        let value: unknown;
        try {
          value = JSON.parse(line);
        } catch {
          texts.push(`[${name}] a line on the channel is not JSON: ${line}`);
          board.kill();
          return;
        }
        request.receive(value);
      });
      void board.exited.then((ended) => {
        texts.push(`[${name}] ${ended.reason} ${ended.code}\n${image.map(board.output)}${board.diagnostics}`);
      });
      return asProgram(board);
    };
    const verdict = await runSession(start, { time: TIME, boards: BOARDS });
    const milliseconds = Date.now() - started;
    if (verdict.failure !== undefined || verbose) await new Promise((resolve) => setImmediate(resolve));
    const state = verdict.failure === undefined ? 'passed' : 'failed';
    return { name: entry.name, state, reason: verdict.failure, milliseconds, verdict, console: texts.join('\n') };
  } finally {
    await link.close();
  }
}

/** Whether what a list says of a test is said of the target's engine. */
const isAbout = (known: { engine?: string }, target: Target): boolean =>
  known.engine === undefined || known.engine === target.engine;

async function runEntry(entry: Entry, target: Target, all: boolean, verbose: boolean): Promise<Result> {
  const file = path.join(NODE_TESTS, entry.name);
  const started = Date.now();
  const failed = (reason: string): Result => ({
    name: entry.name,
    state: 'failed',
    reason,
    milliseconds: Date.now() - started,
  });
  if (!fs.existsSync(file))
    return failed(`Node has no test ${entry.name} (looked in build/deps/node/test; make deps fetches it)`);
  const source = fs.readFileSync(file, 'utf8');
  const reason = all ? NOT_APPLICABLE.find(([pattern]) => pattern.test(source))?.[1] : undefined;
  if (reason !== undefined) return { name: entry.name, state: 'not applicable', reason, milliseconds: 0 };
  if (entry.known?.state === 'not for a device' && isAbout(entry.known, target))
    return { name: entry.name, state: 'not applicable', reason: entry.known.reason, milliseconds: 0 };
  const offered = offeredByCommon();
  const lacking = usedOfCommon(source).filter((name) => !offered.has(name));
  if (lacking.length > 0) return failed(`the stand-in for common lacks ${lacking.join(', ')}`);
  try {
    const script = await joinScript(file, [standIns()]);
    const image = await makeImage(path.join('node', entry.name), script, target.engine, target.port);
    return await runOnBoards(entry, image, target, verbose);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

/** As runEntry, of a module's test: one that its list says fails must fail. */
async function runListed(entry: Entry, target: Target, write: boolean, verbose: boolean): Promise<Result> {
  const lacks = write && entry.known === undefined ? deviceLacks(path.join(NODE_TESTS, entry.name)) : undefined;
  if (lacks !== undefined) return { name: entry.name, state: 'not applicable', reason: lacks, milliseconds: 0 };
  const result = await runEntry(entry, target, false, verbose);
  const { known } = entry;
  if (known?.state !== 'fails' || !isAbout(known, target)) return result;
  if (result.state === 'passed') return { ...result, state: 'failed', reason: PASSES_NOW };
  return { ...result, state: 'known to fail', reason: known.reason, console: undefined };
}

/** Runs the tests of each module on one target; false when one of them is below MODULE_SHARE or not as listed. */
async function runModules(
  modules: string[],
  target: Target,
  options: { filter?: string; write: boolean; verbose: boolean },
  totals: Totals,
): Promise<void> {
  const rows: string[][] = [['module', 'passed', 'of those that apply', 'known to fail', 'not for a device', 'failed']];
  for (const module of modules) {
    const entries = readModule(module).filter(
      ({ name }) => options.filter === undefined || name.includes(options.filter),
    );
    const results = await inParallel(entries, WIDTH, (entry) =>
      runListed(entry, target, options.write, options.verbose),
    );
    if (options.write) writeModule(module, results, entries, target.engine);
    for (const result of results) {
      if (result.state === 'failed') {
        console.log(`---- ${result.name}: ${result.reason ?? ''}`);
        if (result.console !== undefined) {
          const lines = result.console
            .trimEnd()
            .split('\n')
            .slice(options.verbose ? -80 : -12);
          console.log(lines.map((line) => `    ${line}`).join('\n'));
        }
        totals.failures.push(
          `conformance ${targetName(target)} ${result.name}: ${(result.reason ?? '').split('\n')[0]}`,
        );
      }
    }
    const count = (state: Result['state']): number => results.filter((result) => result.state === state).length;
    const [passed, failed, known, foreign] = [
      count('passed'),
      count('failed'),
      count('known to fail'),
      count('not applicable'),
    ];
    const share = passed / Math.max(1, passed + failed + known);
    rows.push([module, `${passed}`, `${(share * 100).toFixed(1)}%`, `${known}`, `${foreign}`, `${failed}`]);
    totals.passed += passed;
    totals.failed += failed;
    if (options.filter === undefined && share < MODULE_SHARE) {
      totals.failed++;
      totals.failures.push(
        `conformance ${targetName(target)} ${module}: ${passed} of ${passed + failed + known} tests pass, ` +
          `below ${MODULE_SHARE * 100}%`,
      );
    }
  }
  console.log(`Node's own tests by module on ${targetName(target)}`);
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows) console.log(`  ${row.map((text, column) => text.padEnd(widths[column]!)).join('  ')}`);
}

function printTable(results: Result[], target: Target): void {
  const width = Math.max(...results.map(({ name }) => name.length));
  console.log(`Node's dgram tests on ${targetName(target)}`);
  for (const result of results) {
    const boards = result.verdict === undefined || result.verdict.boards < 2 ? '' : `, ${result.verdict.boards} boards`;
    const note =
      result.reason === undefined
        ? `${result.verdict!.expectations} expectations${boards}`
        : result.reason.split('\n')[0];
    console.log(`  ${result.name.padEnd(width)}  ${result.state.padEnd(14)}  ${note}`);
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      list: { type: 'string' },
      module: { type: 'string' },
      write: { type: 'boolean', default: false },
      port: { type: 'string' },
      engine: { type: 'string' },
      json: { type: 'string' },
      filter: { type: 'string' },
      totals: { type: 'string' },
      verbose: { type: 'boolean', default: false },
    },
  });
  const { filter } = values;
  const modules =
    values.module === 'all' ? MODULES.filter((module) => fs.existsSync(moduleList(module))) : values.module?.split(',');
  const entries = (modules === undefined ? readList(values.list) : []).filter(
    ({ name }) => filter === undefined || name.includes(filter),
  );
  const totals: Totals = { passed: 0, failed: 0, skipped: 0, failures: [] };
  const all: { [target: string]: Result[] } = {};
  const port = (values.port ?? 'qemu-arm') as Port;
  for (const target of targets(port, values.engine ?? chooseEngine(port))) {
    const missing = engineMissing(target.engine);
    if (missing !== undefined) {
      const count = entries.length + (modules ?? []).flatMap(readModule).length;
      console.log(`conformance ${targetName(target)}: ${count} skipped: ${missing}`);
      totals.skipped += count;
      continue;
    }
    await firmwareOf(target);
    if (modules !== undefined) {
      const { filter: part, write, verbose } = values;
      await runModules(modules, target, { filter: part, write, verbose }, totals);
      continue;
    }
    const one = (entry: Entry): Promise<Result> => runEntry(entry, target, values.list === 'all', values.verbose);
    const single = entries.filter(({ multi }) => !multi);
    const done = new Map((await inParallel(single, WIDTH, one)).map((result) => [result.name, result]));
    // Tests with many boards have the machine to themselves: their 5 s count on the boards' own clocks.
    for (const result of await inParallel(
      entries.filter(({ multi }) => multi),
      1,
      one,
    ))
      done.set(result.name, result);
    const results = entries.map(({ name }) => done.get(name)!);
    all[targetName(target)] = results;
    for (const result of results) {
      if ((result.state === 'failed' || values.verbose) && result.console !== undefined) {
        console.log(`---- ${result.name}: ${result.reason ?? 'passed'}`);
        console.log(
          result.console
            .trimEnd()
            .split('\n')
            .slice(-80)
            .map((line) => `    ${line}`)
            .join('\n'),
        );
      }
    }
    if (results.length > 0) printTable(results, target);
    const count = (state: Result['state']): number => results.filter((result) => result.state === state).length;
    totals.passed += count('passed');
    totals.failed += count('failed');
    totals.skipped += count('not applicable');
    for (const result of results.filter(({ state }) => state === 'failed'))
      totals.failures.push(`conformance ${targetName(target)} ${result.name}: ${result.reason!.split('\n')[0]}`);
    console.log(
      `conformance ${targetName(target)}: ${count('passed')} passed, ${count('failed')} failed, ` +
        `${count('not applicable')} not applicable`,
    );
  }
  if (values.json !== undefined) fs.writeFileSync(values.json, `${JSON.stringify(all, null, 2)}\n`);
  if (values.totals !== undefined) fs.writeFileSync(values.totals, JSON.stringify(totals));
  process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
}

void main();
