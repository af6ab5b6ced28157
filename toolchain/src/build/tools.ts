/** What this machine has of what the command uses: programs, their versions, and engines. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import {
  compilerPath,
  ENGINES,
  inRoot,
  jerryscriptPrefix,
  packageData,
  platformPackage,
  PORTS,
  type Engine,
} from './paths';
import { engineCode } from '../engines/engine';
import { sourceRevisions } from './deps';
import { remedyFor, UserError } from '../user_error';

export interface ToolVersion {
  name: string;
  /** Its version, or why there is none. */
  version: string;
}

/** A line of a program's --version, or undefined where the program is not there. */
function versionLine(program: string, pattern: RegExp): string | undefined {
  const run = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  if (run.error || run.status !== 0) return undefined;
  return pattern.exec(run.stdout)?.[1] ?? run.stdout.split('\n')[0];
}

/** The version that a program of QEMU's, or another that says "version 1.2", says of itself; undefined: not there. */
export const versionOf = (program: string): string | undefined => versionLine(program, /version (\S+)/);

/** "3.0.0" of major << 16 | minor << 8 | patch. */
const dotted = (version: number): string => `${version >> 16}.${(version >> 8) & 0xff}.${version & 0xff}`;

function engineVersion(engine: Engine): string {
  try {
    return dotted(engineCode(engine).identity().engineVersion);
  } catch (error) {
    if (error instanceof UserError) return '(not installed)';
    throw error;
  }
}

/** Tinygram, its engines, its sources, the emulators and Node, in the order in which a report should name them. */
export function toolVersions(): ToolVersion[] {
  const manifest = JSON.parse(fs.readFileSync(inRoot('package.json'), 'utf8')) as { version: string };
  return [
    { name: 'tinygram', version: manifest.version },
    { name: 'QuickJS', version: engineVersion('quickjs') },
    { name: 'JerryScript', version: engineVersion('jerryscript') },
    ...[...new Set(ENGINES.flatMap(sourceRevisions))].map((source) => ({ name: 'firmware from', version: source })),
    ...['qemu-system-arm', 'qemu-system-riscv32'].map((name) => ({
      name,
      version: versionOf(name) ?? '(not installed)',
    })),
    { name: 'Node.js', version: process.versions.node },
  ];
}

/** A thing that some command needs. */
export interface Check {
  what: string;
  /** What works only with it. */
  needed: string;
  good: boolean;
  /** What is here, or what is missing. */
  found: string;
  /** A command or a sentence that brings it, where it is missing. */
  remedy?: string;
}

function programCheck(program: string, needed: string): Check {
  const version = versionLine(program, /version (\S+)|\) (\d\S+)/);
  const remedy = remedyFor(program);
  return version !== undefined
    ? { what: program, needed, good: true, found: version }
    : { what: program, needed, good: false, found: 'not on the PATH', ...(remedy === undefined ? {} : { remedy }) };
}

/** One target of a JerryScript install, host/ or a board's. */
function jerryscriptCheck(target: string, needed: string): Check {
  const folder = path.join(jerryscriptPrefix(), target);
  const lacks = ['include/jerryscript.h', 'include/jerryscript-port.h', 'lib/libjerry-core.a'].filter(
    (file) => !fs.existsSync(path.join(folder, file)),
  );
  const good = lacks.length === 0;
  return {
    what: `JerryScript for ${target}`,
    needed,
    good,
    found: good ? folder : `${folder} lacks ${lacks.join(', ')}`,
    ...(good
      ? {}
      : {
          remedy: 'README, "Engines", says what an install must have; JERRYSCRIPT_PREFIX names it. QuickJS needs none.',
        }),
  };
}

/** The file of this platform's package, as `make package` names it. */
const platformFile = (): string => `${platformPackage()}-${packageData()?.version}.tgz`;

/** Everything that `tinygram doctor` looks at on this machine. */
export function machineChecks(): Check[] {
  const checks: Check[] = [
    programCheck('qemu-system-arm', 'run, test and demo on the emulated Cortex-M3 board'),
    programCheck('qemu-system-riscv32', 'run and test on the emulated RISC-V board'),
  ];
  if (packageData() !== undefined) {
    const programs = ENGINES.filter((engine) => packageData()?.engines[engine]).map(compilerPath);
    const missing = programs.filter((program) => !fs.existsSync(program));
    checks.push({
      what: platformPackage(),
      needed: '--target host, and --release',
      good: missing.length === 0,
      found: missing.length === 0 ? 'installed' : `lacks ${missing.join(', ')}`,
      ...(missing.length === 0
        ? {}
        : { remedy: `Install the file that came with tinygram: npm install -g ./${platformFile()}` }),
    });
    return checks;
  }
  return [
    ...checks,
    programCheck('make', 'building firmware'),
    programCheck('gcc', 'building firmware: the host port and the precompilers'),
    programCheck('arm-none-eabi-gcc', 'building firmware for qemu-arm'),
    programCheck('riscv64-unknown-elf-gcc', 'building firmware for qemu-riscv'),
    jerryscriptCheck('host', '--engine jerryscript: precompiling, and --target host'),
    jerryscriptCheck('cortex-m3', '--engine jerryscript on qemu-arm'),
    jerryscriptCheck('rv32imc', '--engine jerryscript on qemu-riscv'),
  ];
}

/** Engines that every port of this machine can be built with. */
export function enginesInstalled(): Engine[] {
  const targets: Record<(typeof PORTS)[number], string> = {
    'qemu-arm': 'cortex-m3',
    'qemu-riscv': 'rv32imc',
    host: 'host',
  };
  return ENGINES.filter(
    (engine) => engine !== 'jerryscript' || PORTS.every((port) => jerryscriptCheck(targets[port], '').good),
  );
}
