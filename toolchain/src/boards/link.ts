/*
 * link.ts: a virtual Ethernet switch for tests and for `tinygram run`.
 *
 * Stations are QEMU boards (`-netdev stream,server=off,addr.type=unix,addr.path=<path>`), host-port processes
 * (`net=link:<path>`), anything else that speaks the same framing, and objects of this process (attach()).
 * Framing on the unix stream sockets: length in 4 bytes, big-endian, then the Ethernet frame without FCS.
 *
 * The switch learns addresses, floods broadcast, multicast and unknown unicast, and never sends a frame back to
 * its station. Every station has a bounded queue: a frame that does not fit is dropped and counted. Impairments
 * come from rules on a seeded generator, so the same frames in the same order fare alike in every run.
 */
import * as crypto from 'crypto';
import * as fs from 'fs';
import * as net from 'net';
import * as os from 'os';
import { dirname, join } from 'path';

/** Shortest and longest frame, in bytes, that the switch carries. */
export const MIN_FRAME = 14;
export const MAX_FRAME = 9018;

/**
 * Flow control. A board's chip holds few frames (the LAN9118 six of full size) and QEMU drops what does not fit
 * without a word. Such a board sends a PAUSE frame of time 0 at its start and whenever it has read FLOW_STEP bytes
 * more, where each frame counts FLOW_OVERHEAD bytes more than it has. From the first one on, no more than FLOW_WINDOW
 * such bytes are on their way to it. Frames that its filter takes are not reported; so after FLOW_PATIENCE
 * milliseconds without a sign they count as read.
 */
const FLOW_STEP = 4096;
const FLOW_OVERHEAD = 12;
const FLOW_WINDOW = 9000;
const FLOW_PATIENCE = 200;

const isPause = (frame: Buffer): boolean =>
  frame.length >= MIN_FRAME && frame.readUIntBE(0, 6) === 0x0180c2000001 && frame.readUInt16BE(12) === 0x8808;

/** Bytes that may wait for one station. */
const DEFAULT_QUEUE = 512 * 1024;
/** Frames that may wait for a delay or a reordering, in the whole link. */
const MAX_HELD = 4096;
/** Milliseconds after which a frame that waits to be overtaken goes anyway. */
const REORDER_PATIENCE = 40;

/**
 * What happens to frames. Probabilities are 0 to 1. A rule without `to` is asked once per frame as it enters the
 * switch, a rule with `to` once per delivery to that station. Rules are asked in order and all apply.
 */
export interface Rule {
  /** Only frames sent by the station of this name. */
  from?: string;
  /** Only frames on their way to the station of this name. */
  to?: string;
  /** Only frames for which this is true; `count` is how many frames this rule was asked about before, from 0. */
  match?(frame: Buffer, count: number): boolean;
  /** Probability that the frame vanishes. */
  lose?: number;
  /** Probability that a second copy follows. */
  duplicate?: number;
  /** Probability that one bit behind the Ethernet header is flipped. */
  damage?: number;
  /** Probability that the frame waits until the next one has passed it. */
  reorder?: number;
  /** Milliseconds that the frame waits. */
  delay?: number;
  /** Further milliseconds, drawn evenly from 0 to this. */
  jitter?: number;
}

export interface LinkOptions {
  /** Rules in force from the start; impair() replaces them. */
  rules?: Rule[];
  /** Seed of the generator; the same seed and frames give the same fates. Default 1. */
  seed?: number;
  /** File that gets every frame as its station sent it, in pcap format (LINKTYPE_ETHERNET, microseconds). */
  pcap?: string;
  /** Bytes that may wait for one station; more is dropped and counted. Default 512 KiB. */
  queue?: number;
}

/** Counts of frames. */
export interface Counters {
  /** Frames that the station sent. */
  sent: number;
  /** Frames that were handed to it. */
  delivered: number;
  /** Frames for it that were dropped because its queue was full. */
  dropped: number;
  /** Frames that rules took away, copied, damaged, or let others overtake. */
  lost: number;
  duplicated: number;
  damaged: number;
  reordered: number;
}

/** One plug of the switch. */
export interface Station {
  readonly name: string;
  readonly counters: Readonly<Counters>;
  /** Sends a frame (copied) into the switch as this station. Throws RangeError on an impossible size. */
  send(frame: Uint8Array): void;
  /** Pulls the plug; harmless when repeated. */
  close(): void;
}

interface Plug extends Station {
  counters: Counters;
  deliver(frame: Buffer): void;
}

/** A deterministic generator (mulberry32): each call gives a number in [0, 1). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Writes frames in pcap format. Synchronous, so that the file is whole whenever someone looks. */
export class PcapWriter {
  private file: number;

  constructor(readonly path: string) {
    fs.mkdirSync(dirname(path), { recursive: true });
    this.file = fs.openSync(path, 'w');
    const header = Buffer.alloc(24);
    header.writeUInt32LE(0xa1b2c3d4, 0);
    header.writeUInt16LE(2, 4);
    header.writeUInt16LE(4, 6);
    header.writeUInt32LE(65535, 16);
    header.writeUInt32LE(1, 20);
    fs.writeSync(this.file, header);
  }

  write(frame: Uint8Array): void {
    if (this.file < 0) {
      return;
    }
    const now = performance.timeOrigin + performance.now();
    const record = Buffer.alloc(16 + frame.length);
    record.writeUInt32LE(Math.floor(now / 1000), 0);
    record.writeUInt32LE(Math.floor((now % 1000) * 1000), 4);
    record.writeUInt32LE(frame.length, 8);
    record.writeUInt32LE(frame.length, 12);
    record.set(frame, 16);
    fs.writeSync(this.file, record);
  }

  close(): void {
    if (this.file >= 0) {
      fs.closeSync(this.file);
      this.file = -1;
    }
  }
}

/** Cuts a byte stream into frames of the link's framing. */
export class Deframer {
  private pending: Buffer = Buffer.alloc(0);

  /** Calls `take` for every whole frame. Throws RangeError on a length that no frame has. */
  push(chunk: Buffer, take: (frame: Buffer) => void): void {
    let data = this.pending.length > 0 ? Buffer.concat([this.pending, chunk]) : chunk;
    while (data.length >= 4) {
      const length = data.readUInt32BE(0);
      if (length < MIN_FRAME || length > MAX_FRAME) {
        throw new RangeError(`frame length ${length} is not within ${MIN_FRAME}..${MAX_FRAME}`);
      }
      if (data.length < 4 + length) {
        break;
      }
      take(Buffer.from(data.subarray(4, 4 + length)));
      data = data.subarray(4 + length);
    }
    this.pending = data.length > 0 ? Buffer.from(data) : Buffer.alloc(0);
  }
}

/** Puts the link's length before a frame. */
export function enframe(frame: Uint8Array): Buffer {
  const framed = Buffer.alloc(4 + frame.length);
  framed.writeUInt32BE(frame.length, 0);
  framed.set(frame, 4);
  return framed;
}

interface ActiveRule {
  rule: Rule;
  random: () => number;
  asked: number;
}

type Onward = (frame: Buffer) => void;

/** A frame that waits until another has gone from the same station to the same place. */
interface Held {
  from: Plug;
  to: Plug | undefined;
  go: () => void;
  timer: NodeJS.Timeout;
}

/** Writes to a socket as the flow control of its station allows. */
class Wire {
  /** Bytes that wait here (not counting those that wait in the socket). */
  waiting = 0;
  private readonly frames: Buffer[] = [];
  /** Bytes on their way, as the station counts them; undefined while it has shown no flow control. */
  private under: number | undefined;
  private last = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly socket: net.Socket) {}

  /** Takes a frame without its framing. */
  push(frame: Buffer): void {
    this.frames.push(frame);
    this.waiting += frame.length;
    this.pump();
  }

  /** The station said "go on". */
  goOn(): void {
    this.under = this.under === undefined ? 0 : Math.max(0, this.under - FLOW_STEP);
    this.pump();
  }

  cut(): void {
    clearTimeout(this.timer);
    this.frames.length = 0;
    this.waiting = 0;
  }

  private pump(): void {
    clearTimeout(this.timer);
    const now = performance.now();
    if (this.under !== undefined && now - this.last >= FLOW_PATIENCE) {
      this.under = 0;
    }
    while (this.frames.length > 0) {
      const cost = this.frames[0]!.length + FLOW_OVERHEAD;
      if (this.under !== undefined) {
        if (this.under > 0 && this.under + cost > FLOW_WINDOW) {
          this.timer = setTimeout(() => this.pump(), Math.ceil(FLOW_PATIENCE - (now - this.last)));
          return;
        }
        this.under += cost;
      }
      this.last = now;
      const frame = this.frames.shift()!;
      this.waiting -= frame.length;
      this.socket.write(enframe(frame));
    }
  }
}

/** The switch. Make one with Link.open(). */
export class Link {
  /** Folder of the link's sockets; close() removes it. */
  readonly folder: string;
  /** Frames that found no room to wait for a delay or a reordering. */
  overflowed = 0;

  private readonly plugs = new Set<Plug>();
  private readonly counts = new Map<string, Counters>();
  private readonly places = new Map<string, Plug>();
  private readonly servers = new Map<string, net.Server>();
  private readonly sockets = new Set<net.Socket>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private waiting: Held[] = [];
  private readonly queue: number;
  private readonly seed: number;
  private readonly pcap: PcapWriter | undefined;
  private readonly removeOnExit: () => void;
  private rules: ActiveRule[] = [];
  private closed = false;

  private constructor(options: LinkOptions) {
    this.queue = options.queue ?? DEFAULT_QUEUE;
    this.seed = options.seed ?? 1;
    this.folder = fs.mkdtempSync(join(os.tmpdir(), 'tinygram-link-'));
    this.pcap = options.pcap === undefined ? undefined : new PcapWriter(options.pcap);
    this.removeOnExit = () => fs.rmSync(this.folder, { recursive: true, force: true });
    process.on('exit', this.removeOnExit);
    this.impair(options.rules ?? []);
  }

  /** Opens a switch without stations. */
  static open(options: LinkOptions = {}): Link {
    return new Link(options);
  }

  /**
   * Opens a socket for one station (or several, should more connect) and resolves with its path once it listens.
   * Hand the path to the board and start it after that: QEMU goes on silently without a network if nobody listens.
   * The name is what rules and counters() call the station; without one it gets a number.
   */
  async plug(name?: string): Promise<string> {
    if (this.closed) {
      throw new Error('the link is closed');
    }
    const own = name ?? `station${this.servers.size + 1}`;
    if (this.servers.has(own)) {
      throw new Error(`the link already has a station named ${own}`);
    }
    const place = join(this.folder, `${own}.sock`);
    const server = net.createServer((socket) => this.accept(own, socket));
    this.servers.set(own, server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(place, resolve);
    });
    return place;
  }

  /** Resolves when the station of this name is connected; rejects after `timeout` milliseconds. */
  async connected(name: string, timeout = 10000): Promise<void> {
    const deadline = Date.now() + timeout;
    while (![...this.plugs].some((plug) => plug.name === name)) {
      if (Date.now() > deadline) {
        throw new Error(`station ${name} did not connect to the link within ${timeout} ms`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Adds a station of this process. `receive` gets every frame for it, on a later turn; the frame is its own. */
  attach(name: string, receive: (frame: Buffer) => void): Station {
    if (this.closed) {
      throw new Error('the link is closed');
    }
    let open = true;
    const plug: Plug = {
      name,
      counters: this.countersOf(name),
      send: (frame) => {
        if (frame.length < MIN_FRAME || frame.length > MAX_FRAME) {
          throw new RangeError(`frame length ${frame.length} is not within ${MIN_FRAME}..${MAX_FRAME}`);
        }
        if (open) {
          this.enter(plug, Buffer.from(frame));
        }
      },
      deliver: (frame) => {
        plug.counters.delivered++;
        setImmediate(() => {
          if (open) {
            receive(Buffer.from(frame));
          }
        });
      },
      close: () => {
        open = false;
        this.remove(plug);
      },
    };
    this.plugs.add(plug);
    return plug;
  }

  /** Replaces all rules. Each rule draws from its own generator, seeded with the link's seed and its place. */
  impair(rules: Rule[]): void {
    this.rules = rules.map((rule, place) => ({
      rule,
      random: randomFrom(this.seed * 7919 + place),
      asked: 0,
    }));
  }

  /** Counts of the station of this name since the start (all its connections together), or of the whole link. */
  counters(name?: string): Counters {
    const sum = noFrames();
    for (const [station, counters] of this.counts) {
      if (name === undefined || station === name) {
        for (const key of Object.keys(sum) as (keyof Counters)[]) {
          sum[key] += counters[key];
        }
      }
    }
    return sum;
  }

  /** Pulls every plug, ends the pcap and removes the sockets. Harmless when repeated. */
  async close(): Promise<void> {
    if (this.closed) {
      return;
    }
    this.closed = true;
    process.removeListener('exit', this.removeOnExit);
    for (const timer of this.timers) {
      clearTimeout(timer);
    }
    this.timers.clear();
    for (const held of this.waiting) {
      clearTimeout(held.timer);
    }
    for (const socket of this.sockets) {
      socket.destroy();
    }
    await Promise.all([...this.servers.values()].map((server) => new Promise((done) => server.close(done))));
    this.plugs.clear();
    this.places.clear();
    this.pcap?.close();
    this.removeOnExit();
  }

  private accept(name: string, socket: net.Socket): void {
    const deframer = new Deframer();
    const wire = new Wire(socket);
    const plug: Plug = {
      name,
      counters: this.countersOf(name),
      send: (frame) => this.enter(plug, Buffer.from(frame)),
      deliver: (frame) => {
        if (wire.waiting + socket.writableLength + frame.length + 4 > this.queue) {
          plug.counters.dropped++;
          return;
        }
        plug.counters.delivered++;
        wire.push(frame);
      },
      close: () => socket.destroy(),
    };
    this.sockets.add(socket);
    this.plugs.add(plug);
    socket.on('data', (chunk: Buffer) => {
      try {
        // MAC control frames end at the switch.
        deframer.push(chunk, (frame) => (isPause(frame) ? wire.goOn() : this.enter(plug, frame)));
      } catch {
        // A peer that has lost the framing cannot find it again.
        socket.destroy();
      }
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      wire.cut();
      this.sockets.delete(socket);
      this.remove(plug);
    });
  }

  private remove(plug: Plug): void {
    for (const [address, at] of this.places) {
      if (at === plug) {
        this.places.delete(address);
      }
    }
    this.plugs.delete(plug);
  }

  /** The counters of a name outlive its connections, so that a test can read them after the board has ended. */
  private countersOf(name: string): Counters {
    let counters = this.counts.get(name);
    if (counters === undefined) {
      counters = noFrames();
      this.counts.set(name, counters);
    }
    return counters;
  }

  private enter(from: Plug, frame: Buffer): void {
    if (this.closed) {
      return;
    }
    from.counters.sent++;
    this.pcap?.write(frame);
    this.places.set(frame.toString('latin1', 6, 12), from);
    this.apply(from, undefined, frame, (fated) => this.forward(from, fated));
  }

  private forward(from: Plug, frame: Buffer): void {
    const known = (frame[0]! & 1) === 0 ? this.places.get(frame.toString('latin1', 0, 6)) : undefined;
    if (known !== undefined) {
      if (known !== from) {
        this.apply(from, known, frame, (fated) => known.deliver(fated));
      }
      return;
    }
    for (const plug of this.plugs) {
      if (plug !== from) {
        this.apply(from, plug, frame, (fated) => plug.deliver(fated));
      }
    }
  }

  /** Runs the rules that look at this step, then calls onward for whatever is left, now or later. */
  private apply(from: Plug, to: Plug | undefined, frame: Buffer, onward: Onward): void {
    let wait = 0;
    let copies = 1;
    let overtaken = false;
    let fated = frame;
    for (const active of this.rules) {
      const rule = active.rule;
      if (rule.to !== to?.name || (rule.from !== undefined && rule.from !== from.name)) {
        continue;
      }
      if (rule.match !== undefined && !rule.match(fated, active.asked++)) {
        continue;
      }
      const drawn = (chance: number | undefined) => chance !== undefined && active.random() < chance;
      if (drawn(rule.lose)) {
        from.counters.lost++;
        return;
      }
      if (drawn(rule.duplicate)) {
        from.counters.duplicated++;
        copies++;
      }
      if (drawn(rule.damage) && fated.length > MIN_FRAME) {
        from.counters.damaged++;
        const bit = Math.floor(active.random() * (fated.length - MIN_FRAME) * 8);
        fated = Buffer.from(fated);
        fated[MIN_FRAME + (bit >> 3)]! ^= 1 << (bit & 7);
      }
      if (drawn(rule.reorder)) {
        from.counters.reordered++;
        overtaken = true;
      }
      wait += (rule.delay ?? 0) + (rule.jitter === undefined ? 0 : active.random() * rule.jitter);
    }
    const go = () => {
      for (let i = 0; i < copies && !this.closed; i++) {
        onward(fated);
      }
    };
    if (wait > 0) {
      this.later(wait, go);
    } else if (overtaken) {
      this.hold(from, to, go);
    } else {
      go();
      this.release(from, to);
    }
  }

  private later(milliseconds: number, go: () => void): void {
    if (this.timers.size >= MAX_HELD) {
      this.overflowed++;
      return;
    }
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      go();
    }, milliseconds);
    this.timers.add(timer);
  }

  private hold(from: Plug, to: Plug | undefined, go: () => void): void {
    if (this.waiting.length >= MAX_HELD) {
      this.overflowed++;
      return;
    }
    this.waiting.push({ from, to, go, timer: setTimeout(() => this.release(from, to), REORDER_PATIENCE) });
  }

  private release(from: Plug, to: Plug | undefined): void {
    const ripe = this.waiting.filter((held) => held.from === from && held.to === to);
    if (ripe.length > 0) {
      this.waiting = this.waiting.filter((held) => !ripe.includes(held));
      for (const held of ripe) {
        clearTimeout(held.timer);
        held.go();
      }
    }
  }
}

function noFrames(): Counters {
  return { sent: 0, delivered: 0, dropped: 0, lost: 0, duplicated: 0, damaged: 0, reordered: 0 };
}

/** A locally administered MAC address made from a text, the same for the same text: "02:1f:…". */
export function macFor(text: string): string {
  const digest = crypto.createHash('sha256').update(text).digest();
  return ['02', ...[...digest.subarray(0, 5)].map((byte) => byte.toString(16).padStart(2, '0'))].join(':');
}
