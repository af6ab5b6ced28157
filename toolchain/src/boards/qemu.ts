/** The emulated board: qemu-system-arm with what ports/qemu-arm/boards/<board>.json says. */
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { boardData } from '../build/paths';
import { Failure } from '../failure';
import type { BoardCommand, BoardNetwork, BoardOptions } from './board';

/** A value inside a QEMU option: a comma is written twice. */
const quoted = (value: string): string => value.replace(/,/g, ',,');

/** A boot-option word on the board's command line, which is split at blanks (ports/common/bootargs.h). */
function bootWord(word: string): string {
  return /[\s"\\]/.test(word) || word === '' ? `"${word.replace(/["\\]/g, '\\$&')}"` : word;
}

function networkArgs(network: BoardNetwork, mac: string | undefined): string[] {
  // The board's Ethernet chip is there in any case; without a backend nothing is on its wire.
  if (network.kind === 'none') return ['-nic', 'none'];
  const nic = ['-net', `nic,netdev=n0,model=lan9118${mac === undefined ? '' : `,macaddr=${mac}`}`];
  switch (network.kind) {
    case 'link':
      return ['-netdev', `stream,id=n0,server=off,addr.type=unix,addr.path=${quoted(network.socket)}`, ...nic];
    case 'tap':
      return ['-netdev', `tap,id=n0,ifname=${quoted(network.name)},script=no,downscript=no`, ...nic];
    case 'user': {
      const forwards = (network.forwards ?? []).map(({ host, board }) => `,hostfwd=udp:127.0.0.1:${host}-:${board}`);
      return ['-netdev', `user,id=n0${forwards.join('')}`, ...nic];
    }
  }
}

/** Listens on a unix socket that QEMU connects its second UART to. Resolves once it listens. */
function listenForChannel(): Promise<{ socket: string; channel: Promise<net.Socket>; close(): void }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tinygram-'));
  const socket = path.join(folder, 'channel');
  const server = net.createServer();
  const channel = new Promise<net.Socket>((resolve) =>
    server.once('connection', (connection) => {
      server.close();
      resolve(connection);
    }),
  );
  const close = (): void => {
    server.close();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, () => resolve({ socket, channel, close }));
  });
}

export async function qemuCommand(firmware: string, options: BoardOptions): Promise<BoardCommand> {
  if (!fs.existsSync(firmware))
    throw new Failure(`There is no firmware ${firmware}. Build it: make firmware PORT=qemu-arm`);
  const board = boardData('qemu-arm', options.board);
  const words = [...(options.words ?? [])];
  const network = options.network ?? { kind: 'none' };
  const mac = words.find((word) => word.startsWith('mac='))?.slice(4);
  const args = [...board.qemu, '-kernel', firmware, ...networkArgs(network, mac)];
  if (options.image !== undefined) {
    args.push('-device', `loader,file=${quoted(options.image)},addr=${board.imageAddress},force-raw=on`);
  }
  args.push('-chardev', 'stdio,id=console,signal=off', '-serial', 'chardev:console');
  let link: Awaited<ReturnType<typeof listenForChannel>> | undefined;
  if (options.channel) {
    link = await listenForChannel();
    words.unshift('channel=1');
    args.push('-chardev', `socket,id=channel,path=${quoted(link.socket)},server=off`, '-serial', 'chardev:channel');
  }
  if (options.argv?.length) words.push('--', ...options.argv);
  const semihosting = words.map((word) => `,arg=${quoted(bootWord(word))}`).join('');
  args.push('-semihosting-config', `enable=on,target=native${semihosting}`);
  if (options.icount !== undefined) args.push('-icount', `shift=${options.icount}`);
  args.push(...(options.extraArgs ?? []));
  return {
    program: 'qemu-system-arm',
    args,
    ...(link ? { channel: link.channel } : {}),
    stderrIsConsole: false,
    cleanUp: () => link?.close(),
  };
}
