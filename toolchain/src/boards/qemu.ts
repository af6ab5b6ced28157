/** The emulated boards: QEMU with what ports/<port>/boards/<board>.json says. */
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { boardData, type EmulatedPort } from '../build/paths';
import { removeTemporaryFolder, temporaryFolder } from '../temporary';
import { UserError } from '../user_error';
import type { BoardCommand, BoardNetwork, RunOptions } from './board';

interface Machine {
  program: string;
  /** Arguments for its Ethernet interface on the backend n0; `mac` begins with a comma, or is empty. */
  nic(mac: string): string[];
  /** Arguments that join its channel to the character device of this name. */
  channel(device: string): string[];
}

const MACHINES: Record<EmulatedPort, Machine> = {
  'qemu-arm': {
    program: 'qemu-system-arm',
    nic: (mac) => ['-net', `nic,netdev=n0,model=lan9118${mac.replace('mac', 'macaddr')}`],
    channel: (device) => ['-serial', `chardev:${device}`],
  },
  'qemu-riscv': {
    program: 'qemu-system-riscv32',
    nic: (mac) => ['-device', `virtio-net-device,netdev=n0${mac}`],
    // Not a virtconsole: that one drops what its other end does not take at once.
    channel: (device) => ['-device', 'virtio-serial-device', '-device', `virtserialport,chardev=${device},nr=1`],
  },
};

/** A value inside a QEMU option: a comma is written twice. */
const quoted = (value: string): string => value.replace(/,/g, ',,');

/** A boot-option word on the board's command line, which is split at blanks (ports/common/bootargs.h). */
function bootWord(word: string): string {
  return /[\s"\\]/.test(word) || word === '' ? `"${word.replace(/["\\]/g, '\\$&')}"` : word;
}

function networkArgs(machine: Machine, network: BoardNetwork, mac: string | undefined): string[] {
  // The mps2-an385's Ethernet chip is there in any case; without a backend nothing is on its wire.
  if (network.kind === 'none') return ['-nic', 'none'];
  const nic = machine.nic(mac === undefined ? '' : `,mac=${mac}`);
  switch (network.kind) {
    case 'link':
      return ['-netdev', `stream,id=n0,server=off,addr.type=unix,addr.path=${quoted(network.socket)}`, ...nic];
    case 'tap':
      return ['-netdev', `tap,id=n0,ifname=${quoted(network.name)},script=no,downscript=no`, ...nic];
  }
}

/** Listens on a unix socket that QEMU connects the board's channel to. Resolves once it listens. */
async function listenForChannel(): Promise<{ socket: string; channel: Promise<net.Socket>; close(): void }> {
  const folder = temporaryFolder('tinygram-');
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
    removeTemporaryFolder(folder);
  };
  await once(server.listen(socket), 'listening');
  return { socket, channel, close };
}

export async function qemuCommand(
  firmware: string,
  options: RunOptions & { port: EmulatedPort },
): Promise<BoardCommand> {
  const { port } = options;
  if (!fs.existsSync(firmware))
    throw new UserError(`There is no firmware ${firmware}. Build it: make firmware PORT=${port}`);
  const board = boardData(port, options.board);
  const machine = MACHINES[port];
  const words = [...(options.words ?? [])];
  const network = options.network ?? { kind: 'none' };
  const mac = words.find((word) => word.startsWith('mac='))?.slice(4);
  const args = [...board.qemu, '-kernel', firmware, ...networkArgs(machine, network, mac)];
  if (options.image !== undefined)
    args.push('-device', `loader,file=${quoted(options.image)},addr=${board.imageAddress},force-raw=on`);
  args.push('-chardev', 'stdio,id=console,signal=off', '-serial', 'chardev:console');
  let link: Awaited<ReturnType<typeof listenForChannel>> | undefined;
  if (options.channel) {
    link = await listenForChannel();
    words.unshift('channel=1');
    args.push('-chardev', `socket,id=channel,path=${quoted(link.socket)},server=off`, ...machine.channel('channel'));
  }
  if (options.argv?.length) words.push('--', ...options.argv);
  const semihosting = words.map((word) => `,arg=${quoted(bootWord(word))}`).join('');
  args.push('-semihosting-config', `enable=on,target=native${semihosting}`);
  if (options.icount !== undefined)
    args.push('-icount', `shift=${options.icount}${options.skipIdle ? ',sleep=off' : ''}`);
  args.push(...(options.extraArgs ?? []));
  return {
    program: machine.program,
    args,
    ...(link ? { channel: link.channel } : {}),
    stderrIsConsole: false,
    cleanUp: () => link?.close(),
  };
}
