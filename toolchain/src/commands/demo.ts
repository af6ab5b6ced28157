/** `tinygram demo`: an echo app on an emulated board answers datagrams of this machine's own Node. */
import * as dgram from 'node:dgram';
import { boardData, inRoot, type Engine } from '../build/paths';
import type { Board } from '../boards/board';
import { visible } from '../boards/visible';
import { Laboratory } from '../lab/laboratory';
import { UserError } from '../user_error';
import { APP_NAME, buildFirmware, buildImage } from './build';

const DEVICE_PORT = 41234;
const LISTENING = `server listening 0.0.0.0:${DEVICE_PORT}`;
const BOOT_MS = 20_000;
const REPLY_MS = 5_000;
const WHOLE_MS = 60_000;

const MESSAGES = ['hello, board', 'ein Telegramm über UDP: 3 €', '0123456789abcdef'.repeat(50)];

const say = (who: 'host' | 'device', text: string): void =>
  void process.stdout.write(`${who.padEnd(6)} | ${visible(text)}\n`);

const brief = (text: string): string => (text.length > 48 ? `${text.slice(0, 45)}…` : text);

export async function demo({ engine }: { engine: Engine }): Promise<void> {
  const port = 'qemu-arm';
  const firmware = await buildFirmware(port, engine);
  const { image, map } = await buildImage(inRoot('toolchain', 'templates', 'echo', 'src', 'app.ts'), { engine, port });
  const socket = dgram.createSocket('udp4');
  const host = await freePort();
  const lab = await Laboratory.open({
    port,
    engine,
    firmware,
    boards: [{ name: 'device', image, map, appName: APP_NAME, argv: [], words: [] }],
    network: 'lab',
    forwards: [{ host, board: DEVICE_PORT }],
  });
  const board = lab.board('device') as Board;
  const stop = (): void => board.kill();
  const limit = setTimeout(stop, WHOLE_MS);
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    process.stdout.write(
      `An echo app on an emulated ${boardData(port).name} (Cortex-M3, engine ${engine}); ` +
        `127.0.0.1:${host} here leads to its port ${DEVICE_PORT}.\n`,
    );
    lab.on('console', (_name, text) => {
      for (const line of text.replace(/\n$/, '').split('\n')) say('device', line);
    });
    await board.waitFor(`${LISTENING}\n`, BOOT_MS);
    for (const message of MESSAGES) await exchange(board, socket, host, message);
    say('host', `${MESSAGES.length} of ${MESSAGES.length} datagrams came back as they were sent`);
  } finally {
    clearTimeout(limit);
    socket.close();
    await lab.close();
  }
}

/** A UDP port of 127.0.0.1 that nobody has bound at this moment. */
function freePort(): Promise<number> {
  const probe = dgram.createSocket('udp4');
  return new Promise((resolve, reject) => {
    probe.once('error', reject);
    probe.bind(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Sends a text and waits for its echo and for the line that the device prints about it. */
async function exchange(board: Board, socket: dgram.Socket, port: number, message: string): Promise<void> {
  const printed = board.output.length;
  const size = Buffer.byteLength(message);
  say('host', `sent ${size} bytes to 127.0.0.1:${port}: ${brief(message)}`);
  const reply = await new Promise<Buffer>((resolve, reject) => {
    const fail = (why: string): void =>
      reject(new UserError(`The demo failed: ${why}. The board's console:\n${board.output}`));
    const timer = setTimeout(() => fail(`no reply within ${REPLY_MS / 1000} seconds`), REPLY_MS);
    void board.exited.then(({ code }) => fail(`the board ended with code ${code}`));
    socket.once('error', (error) => fail(error.message));
    socket.once('message', (data, { address, port: from }) => {
      clearTimeout(timer);
      if (address !== '127.0.0.1' || from !== port) fail(`a reply came from ${address}:${from}`);
      resolve(data);
    });
    socket.send(message, port, '127.0.0.1');
  });
  if (reply.toString() !== message) throw new UserError(`The demo failed: sent ${message}, got ${reply.toString()}.`);
  const line = new RegExp(`^[^]{${printed}}[^]*?${size} bytes from 10\\.0\\.2\\.2:\\d+.*\\n`);
  await board.waitFor(line, REPLY_MS);
  say('host', `got ${reply.length} bytes back: ${brief(reply.toString())}`);
}
