/** Where things lie in Tinygram's folder, and which ports and engines there are. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { UserError } from '../user_error';

export const ENGINES = ['quickjs', 'jerryscript'] as const;
export type Engine = (typeof ENGINES)[number];

export const PORTS = ['qemu-arm', 'qemu-riscv', 'host'] as const;
export type Port = (typeof PORTS)[number];
/** Ports whose boards QEMU plays. */
export type EmulatedPort = Exclude<Port, 'host'>;

/** Tinygram's own folder; this file runs from build/toolchain/build/. */
export const ROOT = path.resolve(__dirname, '..', '..', '..');

export function inRoot(...parts: string[]): string {
  return path.join(ROOT, ...parts);
}

/** What a clone reads from its sources, and `make package` writes into a package as data (build/package.ts). */
export interface PackageData {
  version: string;
  /** What builtinModules() gives. */
  builtinModules: string[];
  /** What images say of each engine that the package has firmware for; see engines/engine.ts. */
  engines: Partial<Record<Engine, { engineVersion: number; codeFormat: number }>>;
  /** What sourceRevisions() gives for each of them: of what revision the firmware in the package is. */
  sources: Partial<Record<Engine, string[]>>;
  /** Programs in the package and in those by platform: paths below build/. */
  programs: string[];
}

/** The name of that data in a package's top folder; a clone has no such file. */
export const PACKAGE_DATA = 'package-data.json';

/** The data of an installed package; undefined in a clone, where everything is made from sources. */
export function packageData(): PackageData | undefined {
  read ??= fs.existsSync(inRoot(PACKAGE_DATA))
    ? { data: JSON.parse(fs.readFileSync(inRoot(PACKAGE_DATA), 'utf8')) as PackageData }
    : {};
  return read.data;
}
let read: { data?: PackageData } | undefined;

/** The npm package with the programs of one platform, as in "tinygram-linux-x64". */
export const platformPackage = (platform: string = process.platform, arch: string = process.arch): string =>
  `tinygram-${platform}-${arch}`;

/**
 * A path below build/ of a program that runs on this machine. An installed package has it in the optional package of
 * the platform, or not at all: then the path is the one where it would be.
 */
function hostProgram(...parts: string[]): string {
  if (packageData() !== undefined) {
    try {
      return path.join(path.dirname(require.resolve(`${platformPackage()}/package.json`)), 'build', ...parts);
    } catch {
      // Not installed: npm passes over an optional package of another platform.
    }
  }
  return inRoot('build', ...parts);
}

/** The program of a port: an ELF file for a board, an executable for the host. Without a board, the port's first. */
export function firmwarePath(port: Port, engine: Engine, board?: string): string {
  const folder = board === undefined ? engine : `${engine}-${board}`;
  return port === 'host' ? hostProgram(port, folder, 'tinygram') : inRoot('build', port, folder, 'firmware.elf');
}

/** The host program that turns an app's or a module's text into the engine's precompiled code. */
export function compilerPath(engine: Engine): string {
  return hostProgram('host', engine, 'tinygram-compile');
}

/** A folder for what can be made again: build/ of a clone, the user's cache folder (XDG) for an installed package. */
export function cachePath(...parts: string[]): string {
  if (packageData() === undefined) return inRoot('build', ...parts);
  const home = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return path.join(home, 'tinygram', ...parts);
}

/** The folder with one installed JerryScript per target (README, "Engines"). */
export function jerryscriptPrefix(): string {
  const home = process.env.XDG_DATA_HOME || path.join(os.homedir(), '.local', 'share');
  return process.env.JERRYSCRIPT_PREFIX || path.join(home, 'tinygram', 'jerryscript');
}

/** A JSON file of people, which may begin with a byte order mark, as some editors write; a UserError if it is none. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError(`${displayPath(file)} is no JSON: ${error.message}`);
  }
}

/** As people write it in messages: relative to the working folder where that is shorter. */
export function displayPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative !== '' && relative.length < file.length ? relative : file;
}

/** Every file below folder whose name `accept` takes, sorted; [] when the folder is not there. */
export function filesBelow(folder: string, accept: (name: string) => boolean): string[] {
  const found: string[] = [];
  const visit = (at: string): void => {
    for (const entry of fs.readdirSync(at, { withFileTypes: true })) {
      const full = path.join(at, entry.name);
      if (entry.isDirectory()) visit(full);
      else if (accept(entry.name)) found.push(full);
    }
  };
  if (fs.existsSync(folder)) visit(folder);
  return found.sort();
}

export const isTypeScript = (name: string): boolean => name.endsWith('.ts') && !name.endsWith('.d.ts');

/** The id of a built-in module: its path below modules/ without extension, "internal/errors". */
export function moduleId(file: string): string {
  return path.relative(inRoot('modules'), file).replace(/\.ts$/, '').split(path.sep).join('/');
}

/** The files of the built-in modules, which are in the firmware, sorted. */
export function builtinFiles(): string[] {
  return filesBelow(inRoot('modules'), isTypeScript).filter((file) => !moduleId(file).startsWith('library/'));
}

const isPublic = (id: string): boolean => !id.startsWith('internal/');

/** Names of built-in modules that an app may require, without "node:", sorted. */
export function builtinModules(): string[] {
  return packageData()?.builtinModules ?? builtinFiles().map(moduleId).filter(isPublic);
}

export interface BoardData {
  name: string;
  /** Bytes an app image may have; absent where nothing limits it. */
  imageLimit?: number;
  /** Bytes of script heap that the board's firmware has by engine; absent where the machine's memory is the limit. */
  scriptHeap?: Partial<Record<Engine, number>>;
  /** Folders of jerryscriptPrefix() whose library the board can link, the one that fits best first. */
  jerryTargets: string[];
  /** Emulated boards: where the image is loaded, and the emulator's arguments for the machine. */
  imageAddress?: string;
  qemu: string[];
}

/** Reads ports/<port>/boards/<board>.json; without a name, the port's first board in the order of names. */
export function boardData(port: Port, board?: string): BoardData {
  const folder = inRoot('ports', port, 'boards');
  const files = filesBelow(folder, (name) => name.endsWith('.json'));
  const names = files.map((file) => path.basename(file, '.json')).sort();
  const name = board ?? names[0];
  if (name === undefined) return { name: port, qemu: [], jerryTargets: [] };
  if (!names.includes(name)) throw new UserError(`Port ${port} has no board "${name}". It has: ${names.join(', ')}.`);
  const data = JSON.parse(fs.readFileSync(path.join(folder, `${name}.json`), 'utf8')) as Partial<BoardData>;
  return { ...data, qemu: data.qemu ?? [], jerryTargets: data.jerryTargets ?? [], name };
}

/** Whether a path names a device, a pipe or a socket, also through links: what is written there is no file. */
export function isSpecial(file: string): boolean {
  const found = fs.statSync(file, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

/**
 * Writes through a temporary file and a rename, so that no reader sees half a file, and a failure leaves none. A link
 * stays one, to the file that it leads to; a device or pipe (/dev/stdout) is written to as it is.
 */
export function writeWhole(file: string, data: string | Uint8Array): void {
  if (isSpecial(file)) return fs.writeFileSync(file, data);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const place = fs.existsSync(file) ? fs.realpathSync(file) : file;
  const temporary = `${place}.${process.pid}.tmp`;
  try {
    fs.writeFileSync(temporary, data);
    fs.renameSync(temporary, place);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}
