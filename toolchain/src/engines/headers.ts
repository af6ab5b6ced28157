/** Numbers that C headers define. */
import * as fs from 'node:fs';
import * as path from 'node:path';

/** The value of `#define name 123`, `0x7b`, with `u` or brackets; undefined where no header in `folder` has it. */
export function definedNumber(folder: string, name: string): number | undefined {
  const definition = new RegExp(`#define ${name} \\(?(0x[0-9a-fA-F]+|\\d+)u?\\)?`);
  const headers = fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
  for (const header of headers.filter((each) => each.endsWith('.h'))) {
    const match = definition.exec(fs.readFileSync(path.join(folder, header), 'latin1'));
    if (match) return Number(match[1]);
  }
  return undefined;
}

/** A version in one number: a byte each from bit 16 on. */
export const versionNumber = (major: number, minor: number, patch: number): number =>
  (major << 16) | (minor << 8) | patch;
