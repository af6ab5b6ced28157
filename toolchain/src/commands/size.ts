/** `tinygram size`: what an app's image has by file and package, and what the firmware takes. */
import * as path from 'node:path';
import type { Target } from '../cli';
import { visibleJson } from '../boards/visible';
import { memoryOf } from '../build/elf';
import { boardData, inRoot, displayPath } from '../build/paths';
import { buildFirmware, buildImage, type BuiltImage } from './build';

export interface SizeOptions extends Target {
  board?: string;
  release?: boolean;
  json?: boolean;
}

interface Part {
  name: string;
  bytes: number;
}

/** The app's own files by themselves, packages and Tinygram's modules each as one. */
function partsOf({ parts, size }: BuiltImage): Part[] {
  const sums = new Map<string, number>();
  for (const [file, bytes] of parts) {
    const pkg = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file)?.[1];
    const own = path.relative(inRoot('modules', 'library'), file);
    const name = !own.startsWith('..')
      ? "Tinygram's modules"
      : pkg === undefined
        ? displayPath(file)
        : `package ${pkg}`;
    if (bytes > 0) sums.set(name, (sums.get(name) ?? 0) + bytes);
  }
  const sorted = [...sums].map(([name, bytes]) => ({ name, bytes })).sort((a, b) => b.bytes - a.bytes);
  const rest = size - sorted.reduce((sum, { bytes }) => sum + bytes, 0);
  return [...sorted, { name: 'header, and what joins the files', bytes: rest }];
}

/** Prints it, as text or as JSON. */
export async function size(app: string, options: SizeOptions): Promise<void> {
  const { target: port, engine, board, release = false } = options;
  const more = board === undefined ? {} : { board };
  const firmware = await buildFirmware(port, engine, board);
  const image = await buildImage(app, { engine, port, release, ...more });
  const { imageLimit: limit, name } = boardData(port, board);
  // The host's program is a process, no firmware.
  const memory = port === 'host' ? undefined : memoryOf(firmware);
  // The engine's compiler does not say which byte of its code comes from which file.
  const parts = release ? [] : partsOf(image);
  if (options.json) {
    const all = { image: { bytes: image.size, limit: limit ?? null, parts }, firmware: memory ?? null };
    process.stdout.write(`${visibleJson({ target: port, engine, board: name, ...all })}\n`);
    return;
  }
  const row = (what: string, bytes: number, note = ''): string =>
    `${what.padEnd(50)} ${bytes.toLocaleString('en-US').padStart(10)}${note}\n`;
  const left = limit === undefined ? '' : `  of ${limit.toLocaleString('en-US')} on ${name}`;
  process.stdout.write(row(`${displayPath(image.image)}, bytes`, image.size, left));
  for (const part of parts) process.stdout.write(row(`  ${part.name}`, part.bytes));
  if (memory === undefined) return;
  process.stdout.write(row(`firmware for ${name} with ${engine}, bytes of flash`, memory.flash));
  process.stdout.write(row('  bytes of RAM: static data, heap and stacks', memory.ram));
}
