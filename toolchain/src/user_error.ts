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

/** The Debian package that has each program the toolchain starts. */
const PACKAGES: Record<string, string> = {
  'apt-get': 'apt',
  'apt-cache': 'apt',
  'arm-none-eabi-gcc': 'gcc-arm-none-eabi',
  gcc: 'gcc',
  make: 'make',
  'qemu-system-arm': 'qemu-system-arm',
  'qemu-system-riscv32': 'qemu-system-misc',
  'riscv64-unknown-elf-gcc': 'gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf',
  tar: 'tar',
  xz: 'xz-utils',
};

/** What to say when `program` could not be started (ENOENT). */
export function missingProgram(program: string): UserError {
  const debian = PACKAGES[program];
  const remedy = debian
    ? `Install the Debian package that has it: apt-get install ${debian}`
    : 'Look whether it was built, and whether the path is right.';
  return new UserError(`The program ${program} is not there. ${remedy}`);
}
