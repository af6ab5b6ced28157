/* stuck.ts: makes a function of a running board never return: its first instruction becomes a jump to itself. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import type { Board, BoardOptions } from '#toolchain/boards/board';
import type { Port } from '#toolchain/build/paths';
import { scratch } from '../../toolchain/lib/scratch';

/* "Jump to here" of each processor. */
const ARM = Buffer.from('fee7', 'hex');
const RISCV = Buffer.from('01a0', 'hex');
const HOSTS: Partial<Record<NodeJS.Architecture, string>> = { x64: '0xeb, 0xfe', arm64: '0x00, 0x00, 0x00, 0x14' };

/** Where a function of a little-endian ELF file is. */
export function addressOf(elf: string, name: string): number {
  const file = fs.readFileSync(elf);
  const wide = file[4] === 2;
  const word = (at: number): number => (wide ? Number(file.readBigUInt64LE(at)) : file.readUInt32LE(at));
  const table = word(wide ? 40 : 32);
  const [size, count] = [file.readUInt16LE(wide ? 58 : 46), file.readUInt16LE(wide ? 60 : 48)];
  const section = (index: number): { type: number; offset: number; size: number; link: number } => {
    const at = table + index * size;
    return {
      type: file.readUInt32LE(at + 4),
      offset: word(at + (wide ? 24 : 16)),
      size: word(at + (wide ? 32 : 20)),
      link: file.readUInt32LE(at + (wide ? 40 : 24)),
    };
  };
  const SYMBOLS = 2;
  const symbols = Array.from({ length: count }, (_, index) => section(index)).find(({ type }) => type === SYMBOLS)!;
  const names = section(symbols.link).offset;
  const entry = wide ? 24 : 16;
  for (let at = symbols.offset; at < symbols.offset + symbols.size; at += entry) {
    const text = names + file.readUInt32LE(at);
    if (file.toString('latin1', text, file.indexOf(0, text)) === name) return word(at + (wide ? 8 : 4));
  }
  throw new Error(`${elf} has no ${name}`);
}

/** A preloaded library that does it to the program itself when a signal comes. */
const PRELOADED = (offset: number, bytes: string): string => `
#define _GNU_SOURCE
#include <link.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
static char *code;
static int find(struct dl_phdr_info *info, size_t size, void *data) {
  (void)size; (void)data;
  code = (char *)info->dlpi_addr + ${offset};
  return 1; /* the program comes first */
}
static void change(int number) {
  static const unsigned char bytes[] = {${bytes}};
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  char *start = (char *)((size_t)code & ~(page - 1));
  (void)number;
  if (mprotect(start, 2 * page, PROT_READ | PROT_WRITE | PROT_EXEC) != 0) _exit(99);
  memcpy(code, bytes, sizeof bytes);
}
__attribute__((constructor)) static void prepare(void) {
  dl_iterate_phdr(find, NULL);
  signal(SIGUSR2, change);
}
`;

/** One exchange of the protocol of debuggers: resolves when QEMU has said OK. */
async function ask(socket: net.Socket, command: string): Promise<void> {
  const sum = [...Buffer.from(command)].reduce((total, byte) => (total + byte) & 255, 0);
  socket.write(`+$${command}#${sum.toString(16).padStart(2, '0')}`);
  for (let heard = ''; !heard.includes('$OK#9a');) {
    const [data] = (await once(socket, 'data')) as [Buffer];
    heard += data.toString('latin1');
    if (/\$E\d\d#/.test(heard)) throw new Error(`QEMU refuses ${command}: ${heard}`);
  }
}

export interface Sticker {
  /** For startBoard(). */
  options: Partial<BoardOptions>;
  /** From now on the function does not return. */
  stick(board: Board): Promise<void>;
}

/** Why it cannot be done here, or false. */
export const stickingMissing = (port: Port): string | false =>
  port !== 'host' || HOSTS[process.arch] !== undefined ? false : `no jump of ${process.arch} is known`;

export function sticker(port: Port, firmware: string, name: string): Sticker {
  if (port === 'host') {
    const folder = scratch({ 'stuck.c': PRELOADED(addressOf(firmware, name), HOSTS[process.arch]!) });
    const library = path.join(folder, 'stuck.so');
    execFileSync('gcc', ['-shared', '-fPIC', '-o', library, path.join(folder, 'stuck.c')]);
    return {
      options: { env: { ...process.env, LD_PRELOAD: library } },
      stick: (board) => Promise.resolve(void process.kill(board.pid, 'SIGUSR2')),
    };
  }
  const file = path.join(scratch({}), 'debugger');
  const jump = port === 'qemu-arm' ? ARM : RISCV;
  const at = addressOf(firmware, name) & ~1; // without Thumb's bit
  return {
    options: {
      extraArgs: ['-chardev', `socket,id=debugger,path=${file},server=on,wait=off`, '-gdb', 'chardev:debugger'],
    },
    stick: async () => {
      const socket = net.connect(file);
      await once(socket, 'connect');
      await ask(socket, `M${(at >>> 0).toString(16)},${jump.length}:${jump.toString('hex')}`);
      await ask(socket, 'D');
      socket.destroy();
    },
  };
}
