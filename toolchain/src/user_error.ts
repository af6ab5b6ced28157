/** Errors for people. */
import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * An error for people: its message says what went wrong, where, and what to do. The command line prints the message
 * alone and ends with `exitCode`; any other error is a defect of the toolchain.
 */
export class UserError extends Error {
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
    this.name = 'UserError';
  }
}

/** A word for a shell, for messages that name a command: as it is, or quoted where a shell would read it otherwise. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
}

/** The Debian package that has each program the toolchain starts. */
const PACKAGES: Record<string, string> = {
  'apt-get': 'apt',
  'apt-cache': 'apt',
  'arm-none-eabi-gcc': 'gcc-arm-none-eabi',
  gcc: 'gcc',
  make: 'make',
  patch: 'patch',
  'qemu-system-arm': 'qemu-system-arm',
  'qemu-system-riscv32': 'qemu-system-misc',
  'riscv64-unknown-elf-gcc': 'gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf',
  tar: 'tar',
  xz: 'xz-utils',
};

/** What to type for a program, or undefined where no Debian package is known to have it. */
export function remedyFor(program: string): string | undefined {
  const debian = PACKAGES[program];
  return debian === undefined ? undefined : `apt-get install ${debian}`;
}

/** Whether a program can be found, by its path or on the PATH. */
export function isProgramThere(program: string): boolean {
  const folders = program.includes('/') ? [''] : (process.env.PATH ?? '').split(path.delimiter);
  return folders.some((folder) => fs.existsSync(path.join(folder, program)));
}

/** What to say when `program` could not be started (ENOENT). */
export function missingProgram(program: string): UserError {
  const remedy = remedyFor(program);
  const advice =
    remedy === undefined
      ? 'Look whether it was built, and whether the path is right.'
      : `Install the Debian package that has it: ${remedy}`;
  return new UserError(`The program ${program} is not there. ${advice}`);
}

/** What people can do about an error of the system, by its code. */
const SYSTEM_ERRORS: Record<string, (path: string) => string> = {
  EACCES: (path) => `You may not read or write ${path}. Look at its owner and permissions, or choose another place.`,
  EPERM: (path) => `You may not change ${path}. Look at its owner and permissions, or choose another place.`,
  EROFS: (path) => `${path} is on a file system that is read-only. Choose another place.`,
  ENOSPC: (path) => `The disk that has ${path} is full. Make room and type the same again.`,
  EDQUOT: (path) => `Your quota of the disk that has ${path} is used up. Make room and type the same again.`,
  EISDIR: (path) => `${path} is a folder; a file is wanted there.`,
  ENOTDIR: (path) => `A part of ${path} is a file, not a folder.`,
  ENOENT: (path) => `${path} is not there.`,
  EEXIST: (path) => `${path} is there already.`,
  ENAMETOOLONG: (path) => `The name ${path} is too long for the file system.`,
  EMFILE: () => 'Too many files are open at once. Raise the limit (ulimit -n) and type the same again.',
  ELOOP: (path) => `${path} is a link that leads back to itself.`,
};

/**
 * An error of the system about a file or folder that people named, as a UserError; undefined for every other error,
 * which is a defect and wants its stack.
 */
export function systemError(error: unknown): UserError | undefined {
  const { code, path, dest, syscall } = error as NodeJS.ErrnoException & { dest?: string };
  const explain = code === undefined ? undefined : SYSTEM_ERRORS[code];
  if (explain === undefined || syscall === undefined || syscall.startsWith('spawn')) return undefined;
  const file = dest ?? path;
  return new UserError(explain(file === undefined ? 'what was written' : file));
}
