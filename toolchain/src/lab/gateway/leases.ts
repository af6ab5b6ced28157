/** The gateway's DHCP server: an address for each MAC address, for as long as the gateway runs. */
import { addressBytes, macText, text4 } from '../packets/address';
import { OPTION, type Dhcp } from '../packets/dhcp';

/** Seconds; lwIP counts in minutes, so not less than some of them. */
const LEASE_SECONDS = 3600;

export interface LeaseOptions {
  /** The gateway's own address and its prefix length. */
  own: Uint8Array;
  bits: number;
  dns: Uint8Array;
  /** Addresses that are given, from the first on. */
  first: Uint8Array;
  count: number;
  /** Whether somebody has the address already. */
  taken(address: string): boolean;
}

export class Leases {
  private readonly byMac = new Map<string, string>();

  constructor(private readonly options: LeaseOptions) {}

  /** Sets aside an address for a MAC address. */
  reserve(mac: string, address: string): void {
    this.byMac.set(mac, address);
  }

  /** The answer to a message of a client; undefined where none is due. */
  answer(message: Dhcp): Dhcp | undefined {
    const mac = macText(message.mac);
    if (message.reply) return undefined;
    if (message.type === 'release' || message.type === 'decline') return undefined;
    if (message.type !== 'discover' && message.type !== 'request' && message.type !== 'inform') return undefined;
    const server = message.options.get(OPTION.server);
    if (server && text4(server) !== text4(this.options.own)) return undefined;
    if (message.type === 'inform') return this.reply(message, 'ack', new Uint8Array(4));
    const address = this.addressFor(mac);
    if (address === undefined) return undefined;
    if (message.type === 'discover') return this.reply(message, 'offer', addressBytes(address));
    const wanted = message.options.get(OPTION.requestedAddress) ?? message.client;
    return text4(wanted) === address
      ? this.reply(message, 'ack', addressBytes(address))
      : { ...this.reply(message, 'nak', new Uint8Array(4)), broadcast: true };
  }

  private reply(message: Dhcp, type: 'offer' | 'ack' | 'nak', yours: Uint8Array): Dhcp {
    const { own, bits, dns } = this.options;
    const mask = new Uint8Array(4);
    new DataView(mask.buffer).setUint32(0, (0xffffffff << (32 - bits)) >>> 0);
    const seconds = new Uint8Array(4);
    new DataView(seconds.buffer).setUint32(0, LEASE_SECONDS);
    const options = new Map<number, Uint8Array>([
      [OPTION.messageType, new Uint8Array(1)],
      [OPTION.server, own],
    ]);
    if (type !== 'nak') {
      options.set(OPTION.mask, mask).set(OPTION.router, own).set(OPTION.dns, dns);
      if (message.type !== 'inform') options.set(OPTION.leaseTime, seconds);
    }
    return { ...message, reply: true, type, yours, options };
  }

  private addressFor(mac: string): string | undefined {
    const known = this.byMac.get(mac);
    if (known !== undefined) return known;
    const given = new Set(this.byMac.values());
    const first = new DataView(this.options.first.slice().buffer).getUint32(0);
    for (let i = 0; i < this.options.count; i++) {
      const bytes = new Uint8Array(4);
      new DataView(bytes.buffer).setUint32(0, first + i);
      const address = text4(bytes);
      if (given.has(address) || this.options.taken(address)) continue;
      this.byMac.set(mac, address);
      return address;
    }
    return undefined;
  }
}
