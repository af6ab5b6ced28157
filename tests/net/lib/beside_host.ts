/* beside_host.ts: one emulated board of a port, running a release image, and a station of this process beside it. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Board } from '#toolchain/boards/board';
import type { Engine } from '#toolchain/build/paths';
import { buildFirmware, buildImage } from '#toolchain/commands/build';
import { Link, macFor } from '#toolchain/lab/switch';
import { withBoard } from './app';
import { Host } from './host';

/** The station's address, and the board's. */
export const HERE = '192.168.77.9';
export const THERE = '192.168.77.2';

/** A board of qemu-arm with the app in `file`; its MAC address is macFor(name). Ended when body has resolved. */
export async function besideHost(
  { name, engine, file, words }: { name: string; engine: Engine; file: string; words: string[] },
  body: (board: Board, host: Host) => Promise<void>,
): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tinygram-'));
  const out = path.join(folder, 'app.tgi');
  const link = Link.open();
  const host = new Host(link, HERE);
  try {
    const firmware = await buildFirmware('qemu-arm', engine, name);
    const { image } = await buildImage(file, { engine, port: 'qemu-arm', board: name, release: true, out });
    const plugged = {
      port: 'qemu-arm' as const,
      board: name,
      firmware,
      image,
      timeoutMs: 60_000,
      words: [`ip=${THERE}/24`, `mac=${macFor(name)}`, ...words],
      network: { kind: 'link' as const, socket: await link.plug(name) },
    };
    await withBoard(plugged, (board) => body(board, host));
  } finally {
    host.close();
    await link.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
