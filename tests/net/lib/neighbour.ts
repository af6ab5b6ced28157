/* neighbour.ts: a bench's board with sockets, and a host or a stranger that sends it what a test makes. */
import assert from 'node:assert';
import { address4, type Bench, type Device } from './bench';
import { ethernet } from './frames';
import { Host } from './host';
import type { RemoteSocket } from './remote';
import { Stranger } from './stranger';

export interface Neighbour {
  /** The host's address and the board's. */
  from: string;
  to: string;
  /** Sends a packet of this Ethernet type from the host to the board. */
  frame(type: number, packet: Buffer): void;
  /** The next text that the board's socket, at port 4000, receives. */
  nextText(): Promise<string>;
  /** Sends a datagram as it should be; it must be the next that the socket receives. */
  hears(text: string): Promise<void>;
}

/** The bench's first board gets a socket that is bound to port 4000, and a neighbour. */
export async function neighbourOf(bench: Bench): Promise<Neighbour> {
  const device = bench.boards[0]!;
  const host = new Host(bench.link, '192.168.77.9');
  const server = await device.socket('udp4');
  await server.bind(4000);
  const to = address4(0);
  return {
    from: host.address,
    to,
    frame: (type, packet) => host.raw(ethernet(device.mac, host.mac, type, packet)),
    nextText: () => server.nextText(),
    async hears(text) {
      host.send(5000, to, 4000, Buffer.from(text), device.mac);
      assert.strictEqual(await server.nextText(), text);
    },
  };
}

/** Whom a stranger answers for. */
export const PEER4 = '192.168.77.9';
export const PEER6 = 'fd77::9';

export interface Beside {
  device: Device;
  stranger: Stranger;
  v4: RemoteSocket;
  v6: RemoteSocket;
}

/** The bench's first board listens at port 7000 of IPv4 and 7002 of IPv6, and a stranger answers for both peers. */
export async function listenBesideStranger(bench: Bench): Promise<Beside> {
  const device = bench.boards[0]!;
  const stranger = new Stranger(bench.link, device.mac, [PEER4, PEER6]);
  const v4 = await device.socket('udp4');
  const v6 = await device.socket('udp6');
  await v4.bind(7000);
  await v6.bind(7002);
  return { device, stranger, v4, v6 };
}
