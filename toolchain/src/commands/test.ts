/** `tinygram test`: the project's files of tests, each on a board of its own. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { appFileIfAny, projectFolder } from '../build/project';
import { inRoot, cachePath, displayPath, writeWhole } from '../build/paths';
import type { Target } from '../cli';
import { parseTime } from '../lab/conditions';
import { readScenario, type Scenario } from '../lab/scenario';
import { during } from '../progress';
import { reporter, REPORTERS, type Reporter, type ReporterName } from '../testing/reporters';
import { totalsOf, type FileResult } from '../testing/results';
import { runFile } from '../testing/session';
import { shellWord, UserError } from '../user_error';
import { buildFirmware, buildImage, type BuiltImage } from './build';

export interface TestOptions extends Target {
  board?: string;
  name?: string;
  /** "NAME" or "NAME:FILE". */
  reporter?: string[];
  timeout: string;
  seed?: number;
  scenario?: string;
  jobs?: number;
}

const TEST_FILE = /\.test\.[mc]?[jt]sx?$/;

/** Files of tests below a folder, without what others made. */
function testFiles(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      if (!entry.isDirectory()) return TEST_FILE.test(entry.name) ? [full] : [];
      return /^(\.|node_modules$|build$)/.test(entry.name) ? [] : testFiles(full);
    })
    .sort();
}

function chosenFiles(named: string[], project: string): string[] {
  if (named.length === 0) {
    const found = testFiles(project);
    if (found.length > 0) return found;
    throw new UserError(`There are no tests below ${displayPath(project)}: files named *.test.ts or *.test.js.`);
  }
  return named.flatMap((name) => {
    if (!fs.existsSync(name)) throw new UserError(`There is no file ${name}.`);
    return fs.statSync(name).isDirectory() ? testFiles(path.resolve(name)) : [path.resolve(name)];
  });
}

/** A reporter and where its text goes. */
function outlet(text: string): { report: Reporter; write: (text: string) => void; close: () => void } {
  const [name = '', ...rest] = text.split(':');
  const file = rest.join(':');
  if (!(REPORTERS as readonly string[]).includes(name))
    throw new UserError(`There is no reporter "${name}". There are: ${REPORTERS.join(', ')}.`);
  if (file === '') {
    const report = reporter(name as ReporterName, process.stdout);
    return { report, write: (more) => void process.stdout.write(more), close: () => undefined };
  }
  let whole = '';
  const write = (more: string): void => void (whole += more);
  return { report: reporter(name as ReporterName, {}), write, close: () => writeWhole(path.resolve(file), whole) };
}

/**
 * The scenario that each file's network is after. The board of the tests stands in the place of its first board, and
 * what is of a whole run is refused: tests end by themselves, and files run beside each other.
 */
function testScenario(file: string): Scenario {
  const scenario = readScenario(file);
  const first = typeof scenario.boards === 'object' ? scenario.boards[0] : undefined;
  const refused = [
    [scenario.clock === 'virtual', '"clock": "virtual"'],
    [scenario.duration !== undefined, '"duration"'],
    [scenario.forwards.length > 0, '"udp"'],
    [scenario.pcap !== undefined, '"pcap"'],
    [first?.app !== undefined, 'an "app" of its first board, whose place the board of the tests takes'],
    [(first?.name ?? 'b1') !== 'b1', 'another name than b1 of its first board, which is that of the tests'],
  ] as const;
  const found = refused.find(([wrong]) => wrong);
  if (found) throw new UserError(`${displayPath(path.resolve(file))}: a scenario for tests cannot have ${found[1]}.`);
  return scenario;
}

/** Returns the exit code to end with. */
export async function test(named: string[], options: TestOptions): Promise<number> {
  const { target: port, engine, board, name } = options;
  const scenario = options.scenario === undefined ? undefined : testScenario(options.scenario);
  const seed = options.seed ?? scenario?.seed;
  const timeoutMs = parseTime(options.timeout);
  if (name !== undefined) checkPattern(name);
  const own = projectFolder(path.dirname(path.resolve(named[0] ?? 'x')));
  // Without a project everything below would be looked through: somebody's whole home, say.
  if (own === undefined && named.length === 0) {
    throw new UserError(
      'There is no project here: neither this folder nor one above it has a package.json. ' +
        'Make one with "tinygram new NAME", or name files of tests.',
    );
  }
  const project = own ?? process.cwd();
  const files = chosenFiles(named, project);
  const outlets = (options.reporter ?? ['readable']).map(outlet);
  const firmware = await buildFirmware(port, engine, board);

  const builds = new Map<string, Promise<BuiltImage>>();
  const build = (app: string): Promise<BuiltImage> => {
    const place = path.relative(project, app);
    // Names of files outside of the project lead outside of its folder.
    const below = place.startsWith('..') ? cachePath('tests', app) : path.join(project, 'build', 'tests', place);
    const out = `${below.replace(/\.[^.]+$/, '')}.tgi`;
    const made = builds.get(app) ?? buildImage(app, { engine, port, ...(board === undefined ? {} : { board }), out });
    builds.set(app, made);
    return made;
  };
  const appOf = (): string => path.resolve(project, path.relative(process.cwd(), appFileIfAny(undefined)));
  const common = { port, engine, firmware, timeoutMs, ...only({ board, name, seed, scenario }) };
  const runOne = async (file: string): Promise<FileResult> => {
    try {
      const image = await build(file);
      // Without it nobody would ever say that the tests have ended.
      if (!image.inputs.includes(inRoot('modules', 'library', 'test.ts')))
        throw new UserError(`${displayPath(file)} has no tests: it does not ask for the module "test".`);
      return await runFile({ ...common, file, image, build: (app) => build(app ?? appOf()) });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { file: displayPath(file), results: [], errors: [error.message], output: '', ms: 0 };
    }
  };

  const results: Promise<FileResult>[] = [];
  let next = 0;
  const resolvers: ((work: Promise<FileResult>) => void)[] = [];
  for (let i = 0; i < files.length; i++) results.push(new Promise((resolve) => resolvers.push(resolve)));
  const worker = async (): Promise<void> => {
    while (next < files.length) {
      const at = next++;
      const work = runOne(files[at] as string);
      resolvers[at]?.(work);
      await work.catch(() => undefined);
    }
  };
  for (let i = 0; i < (options.jobs ?? os.availableParallelism()); i++) void worker();
  const done: FileResult[] = [];
  for (const [at, result] of results.entries()) {
    const one = await during(`running ${displayPath(files[at] as string)}`, () => result);
    done.push(one);
    for (const { report, write } of outlets) write(report.file(one));
  }
  for (const { report, write, close } of outlets) {
    write(report.end(done));
    close();
  }
  const totals = totalsOf(done);
  if (name !== undefined && totals.failed + totals.passed + totals.skipped + totals.todo === 0)
    throw new UserError(`No test's full name matches --name ${shellWord(name)}.`);
  return totals.failed > 0 ? 1 : 0;
}

function checkPattern(pattern: string): void {
  try {
    new RegExp(pattern);
  } catch (error) {
    throw new UserError(`--name ${pattern}: ${(error as Error).message}`);
  }
}

/** The fields that are there. */
function only<T extends object>(from: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
