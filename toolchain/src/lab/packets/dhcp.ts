/** DHCP messages (RFC 2131, options of RFC 2132). Runs in Node and in a browser. */
import { text4 } from './address';
import { concat, view } from './packet';

export const DHCP_SERVER_PORT = 67;
export const DHCP_CLIENT_PORT = 68;

export const DHCP_TYPES = ['', 'discover', 'offer', 'request', 'decline', 'ack', 'nak', 'release', 'inform'] as const;
export type DhcpType = Exclude<(typeof DHCP_TYPES)[number], ''>;

const MAGIC = Uint8Array.of(99, 130, 83, 99);
const HEADER = 236;

export const OPTION = {
  mask: 1,
  router: 3,
  dns: 6,
  hostName: 12,
  requestedAddress: 50,
  leaseTime: 51,
  messageType: 53,
  server: 54,
} as const;

export interface Dhcp {
  /** True from a server. */
  reply: boolean;
  transaction: number;
  /** The client asks for a broadcast answer. */
  broadcast: boolean;
  /** The client's own address, the one given to it. */
  client: Uint8Array;
  yours: Uint8Array;
  mac: Uint8Array;
  type: DhcpType;
  options: Map<number, Uint8Array>;
}

export function readDhcp(message: Uint8Array): Dhcp | undefined {
  if (message.length < HEADER + 4 || !MAGIC.every((byte, i) => message[HEADER + i] === byte)) return undefined;
  const options = new Map<number, Uint8Array>();
  for (let at = HEADER + 4; at < message.length && message[at] !== 255;) {
    const code = message[at] as number;
    if (code === 0) {
      at++;
      continue;
    }
    const end = at + 2 + (message[at + 1] ?? 0);
    if (end > message.length) return undefined;
    options.set(code, message.subarray(at + 2, end));
    at = end;
  }
  const type = DHCP_TYPES[options.get(OPTION.messageType)?.[0] ?? 0];
  if (!type) return undefined;
  return {
    reply: message[0] === 2,
    transaction: view(message).getUint32(4),
    broadcast: ((message[10] as number) & 0x80) !== 0,
    client: message.subarray(12, 16),
    yours: message.subarray(16, 20),
    mac: message.subarray(28, 34),
    type,
    options,
  };
}

export function makeDhcp(message: Dhcp): Uint8Array {
  const header = new Uint8Array(HEADER);
  header.set([message.reply ? 2 : 1, 1, 6, 0]);
  view(header).setUint32(4, message.transaction);
  if (message.broadcast) header[10] = 0x80;
  header.set(message.client, 12);
  header.set(message.yours, 16);
  header.set(message.mac, 28);
  const options = new Map(message.options).set(OPTION.messageType, Uint8Array.of(DHCP_TYPES.indexOf(message.type)));
  const list = [...options].map(([code, value]) => concat(Uint8Array.of(code, value.length), value));
  return concat(header, MAGIC, ...list, Uint8Array.of(255));
}

/** "offer 10.0.2.15", for people. */
export function dhcpText(message: Dhcp): string {
  const wanted = message.options.get(OPTION.requestedAddress);
  const given = message.yours.some((byte) => byte !== 0) ? message.yours : wanted;
  return given?.length === 4 ? `${message.type} ${text4(given)}` : message.type;
}
