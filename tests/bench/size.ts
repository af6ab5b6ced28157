/*
 * size.ts: `make size [ENGINE=…] [BOARD=…]`. Flash and RAM of the firmware by module, from the linker's map: every
 * input section that the linker kept, by the file that it came from; the built-in JavaScript modules by their own
 * names. RAM is data and zeroed data; the stacks are a row of their own. Padding between sections is what is left over.
 * Library modules are in no firmware: they are listed by what each brings to an app's image.
 * The treemap is build/<port>/<engine>/size.html.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { libraryModules } from '#toolchain/build/library';
import { type Engine, ENGINES, firmwarePath, displayPath, writeWhole } from '#toolchain/build/paths';
import { buildFirmware, buildImage } from '#toolchain/commands/build';
import { chooseEngine } from '#toolchain/engines/choice';
import { sectionsOf } from './elf';
import { treemap } from './treemap';
import { beginProgram } from '../runner/program';

beginProgram(module);

export interface Piece {
  /** "runtime/core", "lwIP", "JavaScript modules", … */
  room: string;
  /** A file or module in it. */
  part: string;
  flash: number;
  ram: number;
}

const FLASH = /^\.(text|rodata|ARM|init_array|vectors)/;
const RAM = /^\.(data|bss|COMMON)|^COMMON/;

/** The room and part that an object file and section belong to. */
export function placeOf(file: string, section: string): { room: string; part: string } {
  const archive = /([^/]+)\.a\(([^)]+)\)$/.exec(file);
  if (archive !== null) {
    return archive[1]!.startsWith('libjerry')
      ? { room: 'engine', part: archive[2]!.replace(/\.o(bj)?$/, '') }
      : { room: 'C library', part: `${archive[1]!}: ${archive[2]!.replace(/\.o$/, '')}` };
  }
  // JerryScript optimised at link time has no files; its functions' names tell its rooms.
  if (/\.ltrans\d*(\.ltrans)?\.o$/.test(file)) {
    const name = /^\.\w+\.([a-z]+(?:_(?:builtin|op|regexp|parser))?)/.exec(section)?.[1];
    return { room: 'engine', part: name ?? 'other' };
  }
  const code = /\.code_(\w+)$/.exec(section);
  if (code !== null) return { room: 'JavaScript modules', part: code[1]!.replace(/^internal_/, 'internal/') };
  const object = /\/obj\/(.*)\.o$/.exec(file)?.[1];
  if (object === undefined) {
    return path.basename(file) === 'registry.o'
      ? { room: 'JavaScript modules', part: 'names and texts' }
      : { room: 'C library', part: path.basename(file) };
  }
  if (object === 'ports/common/lwip_way') return { room: 'lwIP', part: 'the way of a datagram' };
  const lwip = /(?:^|\/)(?:core|netif|api)\/.*$/.exec(object);
  if (/lwip/.test(object) && !/^(runtime|ports)\//.test(object))
    return { room: 'lwIP', part: lwip === null ? path.basename(object) : lwip[0].replace(/^\//, '') };
  if (/^runtime\/engine\//.test(object) || !/^(runtime|ports)\//.test(object))
    return { room: 'engine', part: path.basename(object) };
  return { room: path.dirname(object), part: path.basename(object) };
}

/** Reads a GNU ld map: the pieces, and bytes of stack. */
export function piecesOf(map: string): Piece[] {
  const pieces = new Map<string, Piece>();
  // A long section name has a line of its own.
  const body = map.slice(map.indexOf('Linker script and memory map')).replace(/^( \.\S+)\n\s+(0x)/gm, '$1 $2');
  for (const line of body.split('\n')) {
    const match = /^ (\.\S+|COMMON)\s+0x([0-9a-f]+)\s+0x([0-9a-f]+) (\S.*)$/.exec(line);
    if (match === null || match[2] === '0'.repeat(match[2]!.length)) continue;
    const [, section, , size, file] = match as unknown as [string, string, string, string, string];
    const bytes = parseInt(size, 16);
    const data = /^\.data/.test(section);
    if (bytes === 0 || !(FLASH.test(section) || RAM.test(section))) continue;
    const { room, part } = placeOf(file, section);
    const key = `${room}\0${part}`;
    const piece = pieces.get(key) ?? { room, part, flash: 0, ram: 0 };
    if (data || FLASH.test(section)) piece.flash += bytes;
    if (RAM.test(section)) piece.ram += bytes;
    pieces.set(key, piece);
  }
  return [...pieces.values()];
}

const number = (value: number): string => value.toLocaleString('en-US').padStart(11);

function show(pieces: Piece[], sections: Map<string, number>): void {
  const rooms = new Map<string, Piece[]>();
  for (const piece of pieces) rooms.set(piece.room, [...(rooms.get(piece.room) ?? []), piece]);
  const sum = (list: Piece[], key: 'flash' | 'ram'): number => list.reduce((total, piece) => total + piece[key], 0);
  const weight = (list: Piece[]): number => sum(list, 'flash') + sum(list, 'ram');
  console.log(`${'bytes'.padEnd(44)}      flash        RAM`);
  for (const [room, list] of [...rooms].sort(([, a], [, b]) => weight(b) - weight(a))) {
    console.log(`${room.padEnd(44)}${number(sum(list, 'flash'))}${number(sum(list, 'ram'))}`);
    for (const { part, flash, ram } of list.sort((a, b) => b.flash + b.ram - a.flash - a.ram))
      console.log(`  ${part.slice(0, 41).padEnd(42)}${number(flash)}${number(ram)}`);
  }
  const at = (names: string[]): number => names.reduce((total, name) => total + (sections.get(name) ?? 0), 0);
  const flash = at(['.text', '.ARM.extab', '.ARM.exidx', '.init_array', '.data']);
  const ram = at(['.data', '.bss']);
  console.log(
    `${'padding, and what is merged or added'.padEnd(44)}${number(flash - sum(pieces, 'flash'))}` +
      number(ram - sum(pieces, 'ram')),
  );
  console.log(`${'stacks'.padEnd(44)}${number(0)}${number(at(['.stack']))}`);
  console.log(`${'total'.padEnd(44)}${number(flash)}${number(ram + at(['.stack']))}`);
}

/** What each library module brings to the image of an app that requires it and nothing else, in bytes. */
async function showLibrary(engine: Engine): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tinygram-size-'));
  const sizeOf = async (text: string, release: boolean): Promise<number> => {
    const app = path.join(folder, 'app.js');
    fs.writeFileSync(app, text);
    return (await buildImage(app, { engine, release, out: path.join(folder, 'app.tgi') })).size;
  };
  try {
    const [nothing, least] = [await sizeOf('', false), await sizeOf('', true)];
    console.log(`\n${'library modules, in an image that has them'.padEnd(44)}development    release`);
    for (const name of libraryModules()) {
      const text = `globalThis.kept = require('${name}');`;
      const [image, release] = [await sizeOf(text, false), await sizeOf(text, true)];
      console.log(`  ${name.padEnd(42)}${number(image - nothing)}${number(release - least)}`);
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const option = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  const board = option('--board');
  const engine = (option('--engine') ?? chooseEngine('qemu-arm', board)) as Engine;
  if (!ENGINES.includes(engine)) throw new Error(`no engine "${engine}": there are ${ENGINES.join(', ')}`);
  const firmware = firmwarePath('qemu-arm', engine, board);
  if (!fs.existsSync(`${firmware}.map`)) fs.rmSync(firmware, { force: true }); // linked again, it gets its map
  await buildFirmware('qemu-arm', engine, board);
  const pieces = piecesOf(fs.readFileSync(`${firmware}.map`, 'utf8'));
  show(pieces, sectionsOf(firmware));
  await showLibrary(engine);
  const out = path.join(path.dirname(firmware), 'size.html');
  writeWhole(
    out,
    treemap(`Firmware on ${engine}${board === undefined ? '' : `, ${board}`}`, [
      { title: 'Flash', pieces: pieces.map(({ room, part, flash }) => ({ room, part, bytes: flash })) },
      {
        title: 'RAM (data and zeroed data)',
        pieces: pieces.map(({ room, part, ram }) => ({ room, part, bytes: ram })),
      },
    ]),
  );
  console.log(`\n${displayPath(out)}: treemap`);
}

if (require.main === module) void main();
