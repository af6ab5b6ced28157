/** `tinygram run`: builds an app and runs it on a board, with the console here. */
import { StackMapper, StackMappingStream } from '../build/stack';
import { startBoard, USER_WORDS, type BoardNetwork } from '../boards/board';
import type { Target, UdpForward } from '../cli';
import { UserError } from '../user_error';
import { APP_NAME, buildFirmware, buildImage } from './build';

export interface RunOptions extends Target {
  board?: string;
  release?: boolean;
  udp?: UdpForward[];
  boot?: string[];
}

/** Exit codes after a signal are 128 and the signal's number, as shells have it. */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** Returns the exit code to end with. */
export async function run(app: string, args: string[], options: RunOptions): Promise<number> {
  const { port, engine, board: boardName, udp = [], boot = [] } = options;
  if (port === 'host' && udp.length > 0) {
    throw new UserError(
      '--udp is for emulated boards: the host port has no forwarded ports. ' +
        'Give it an interface in place of that, as in --boot net=tap:NAME --boot ip=192.168.7.2/24.',
    );
  }
  // The image first: an error in the app shows at once.
  const { image, map } = await buildImage(app, { ...options, release: false });
  const firmware = await buildFirmware(port, engine, boardName);
  const built = options.release ? await buildImage(app, options) : { image, map };
  const user = port !== 'host';
  const network: BoardNetwork = user ? { kind: 'user', forwards: udp } : { kind: 'none' };
  const ownAddress = boot.some((word) => word === 'dhcp' || word.startsWith('ip='));
  const board = await startBoard({
    port,
    firmware,
    network,
    image: built.image,
    argv: args,
    words: [...(user && !ownAddress ? USER_WORDS : []), ...boot],
    ...(boardName === undefined ? {} : { board: boardName }),
  });
  const console = new StackMappingStream(
    new StackMapper(built.map, APP_NAME),
    (text) => void process.stdout.write(text),
  );
  board.on('output', (text) => console.push(text));
  let stopped: number | undefined;
  for (const [name, number] of Object.entries(SIGNALS)) {
    process.once(name, () => {
      stopped = 128 + number;
      board.kill();
    });
  }
  const { code, reason, signal } = await board.exited;
  console.flush();
  if (stopped !== undefined) return stopped;
  if (board.diagnostics !== '') process.stderr.write(board.diagnostics);
  if (reason === 'crash') process.stderr.write(`The board was ended by ${signal ?? 'a fault'}.\n`);
  return code;
}
