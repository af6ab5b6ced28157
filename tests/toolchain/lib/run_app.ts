/** An app's image made and run, as the tests of what the build makes of a text need it. */
import assert from 'node:assert/strict';
import * as path from 'node:path';
import { startBoard } from '#toolchain/boards/board';
import { buildFirmware, buildImage } from '#toolchain/commands/build';
import type { Target } from '../../runner/targets';

/** What the app prints on the target until it ends, which it does with exit code 0. The image is beside its file. */
export async function printedBy(
  file: string,
  { port, engine }: Target,
  release: boolean,
  timeoutMs = 60_000,
): Promise<string> {
  const firmware = await buildFirmware(port, engine);
  const out = path.join(path.dirname(file), 'app.tgi');
  const { image } = await buildImage(file, { port, engine, release, out });
  const board = await startBoard({ port, firmware, image, timeoutMs });
  const { code } = await board.exited;
  assert.equal(code, 0, board.output.slice(-4000) + board.diagnostics);
  return board.output;
}
