/** `tinygram monitor`: the console of an ESP32 board, with positions in the TypeScript behind its app. */
import * as fs from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { StackMapper, StackMappingStream } from '../build/stack';
import { displayPath } from '../build/paths';
import { LogFilter, type Level } from '../boards/esp_log';
import { restart } from '../boards/esp_reset';
import { isGone, onlyPort, openSerial, type SerialLine } from '../boards/serial';
import { visible } from '../boards/visible';
import { UserError } from '../user_error';
import { APP_NAME, imagePath } from './build';

export interface MonitorOptions {
  /** Path of the serial port; without it the only one that is there. */
  port?: string;
  baud: number;
  /** An app image, whose source map lies beside it. */
  app?: string;
  level: Level;
  /** Reset the board at the start. */
  reset: boolean;
  /** Control characters go to the terminal. */
  raw?: boolean;
}

const KEY_INTERRUPT = '\x03';
const KEY_LEAVE = '\x1d';
const KEY_RESET = '\x12';

/** How often a port that went away is looked for, milliseconds. */
const LOOK_MS = 250;

/** Runs until a key or a signal ends it. */
export async function monitor(app: string, options: MonitorOptions): Promise<void> {
  const port = options.port ?? (await onlyPort());
  const map = mapFile(app, options);
  let line: SerialLine | undefined = await openSerial(port, options.baud);
  const remark = (text: string): void => void process.stdout.write(`--- ${text} ---\n`);
  remark(`${port}, ${options.baud} baud; Ctrl-] leaves, Ctrl-R resets`);
  if (map === undefined) remark('no source map: stacks show the built code. Name the image with --app');

  let leave = (): void => undefined;
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const reset = async (): Promise<void> => {
    if (!line || line.lost) return;
    const done = await restart(line).catch(() => true);
    if (!done) remark(`${port} has no control lines: press RESET (EN) on the board`);
  };
  const keys = (data: Buffer): void => {
    const text = data.toString('latin1');
    const end = text.search(`[${KEY_INTERRUPT}\\${KEY_LEAVE}]`);
    const typed = Buffer.from((end < 0 ? text : text.slice(0, end)).replaceAll(KEY_RESET, ''), 'latin1');
    // A key that is pressed while the port goes away is lost.
    if (typed.length > 0) line?.write(typed).catch(() => undefined);
    if (text.includes(KEY_RESET)) void reset();
    if (end >= 0) leave();
  };
  const terminal = process.stdin.isTTY;
  if (terminal) process.stdin.setRawMode(true);
  process.stdin.on('data', keys);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => leave());
  try {
    const over = left.then(() => 'left' as const);
    // Shown from before the reset on, for the boot log.
    let shows = show(line, options, map);
    if (options.reset) await reset();
    for (;;) {
      if ((await Promise.race([over, shows])) === 'left') return;
      remark(`${port} went away; waiting until it is back`);
      line = undefined;
      const back = await reopened(port, options.baud, left);
      if (back === undefined) return;
      line = back;
      remark(`${port} is back`);
      shows = show(line, options, map);
    }
  } finally {
    process.stdin.off('data', keys);
    process.stdin.pause();
    if (terminal) process.stdin.setRawMode(false);
    await line?.close();
  }
}

/** The map beside the image; undefined where there is none. One that was asked for has to be there. */
function mapFile(app: string, options: MonitorOptions): string | undefined {
  const file = `${options.app ?? imagePath(app)}.map`;
  if (fs.existsSync(file)) return file;
  if (options.app === undefined) return undefined;
  throw new UserError(`There is no source map ${displayPath(file)} beside the image. tinygram build writes both.`);
}

/** Shows what comes until the line is lost. */
async function show(line: SerialLine, { level, raw }: MonitorOptions, map: string | undefined): Promise<void> {
  const decoder = new StringDecoder('utf8');
  const filter = new LogFilter(level);
  const mapper = new StackMapper(map ?? '', APP_NAME);
  const stream = new StackMappingStream(
    { map: (text) => mapper.map(filter.pass(text)) },
    (text) => void process.stdout.write(raw === true ? text : visible(text, { colours: true })),
  );
  await new Promise<void>((resolve) => {
    line.on('data', (chunk) => stream.push(decoder.write(chunk)));
    line.once('lost', resolve);
    if (line.lost) resolve();
  });
  stream.flush();
}

/** The port once it can be opened again; undefined when `left` comes first. */
async function reopened(port: string, baud: number, left: Promise<void>): Promise<SerialLine | undefined> {
  let waiting = true;
  void left.then(() => {
    waiting = false;
  });
  while (waiting) {
    try {
      if (!isGone(port)) {
        const line = await openSerial(port, baud);
        if (waiting) return line;
        await line.close();
      }
    } catch (error) {
      // A port is there before its permissions are.
      if (!(error instanceof UserError)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return undefined;
}
