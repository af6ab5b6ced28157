/*
 * peers.ts: programs of Debian's that boards meet. What would start services on this machine when it is installed is
 * not: toolchain/setup.sh unpacks it into build/deps/peers, and it runs from there.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { inRoot } from '#toolchain/build/paths';

export const UNPACKED = inRoot('build', 'deps', 'peers');

const LIBRARIES = ['usr/lib', 'lib'].flatMap((folder) => {
  const all = path.join(UNPACKED, folder);
  const names = fs.existsSync(all) ? fs.readdirSync(all).filter((name) => name.endsWith('-linux-gnu')) : [];
  return names.map((name) => path.join(all, name));
});

/** Folders of programs, the unpacked ones first. */
const FOLDERS = [
  ...['usr/sbin', 'usr/bin'].map((folder) => path.join(UNPACKED, folder)),
  ...(process.env.PATH ?? '').split(':'),
  '/usr/sbin',
];

function find(program: string): string | undefined {
  return FOLDERS.map((folder) => path.join(folder, program)).find((file) => fs.existsSync(file));
}

/** Why these programs cannot run here, or false: what a test hands to node:test's `skip`. */
export function programsMissing(programs: string[]): string | false {
  const missing = programs.filter((program) => find(program) === undefined);
  return missing.length > 0 && `there is no ${missing.join(', ')} (toolchain/setup.sh test)`;
}

/** An unpacked library: what LD_PRELOAD takes. */
export function library(name: string): string {
  const file = LIBRARIES.map((folder) => path.join(folder, name)).find((one) => fs.existsSync(one));
  if (file === undefined) throw new Error(`there is no ${name} in ${UNPACKED} (toolchain/setup.sh test)`);
  return file;
}

/** The command of a program, with the libraries that were unpacked beside it, and more variables ("NAME=value"). */
export function command(program: string, args: string[] = [], variables: string[] = []): string[] {
  const file = find(program);
  if (file === undefined) throw new Error(programsMissing([program]) || program);
  return ['env', `LD_LIBRARY_PATH=${LIBRARIES.join(':')}`, ...variables, file, ...args];
}

/** A folder for what a peer keeps, closed to others as some of them ask, and removed by `remove()`. */
export class Folder {
  readonly path = fs.mkdtempSync(path.join(os.tmpdir(), 'tinygram-peer-'));

  /** The file's path, written if it has a text. */
  file(name: string, text?: string): string {
    const file = path.join(this.path, name);
    if (text !== undefined) fs.writeFileSync(file, text);
    return file;
  }

  /** The text of a file, '' while it is not there. */
  read(name: string): string {
    const file = this.file(name);
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  }

  remove(): void {
    fs.rmSync(this.path, { recursive: true, force: true });
  }
}
