/** Runs `tinygram flash` in this process against a simulated board. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { encodeImage } from '#toolchain/build/image';
import { engineCode } from '#toolchain/engines/engine';
import { flash, type FlashOptions } from '#toolchain/commands/flash';
import type { SerialLine } from '#toolchain/boards/serial';
import type { EspLimits } from '#toolchain/boards/esp_chip';
import { scratch } from './scratch';

/** An app image with this text for code, as a file. */
export function appImage(code: string, padding = 0): string {
  const text = code + ' '.repeat(padding);
  const image = { engine: 'quickjs', ...engineCode('quickjs').identity(), kind: 'source', entry: 'app.js' } as const;
  const file = path.join(scratch(), 'app.tgi');
  fs.writeFileSync(file, encodeImage({ ...image, code: Buffer.from(text) }));
  return file;
}

/** Bytes that do not compress and have every value, for code that is written in more than one block. */
export function dense(size: number, seed = 1): string {
  let state = seed;
  let text = '';
  while (text.length < size) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    text += String.fromCharCode(33 + ((state >>> 16) % 90));
  }
  return text;
}

/** A fault is noticed after so many milliseconds; an answer that is only late is asked for again. */
export const QUICK: Partial<EspLimits> = { answerMs: 400, attempts: 4, tries: 4 };

export interface Told {
  /** What was said, in order. */
  lines: string[];
  warnings: string[];
  /** The parts and bytes that progress was shown for. */
  progress: [name: string, done: number, total: number][];
}

/** Resolves with what was said; rejects with the UserError. `board` is a port's path, or a line that needs none. */
export async function flashBoard(
  board: string | SerialLine,
  options: Partial<FlashOptions>,
  limits?: Partial<EspLimits>,
): Promise<Told> {
  const told: Told = { lines: [], warnings: [], progress: [] };
  const report = {
    say: (line: string) => void told.lines.push(line),
    warn: (line: string) => void told.warnings.push(line),
    progress: (name: string, done: number, total: number) => void told.progress.push([name, done, total]),
    end: () => undefined,
  };
  const port = typeof board === 'string' ? board : board.name;
  const whole: FlashOptions = { port, chip: 'auto', baud: 115_200, engine: 'quickjs', stub: true, ...options };
  await flash('src/app.ts', whole, {
    report,
    ...(limits ? { limits } : {}),
    ...(typeof board === 'string' ? {} : { open: async () => board }),
  });
  return told;
}
