/* app.ts: running a small app of the test's own on a board to its end. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'node:test';
import { type Board, type BoardExit, type BoardOptions, startBoard } from '#toolchain/boards/board';
import { buildImage } from '#toolchain/commands/build';
import { engineMissing, firmwareOf, type Target, targetName, targets } from '../../runner/targets';

/** A folder with one app on one port and engine. */
export class App {
  private constructor(
    readonly target: Target,
    readonly folder: string,
    readonly image: string,
  ) {}

  /** Builds the image of an app with this text, or of the file whose absolute path this is. */
  static async build(
    target: Target,
    source: string,
    name = 'app.ts',
    release = false,
    board: string | undefined = undefined,
  ): Promise<App> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tinygram-'));
    const file = path.isAbsolute(source) ? source : path.join(folder, name);
    if (file !== source) fs.writeFileSync(file, source);
    const image = path.join(folder, 'app.tgi');
    await buildImage(file, { ...target, release, board, out: image });
    return new App(target, folder, image);
  }

  /** Runs it to its end. */
  async run(words: string[] = [], image: string | undefined = this.image): Promise<BoardExit & { output: string }> {
    const board = await startBoard({
      port: this.target.port,
      firmware: await firmwareOf(this.target),
      words: ['env.TINYGRAM_CHECK=1', ...words],
      timeoutMs: 30000,
      ...(image === '' ? {} : { image }),
    });
    const exit = await board.exited;
    return { ...exit, output: board.output };
  }

  /** Changes a copy of the image, and runs that. */
  async runChanged(change: (image: Buffer) => Buffer | void): Promise<BoardExit & { output: string }> {
    const bytes = fs.readFileSync(this.image);
    const changed = `${this.image}.changed`;
    fs.writeFileSync(changed, change(bytes) ?? bytes);
    return this.run([], changed);
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Starts a board, which ends with `body`, however that ends. */
export async function withBoard(options: BoardOptions, body: (board: Board) => Promise<void>): Promise<void> {
  const board = await startBoard(options);
  try {
    await body(board);
  } finally {
    board.kill();
    await board.exited;
  }
}

/** Registers a test of an app on every port and engine. */
export function onTargets(name: string, source: string, body: (app: App) => Promise<void>, file = 'app.ts'): void {
  for (const target of targets(process.env.PORT, process.env.ENGINE)) {
    test(`${name} (${targetName(target)})`, { skip: engineMissing(target.engine), timeout: 120000 }, async () => {
      const app = await App.build(target, source, file);
      try {
        await body(app);
      } finally {
        app.remove();
      }
    });
  }
}
