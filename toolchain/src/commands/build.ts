/** `tinygram build`: the app image, and through make the firmware. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { visibleJson } from '../boards/visible';
import { bundle } from '../build/bundle';
import { encodeImage, type ImageKind } from '../build/image';
import { sourceRevisions } from '../build/deps';
import { make } from '../build/make';
import {
  boardData,
  cachePath,
  compilerPath,
  firmwarePath,
  inRoot,
  isSpecial,
  packageData,
  platformPackage,
  ROOT,
  displayPath,
  writeWhole,
  type Engine,
  type Port,
} from '../build/paths';
import { engineCode } from '../engines/engine';
import { heapUse, precompile, type HeapUse } from '../engines/precompile';
import type { Target } from '../cli';
import { during } from '../progress';
import { isProgramThere, missingProgram, UserError } from '../user_error';

export interface BuildOptions extends Target {
  board?: string;
  release?: boolean;
  /** Warnings are errors. */
  strict?: boolean;
  out?: string;
  /** Build the firmware too. */
  firmware: boolean;
  json?: boolean;
}

/** The name that frames of an app's code carry. */
export const APP_NAME = 'app.js';

export async function build(app: string, options: BuildOptions): Promise<void> {
  if (options.firmware) await buildFirmware(options.target, options.engine, options.board);
  const { image, map, size, changed, heap } = await buildImage(app, { ...options, port: options.target });
  if (options.json) {
    const { target, engine } = options;
    const all = { image, map, bytes: size, changed, target, engine, heap };
    process.stdout.write(`${visibleJson(all)}\n`);
    return;
  }
  const sources = options.firmware ? sourceRevisions(options.engine) : [];
  if (sources.length > 0) process.stdout.write(`firmware from ${sources.join(', ')}\n`);
  process.stdout.write(`${displayPath(image)}: ${size} bytes\n`);
  if (heap !== undefined) {
    const { bytes, room, board } = heap;
    process.stdout.write(`its code takes ${bytes} bytes of the ${room} of script heap on ${board}\n`);
  }
}

/** Where an app's image goes without --out: build/ beside the folder's package.json, else beside the app's file. */
export function imagePath(app: string): string {
  const file = path.resolve(app);
  const name = path.basename(file).replace(/\.[^.]+$/, '');
  if (file.startsWith(ROOT + path.sep)) {
    const below = path.relative(ROOT, path.dirname(file));
    return cachePath('apps', below, `${name}.tgi`);
  }
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, 'package.json'))) return path.join(folder, 'build', `${name}.tgi`);
    if (folder === path.dirname(folder)) return path.join(path.dirname(file), `${name}.tgi`);
  }
}

export interface ImageOptions {
  engine: Engine;
  port?: Port;
  board?: string;
  release?: boolean;
  /** Warnings are errors. */
  strict?: boolean;
  /** In a release image too functions keep the names that the source gives them. */
  named?: boolean;
  /** Types are not checked, and not what the code takes of the board's heap. */
  unchecked?: boolean;
  out?: string;
}

export interface BuiltImage {
  image: string;
  map: string;
  size: number;
  /** The files that went in, absolute paths. */
  inputs: string[];
  /** Bytes of each before precompilation, by path. */
  parts: [file: string, bytes: number][];
  /** Whether the image is another one than the file held before. */
  changed: boolean;
  /** What the code takes of the board's script heap; undefined where that has no size, or nobody can tell. */
  heap?: { bytes: number; room: number; board: string };
}

/**
 * Builds the image of `app` and the map beside it (".map"). With a port, an app over its board's limit is a UserError
 * that says by how much. A release image brings the engine's precompiler up to date.
 */
export async function buildImage(app: string, options: ImageOptions): Promise<BuiltImage> {
  const { engine, port, release = false, named = false, unchecked = false } = options;
  const image = path.resolve(options.out ?? imagePath(app));
  if (isSpecial(image))
    throw new UserError(`${displayPath(image)} is no file: an image is one, and its source map goes beside it.`);
  const made = await during('building the app', () => bundle(app, { engine, release: release && !named, unchecked }));
  if (options.strict && made.warnings.length > 0) throw new UserError(made.warnings.join('\n'));
  for (const warning of made.warnings) process.stderr.write(`${warning}\n`);
  let code: Buffer = Buffer.from(made.code);
  const kind: ImageKind = release ? 'code' : 'source';
  const text = `${image}.${process.pid}.js`;
  const binary = `${image}.${process.pid}.bin`;
  if (release) await buildPrecompiler(engine);
  const { imageLimit: limit, scriptHeap, name } = port === undefined ? { name: '' } : boardData(port, options.board);
  // An unchecked image is for a board that starts at once, and says itself when its heap is full.
  const room = unchecked ? undefined : scriptHeap?.[engine];
  let use: HeapUse | undefined;
  if (release || room !== undefined) {
    try {
      writeWhole(text, code);
      if (release) {
        use = precompile(engine, text, APP_NAME, binary, { heap: room !== undefined });
        code = fs.readFileSync(binary);
      } else {
        use = heapUse(engine, text, APP_NAME);
      }
    } finally {
      fs.rmSync(text, { force: true });
      fs.rmSync(binary, { force: true });
    }
  }
  const data = encodeImage({ engine, ...engineCode(engine).identity(), kind, code, entry: APP_NAME });
  if (limit !== undefined && data.length > limit) {
    throw new UserError(
      `${displayPath(path.resolve(app))}: the app image has ${data.length} bytes, ${data.length - limit} over the ` +
        `limit of board ${name} (${limit} bytes). ` +
        `Use fewer or smaller packages${release ? '' : ', or try --release'}.`,
    );
  }
  const heap = use && room !== undefined ? fitting(app, use, { engine, room, board: name, release }) : undefined;
  const map = `${image}.map`;
  const folder = path.dirname(image);
  const sources = made.map.sources.map((source) => path.relative(folder, source));
  const changed = !fs.statSync(image, { throwIfNoEntry: false })?.isFile() || !data.equals(fs.readFileSync(image));
  if (changed) writeWhole(image, data);
  writeWhole(map, JSON.stringify({ ...made.map, file: APP_NAME, sources }));
  return { image, map, size: data.length, inputs: made.inputs, parts: made.parts, changed, heap };
}

/** What the code takes of the board's script heap; a UserError where it cannot fit. */
function fitting(
  app: string,
  use: HeapUse,
  { engine, room, board, release }: { engine: Engine; room: number; board: string; release: boolean },
): { bytes: number; room: number; board: string } {
  const scale = engineCode(engine).heapScale;
  const bytes = Math.round(use.code * scale);
  const needed = release ? bytes : Math.round(use.compiling * scale);
  if (needed > room) {
    throw new UserError(
      `${displayPath(path.resolve(app))}: the app's code needs ${needed} bytes of script heap` +
        `${release ? '' : ' while it is compiled on the board'}, ${needed - room} over the ${room} that ${board} has ` +
        `with ${engine}. Use fewer or smaller packages${release ? '' : ', or try --release'}.`,
    );
  }
  return { bytes, room, board };
}

/** What each port is compiled with; gcc makes the program that precompiles modules. */
const COMPILERS: Record<Port, string[]> = {
  'qemu-arm': ['gcc', 'arm-none-eabi-gcc'],
  'qemu-riscv': ['gcc', 'riscv64-unknown-elf-gcc'],
  host: ['gcc'],
};

/** A UserError where a folder of this clone of Tinygram is somebody else's. */
function mayWrite(folder: string): void {
  try {
    fs.accessSync(folder, fs.constants.W_OK);
  } catch {
    throw new UserError(
      `You may not write to ${folder}, where this clone of Tinygram builds. ` +
        'Clone it into a folder of yours, or install the package that its owner makes with: make package',
    );
  }
}

/** Runs make in Tinygram's folder; a UserError where it fails, with the program that is missing if one is. */
export async function runMake(port: Port, args: string[], what: string): Promise<void> {
  if ((await during(`building ${what.charAt(0).toLowerCase()}${what.slice(1)}`, () => make(args))) === 0) return;
  const missing = COMPILERS[port].find((tool) => !isProgramThere(tool));
  if (missing !== undefined) throw missingProgram(missing);
  mayWrite(inRoot('build'));
  throw new UserError(`${what} could not be built (make ${args.join(' ')}).`);
}

const precompilers = new Map<Engine, Promise<void>>();

/** Builds the program that precompiles for the engine, where it is not up to date; once in this process. */
function buildPrecompiler(engine: Engine): Promise<void> {
  if (packageData() !== undefined) return Promise.resolve();
  let built = precompilers.get(engine);
  if (built === undefined) {
    built = runMake('host', ['-s', 'compiler', 'PORT=host', `ENGINE=${engine}`], `The precompiler for ${engine}`);
    precompilers.set(engine, built);
  }
  return built;
}

/** The firmware that an installed package brings along. */
function packedFirmware(port: Port, engine: Engine, board: string | undefined): string {
  const firmware = firmwarePath(port, engine, board);
  if (fs.existsSync(firmware) && (port !== 'host' || fs.existsSync(compilerPath(engine)))) return firmware;
  const programs = packageData()?.programs.filter((program) => !program.startsWith('host/')) ?? [];
  throw new UserError(
    port === 'host'
      ? `Programs for this machine (${process.platform}, ${process.arch}) are in the package ${platformPackage()}, ` +
          'which is not installed beside tinygram or lacks this engine. ' +
          'The emulated boards need none of them without --release.'
      : `This package of Tinygram has no firmware for ${port}${board === undefined ? '' : ` (${board})`} with ` +
          `${engine}. It has: ${programs.join(', ')}. A clone of Tinygram builds others.`,
  );
}

/**
 * Builds the firmware through Tinygram's Makefile, or finds the one of an installed package; says nothing when it is up
 * to date. Returns its path.
 */
export async function buildFirmware(port: Port, engine: Engine, board?: string): Promise<string> {
  if (packageData() !== undefined) return packedFirmware(port, engine, board);
  const args = ['firmware', `PORT=${port}`, `ENGINE=${engine}`];
  if (board !== undefined) {
    boardData(port, board);
    args.push(`BOARD=${board}`);
  }
  await runMake(port, args, `The firmware for ${port} with ${engine}`);
  const firmware = firmwarePath(port, engine, board);
  if (!fs.existsSync(firmware)) throw new UserError(`make built no ${displayPath(firmware)}.`);
  return firmware;
}
