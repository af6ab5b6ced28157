/** Fragments of IP datagrams put together again. Bounded in datagrams, in those of one sender, in bytes, in time. */
import { addressText } from '../packets/address';
import type { Ip } from '../packets/packet';

const MAX_DATAGRAMS = 128;
const MAX_OF_ONE_SENDER = 16;
const MAX_BYTES = 65_535;
const PATIENCE_MS = 30_000;

interface Partial {
  sender: string;
  pieces: Map<number, Uint8Array>;
  bytes: number;
  /** Known once the last fragment is there. */
  length: number | undefined;
  expires: number;
}

export class Reassembly {
  /** Datagrams that were given up. */
  dropped = 0;
  private readonly partials = new Map<string, Partial>();

  /** The whole packet, once a fragment completes it; a packet that is none comes back as it is. */
  receive(ip: Ip, now: number): Ip | undefined {
    const { fragment } = ip;
    if (fragment === undefined) return ip;
    this.expire(now);
    const sender = addressText(ip.from);
    const key = `${sender}>${addressText(ip.to)} ${ip.protocol} ${fragment.id}`;
    const partial = this.partials.get(key) ?? this.open(key, sender, now);
    if (partial === undefined) return undefined;
    const end = fragment.offset + ip.payload.length;
    if (end > MAX_BYTES || (fragment.more && ip.payload.length % 8 !== 0)) return this.giveUp(key);
    if (!fragment.more) partial.length = end;
    const before = partial.pieces.get(fragment.offset);
    if (before === undefined) {
      partial.pieces.set(fragment.offset, ip.payload.slice());
      partial.bytes += ip.payload.length;
      if (partial.bytes > MAX_BYTES) return this.giveUp(key);
    }
    if (partial.length === undefined || partial.bytes < partial.length) return undefined;
    // Without overlaps (RFC 5722) the pieces fit edge to edge.
    const whole = new Uint8Array(partial.length);
    let at = 0;
    for (const [offset, piece] of [...partial.pieces].sort(([a], [b]) => a - b)) {
      if (offset !== at) return this.giveUp(key);
      whole.set(piece, at);
      at += piece.length;
    }
    this.partials.delete(key);
    return {
      family: ip.family,
      from: ip.from,
      to: ip.to,
      ttl: ip.ttl,
      protocol: ip.protocol,
      payload: whole,
      headerIsRight: true,
    };
  }

  private open(key: string, sender: string, now: number): Partial | undefined {
    let ofSender = 0;
    for (const partial of this.partials.values()) if (partial.sender === sender) ofSender++;
    if (this.partials.size >= MAX_DATAGRAMS || ofSender >= MAX_OF_ONE_SENDER) {
      this.dropped++;
      return undefined;
    }
    const partial = {
      sender,
      pieces: new Map<number, Uint8Array>(),
      bytes: 0,
      length: undefined,
      expires: now + PATIENCE_MS,
    };
    this.partials.set(key, partial);
    return partial;
  }

  private giveUp(key: string): undefined {
    this.partials.delete(key);
    this.dropped++;
    return undefined;
  }

  private expire(now: number): void {
    for (const [key, partial] of this.partials) {
      // In the order of their beginning.
      if (partial.expires > now) return;
      this.giveUp(key);
    }
  }
}
