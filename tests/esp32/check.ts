/**
 * `make esp32-check`: the firmware of the ESP32 port without ESP-IDF. Runtime, engine and port compile and link for the
 * ESP32-C3's instruction set against the declarations in tests/unit/esp32/idf; what stays undefined must be declared
 * there, in a header of lwIP (on the board lwIP is IDF's own), or be the C library's; what is declared there must be
 * used; and the program must fit.
 *
 * Each variant of variants.ts is compiled, with the symbols that Kconfig gives it and no others.
 *
 *   node build/tests/esp32/check.js [--totals file]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { makeEnvironment } from '#toolchain/build/make';
import { filesBelow, inRoot, jerryscriptPrefix, type Engine } from '#toolchain/build/paths';
import { engineMissing, engines, type Totals } from '../runner/targets';
import { sdkconfigOf, VARIANTS, type Variant } from './variants';
import { beginProgram } from '../runner/program';

beginProgram(module);

const IDF = 'tests/unit/esp32/idf';
const LWIP = `${process.env.LWIP_DIR ?? 'build/deps/lwip'}/src/include`;
const TOOL = 'riscv64-unknown-elf-';
/** As in ports/esp32/port.mk. */
const ARCHITECTURE = ['-march=rv32imc_zicsr', '-mabi=ilp32', '--specs=picolibc.specs'];

/** The variant that is linked for each engine. QuickJS's heap is for external RAM, and not in the sum. */
const LINKED: Record<Engine, string> = { jerryscript: 'c3-wifi', quickjs: 'c3-wifi-quickjs' };

/** Steps of main() for each engine. */
const STEPS_OF_ENGINE = 3;

/** What our code has from the system through the C library, and what picolibc itself asks for, as IDF's newlib does. */
const LIBRARY = ['_exit', 'getpid', 'gettimeofday', 'kill', 'stderr', 'stdout', 'write'];

/** The partition `factory` of ports/esp32/partitions.csv. */
const FLASH = 0x1f0000;
/** Of it for IDF with Wi-Fi and lwIP: Espressif's station example takes 672,490 bytes on ESP32 with IDF 4.1. */
const FLASH_IDF = 768 * 1024;
/**
 * Bytes of RAM that IDF's Wi-Fi station example leaves free on an ESP32-C3: Espressif, ESP Techpedia, "Memory Usage
 * Comparison", release/v5.5 with the default sdkconfig.
 */
const RAM = 219 * 1024;
/** Of it what QuickJS and JerryScript do not take as static data: the script task's stack, as ports/esp32/main.c makes
 * it, and room for datagrams and for what the app's image has on the C heap. */
const RAM_HEAP = 24 * 1024;
const NATIVE_STACK = 8 * 1024;

class UserError extends Error {}

function run(program: string, args: string[], seconds = 60): string {
  const done = spawnSync(program, args, {
    cwd: inRoot(),
    // A compiler's cache, where there is one, keeps objects and not the list that -aux-info writes.
    env: { ...makeEnvironment(), CCACHE_DISABLE: '1' },
    encoding: 'utf8',
    timeout: seconds * 1000,
    maxBuffer: 1 << 26,
  });
  if (done.status !== 0) throw new UserError(`${program} ${args.join(' ')}\n${done.stdout}${done.stderr}`.trim());
  return done.stdout;
}

function build(goal: string, engine: Engine, variant: string): string {
  const header = inRoot('build', 'esp32', 'config', variant, 'sdkconfig.h');
  const text = sdkconfigOf(VARIANTS[variant] as Variant);
  const network = /^#define CONFIG_TINYGRAM_NET_(WIFI|ETHERNET|NONE) 1$/m.exec(text)?.[1] ?? '';
  mkdirSync(dirname(header), { recursive: true });
  if (!existsSync(header) || readFileSync(header, 'utf8') !== text) writeFileSync(header, text);
  run('make', ['-s', '-j2', goal, 'PORT=esp32', `ENGINE=${engine}`, `BOARD=${variant}`, `NETWORK=${network}`], 900);
  return inRoot('build', 'esp32', `${engine}-${variant}`);
}

function undefinedIn(files: string[]): Set<string> {
  const lines = run(`${TOOL}nm`, ['-u', ...files]).split('\n');
  return new Set(lines.map((line) => /^\s*[Uw]\s+(\S+)/.exec(line)?.[1]).filter((name) => name !== undefined));
}

// ---- what is declared ----------------------------------------------------------------------------------------------

interface Declared {
  /** By name, with the header. */
  idf: Map<string, string>;
  lwip: Set<string>;
}

/** Functions as the compiler lists them, variables as they are written: both parts of what the headers declare. */
function declared(): Declared {
  const headers = filesBelow(inRoot(IDF), (name) => name.endsWith('.h')).map((file) => relative(inRoot(IDF), file));
  const ours = ['runtime/net', 'ports/esp32'].flatMap((room) =>
    filesBelow(inRoot(room), (name) => /\.[ch]$/.test(name)),
  );
  const used = ours.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^#include "((?:lwip|netif)\/[^"]+)"/gm)].map(([, name]) => name),
  );
  const folder = inRoot('build', 'esp32');
  mkdirSync(folder, { recursive: true });
  const [source, list] = [join(folder, 'headers.c'), join(folder, 'headers.txt')];
  writeFileSync(source, [...headers, ...new Set(used)].map((name) => `#include "${name}"\n`).join(''));
  run(`${TOOL}gcc`, [
    '-std=gnu11',
    ...ARCHITECTURE,
    ...[IDF, `${IDF}-lwip`, 'runtime', 'runtime/include', 'ports/esp32', LWIP].map((path) => `-I${path}`),
    '-aux-info',
    list,
    '-fsyntax-only',
    source,
  ]);
  const found: Declared = { idf: new Map(), lwip: new Set() };
  const add = (name: string, header: string): void => {
    if (header.includes(`${IDF}/`)) found.idf.set(name, relative(IDF, header));
    else if (header.includes(LWIP)) found.lwip.add(name);
  };
  for (const line of readFileSync(list, 'utf8').split('\n')) {
    const shape = /^\/\* (.+?):\d+:.C \*\/ extern .*?(\w+) \(/.exec(line);
    if (shape) add(shape[2], shape[1]);
  }
  for (const root of [IDF, LWIP]) {
    for (const file of filesBelow(inRoot(root), (name) => name.endsWith('.h'))) {
      const header = join(root, relative(inRoot(root), file));
      for (const [, name] of readFileSync(file, 'utf8').matchAll(/^extern\s[^(;]*?(\w+)\s*(?:\[\w*\]\s*)?;/gm))
        add(name, header);
    }
  }
  return found;
}

// ---- the checks ----------------------------------------------------------------------------------------------------

function checkSymbols(name: string, undefinedHere: Set<string>, known: Declared): string {
  const strange = [...undefinedHere].filter(
    (symbol) => !known.idf.has(symbol) && !known.lwip.has(symbol) && !LIBRARY.includes(symbol),
  );
  if (strange.length > 0)
    throw new UserError(`${name} needs what neither ${IDF} nor lwIP declares: ${strange.sort().join(', ')}`);
  const count = (where: { has(symbol: string): boolean }): number =>
    [...undefinedHere].filter((symbol) => where.has(symbol)).length;
  return (
    `${count(known.idf)} names of ESP-IDF and FreeRTOS, ${count(known.lwip)} of its lwIP, ` +
    `${count(new Set(LIBRARY))} of its C library`
  );
}

function checkUnused(used: Set<string>, known: Declared): void {
  const entries = [...known.idf, ...LIBRARY.map((symbol) => [symbol, "the C library's"] as const)];
  const left = entries.filter(([symbol]) => !used.has(symbol)).map(([symbol, from]) => `${symbol} (${from})`);
  if (left.length > 0) throw new UserError(`declared, but nothing of ports/esp32 uses it: ${left.sort().join(', ')}`);
}

/** A number of sdkconfig.h. */
function setting(name: string): number {
  const found = new RegExp(`^#define ${name} (\\d+)`, 'm').exec(readFileSync(inRoot(IDF, 'sdkconfig.h'), 'utf8'));
  if (!found) throw new UserError(`${IDF}/sdkconfig.h has no ${name}`);
  return Number(found[1]);
}

const shown = (bytes: number): string => bytes.toLocaleString('en-US').padStart(9);

/** Bytes that the heap of the JerryScript installed here has over the one that IDF builds, whose size Kconfig says. */
function excessHeap(program: string): number {
  const row = /^\S+ (\S+) . jerry_global_heap$/m.exec(run(`${TOOL}nm`, ['-S', program]));
  return row ? parseInt(row[1], 16) - setting('CONFIG_TINYGRAM_HEAP_KB') * 1024 : 0;
}

function checkSize(name: string, program: string): string[] {
  const sizes = new Map<string, number>();
  for (const line of run(`${TOOL}size`, ['-A', program]).split('\n')) {
    const row = /^(\.\w+)\s+(\d+)/.exec(line);
    if (row) sizes.set(row[1], Number(row[2]));
  }
  const size = (...sections: string[]): number => sections.reduce((sum, each) => sum + (sizes.get(each) ?? 0), 0);
  const flash = size('.init', '.text', '.rodata', '.data', '.tdata');
  const data = size('.data', '.tdata', '.tbss', '.bss') - excessHeap(program);
  const stack = setting('CONFIG_TINYGRAM_STACK_KB') * 1024 + NATIVE_STACK;
  const lines = [
    `${name}: flash ${shown(flash)} bytes of ${shown(FLASH)}; ${shown(FLASH - flash)} are left for ESP-IDF's own code`,
    `${name}: RAM   ${shown(data + stack)} bytes of ${shown(RAM)} that Wi-Fi leaves: ${shown(data)} static, ` +
      `${shown(stack)} stack; ${shown(RAM - data - stack)} are left as heap`,
  ];
  if (flash > FLASH - FLASH_IDF) throw new UserError(`${lines[0]}, less than ${FLASH_IDF}`);
  if (data + stack > RAM - RAM_HEAP) throw new UserError(`${lines[1]}, less than ${RAM_HEAP}`);
  return lines;
}

// ---- the run -------------------------------------------------------------------------------------------------------

function main(): void {
  const { values } = parseArgs({ options: { totals: { type: 'string' }, filter: { type: 'string' } } });
  const totals: Totals = { passed: 0, failed: 0, skipped: 0, failures: [] };
  const step = <T>(what: string, work: () => T): T | undefined => {
    try {
      const result = work();
      totals.passed++;
      return result;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      totals.failed++;
      totals.failures.push(`esp32-check: ${what}`);
      console.log(`${what}: ${error.message}`);
      return undefined;
    }
  };
  const known = step('headers', declared);
  const used = new Set<string>();
  const note = (files: string[]): Set<string> => {
    const names = undefinedIn(files);
    names.forEach((name) => used.add(name));
    return names;
  };
  const objects = (folder: string): string[] => {
    const at = join(folder, 'obj', 'ports', 'esp32');
    return filesBelow(at, (name) => name.endsWith('.o'));
  };
  for (const engine of engines()) {
    if (!installed(engine)) {
      totals.skipped += STEPS_OF_ENGINE;
      continue;
    }
    const folder = step(`${engine} compiles and links`, () => build('firmware', engine, LINKED[engine]));
    if (folder === undefined || known === undefined) continue;
    const program = join(folder, 'check.elf');
    const names = note([program]);
    note(objects(folder));
    const counts = step(`${engine}: undefined symbols`, () => checkSymbols(engine, names, known));
    if (counts !== undefined) console.log(`${engine}: needs ${counts}`);
    step(`${engine}: size`, () => checkSize(engine, program))?.forEach((line) => console.log(line));
  }
  for (const [variant, { engine }] of Object.entries(VARIANTS)) {
    if (LINKED[engine] === variant) continue;
    if (!installed(engine)) {
      totals.skipped++;
      continue;
    }
    const folder = step(`${variant} compiles`, () => build('port-objects', engine, variant));
    if (folder === undefined || known === undefined) continue;
    note(objects(folder));
  }
  if (known !== undefined && totals.failed === 0) step('declarations', () => checkUnused(used, known));
  if (values.totals !== undefined) writeFileSync(values.totals, JSON.stringify(totals));
  console.log(`esp32-check: ${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  process.exitCode = totals.failed > 0 ? 1 : 0;
}

/** Whether the engine can be had for the C3. */
function installed(engine: Engine): boolean {
  if (engine !== 'jerryscript') return true;
  const library = join(jerryscriptPrefix(), 'rv32imc/lib/libjerry-core.a');
  if (engineMissing(engine) === undefined && existsSync(library)) return true;
  console.log(`skipped: jerryscript: no install for rv32imc under ${jerryscriptPrefix()} (README, "Engines")`);
  return false;
}

main();
