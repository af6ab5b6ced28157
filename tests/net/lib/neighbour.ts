/* neighbour.ts: a bench's board with one socket, and a host that sends it frames as a test makes them. */
import assert from 'node:assert';
import { address4, type Bench } from './bench';
import { ethernet } from './frames';
import { Host } from './host';

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
