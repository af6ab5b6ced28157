/**
 * A virtual Ethernet switch for `tinygram run` and for tests.
 *
 * Stations are QEMU boards (`-netdev stream,server=off,addr.type=unix,addr.path=<path>`), host-port processes
 * (`net=link:<path>`), anything else that speaks the same framing, and objects of this process (attach()).
 * Framing on the unix stream sockets: length in 4 bytes, big-endian, then the Ethernet frame without FCS.
 *
 * The switch learns addresses, floods broadcast, multicast and unknown unicast, and never sends a frame back to
 * its station. Every station has a bounded queue: a frame that does not fit is dropped and counted. What a bad
 * network does to frames is in impairments.ts.
 */
import * as crypto from 'node:crypto';
import { once } from 'node:events';
import * as net from 'node:net';
import { join } from 'node:path';
import { removeTemporaryFolder, temporaryFolder } from '../temporary';
import { realClock, type Clock } from './clock';
import { Impairments, type Damages, type Fate, type Rule } from './impairments';
import { readFigures, readControl, CONTROL, type Figures } from './link_control';
import { PcapWriter } from './pcap';
import { SteppedBoard } from './stepped_board';
import { VirtualClock } from './virtual_clock';

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
/** Frames that may wait while the switch is paused; more is dropped and counted. */
const MAX_PARKED = 4096;

export interface LinkOptions {
  /** Rules in force from the start; impair() replaces them. */
  rules?: Rule[];
  /** Seed of the generator; the same seed and frames give the same fates. Default 1. */
  seed?: number;
  /** File that gets every frame as its station sent it, in pcap format (LINKTYPE_ETHERNET, microseconds). */
  pcap?: string;
  /** Bytes that may wait for one station; more is dropped and counted. Default 512 KiB. */
  queue?: number;
  /** Milliseconds after which a board that has not said "go on" is taken for ready all the same. */
  patience?: number;
  /** What delays and time stamps go by, the machine's own; on a VirtualClock boards go by it too. */
  clock?: Clock;
}

/** A frame that a station has sent. */
export interface SentFrame {
  /** Counts all frames of the switch, from 1. */
  number: number;
  /** Milliseconds since 1970, with a fraction. */
  time: number;
  from: string;
  /** Not to be changed; valid as long as one likes. */
  frame: Buffer;
}

export type FrameFate = Fate | 'delivered' | 'dropped';

/** What became of a frame: without `to` at its entry, with `to` on its way to that station. */
export interface FateOfFrame {
  number: number;
  time: number;
  to: string | undefined;
  fate: FrameFate;
}

/** Is told of every frame, synchronously and in order. */
export interface Observer {
  sent?(frame: SentFrame): void;
  fate?(fate: FateOfFrame): void;
}

/** Counts of frames. */
export interface Counters extends Damages {
  /** Frames that the station sent. */
  sent: number;
  /** Frames that were handed to it. */
  delivered: number;
  /** Frames for it that were dropped because its queue was full. */
  dropped: number;
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
  /** False when its queue has no room. */
  deliver(frame: Buffer): boolean;
}

/** Cuts a byte stream into frames of the link's framing. */
export class Deframer {
  private pending: Buffer = Buffer.alloc(0);

  /** Calls `take` for every whole frame. Throws RangeError on a length that no frame has. */
  push(chunk: Buffer, onFrame: (frame: Buffer) => void): void {
    let data = this.pending.length > 0 ? Buffer.concat([this.pending, chunk]) : chunk;
    while (data.length >= 4) {
      const length = data.readUInt32BE(0);
      if (length < MIN_FRAME || length > MAX_FRAME)
        throw new RangeError(`frame length ${length} is not within ${MIN_FRAME}..${MAX_FRAME}`);
      if (data.length < 4 + length) break;
      onFrame(Buffer.from(data.subarray(4, 4 + length)));
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

/** Writes to a socket as the flow control of its station allows. */
class Wire {
  /** Bytes that wait here (not counting those that wait in the socket). */
  waiting = 0;
  private readonly frames: Buffer[] = [];
  /** Bytes on their way, as the station counts them; undefined while it has shown no flow control. */
  private under: number | undefined;
  private last = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly socket: net.Socket,
    private readonly patience: number,
  ) {}

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
    if (this.under !== undefined && now - this.last >= this.patience) this.under = 0;
    while (this.frames.length > 0) {
      const cost = (this.frames[0] as Buffer).length + FLOW_OVERHEAD;
      if (this.under !== undefined) {
        if (this.under > 0 && this.under + cost > FLOW_WINDOW) {
          this.timer = setTimeout(() => this.pump(), Math.ceil(this.patience - (now - this.last)));
          return;
        }
        this.under += cost;
      }
      this.last = now;
      const frame = this.frames.shift() as Buffer;
      this.waiting -= frame.length;
      this.socket.write(enframe(frame));
    }
  }
}

/** The switch. Make one with Link.open(). */
export class Link {
  /** Folder of the link's sockets; close() removes it. */
  readonly folder: string;
  private readonly plugs = new Set<Plug>();
  private readonly counts = new Map<string, Counters>();
  private readonly places = new Map<string, Plug>();
  private readonly servers = new Map<string, net.Server>();
  private readonly sockets = new Set<net.Socket>();
  private readonly observers = new Set<Observer>();
  private readonly down = new Set<string>();
  private readonly islands = new Map<string, number>();
  private readonly impairments: Impairments;
  readonly clock: Clock;
  private readonly virtual: VirtualClock | undefined;
  /** Calls of started() that wait for a board's first sleep. */
  private readonly starting = new Map<string, () => void>();
  /** Holds the virtual clock while frames are parked. */
  private goOn: (() => void) | undefined;
  private readonly queue: number;
  private readonly patience: number;
  /** Frames that wait while the switch is paused; undefined while it runs. */
  private parked: { from: Plug; frame: Buffer }[] | undefined;
  private readonly lastFigures = new Map<string, Figures>();
  private passed = 0;
  private readonly pcap: PcapWriter | undefined;
  private closed = false;

  private constructor(options: LinkOptions) {
    this.queue = options.queue ?? DEFAULT_QUEUE;
    this.patience = options.patience ?? FLOW_PATIENCE;
    this.clock = options.clock ?? realClock;
    this.virtual = this.clock instanceof VirtualClock ? this.clock : undefined;
    this.impairments = new Impairments(this.clock, options.seed ?? 1);
    this.folder = temporaryFolder('tinygram-link-');
    this.pcap = options.pcap === undefined ? undefined : new PcapWriter(options.pcap);
    this.impair(options.rules ?? []);
  }

  /** Opens a switch without stations. */
  static open(options: LinkOptions = {}): Link {
    return new Link(options);
  }

  /**
   * Opens a socket for one station (or several, should more connect) and resolves with its path once it listens.
   * Hand the path to the board and start it after that: QEMU goes on silently without a network if nobody listens.
   * The name is what rules and counters() call the station; without one it gets a number. A name that has a socket
   * keeps it.
   */
  async plug(name?: string): Promise<string> {
    if (this.closed) throw new Error('the link is closed');
    const own = name ?? `station${this.servers.size + 1}`;
    const place = join(this.folder, `${own}.sock`);
    if (this.servers.has(own)) return place;
    const server = net.createServer((socket) => this.accept(own, socket));
    this.servers.set(own, server);
    await once(server.listen(place), 'listening');
    return place;
  }

  /** Resolves when the board of this name, which is about to connect, sleeps for the first time on a VirtualClock. */
  started(name: string): Promise<void> {
    return new Promise((resolve) => this.starting.set(name, resolve));
  }

  /** Resolves when the station of this name is connected; rejects after `timeout` milliseconds. */
  async connected(name: string, timeout = 10000): Promise<void> {
    const deadline = Date.now() + timeout;
    while (![...this.plugs].some((plug) => plug.name === name)) {
      if (Date.now() > deadline) throw new Error(`station ${name} did not connect to the link within ${timeout} ms`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Adds a station of this process. `receive` gets every frame for it, on a later turn; the frame is its own. */
  attach(name: string, receive: (frame: Buffer) => void): Station {
    if (this.closed) throw new Error('the link is closed');
    let open = true;
    const plug: Plug = {
      name,
      counters: this.countersOf(name),
      send: (frame) => {
        if (frame.length < MIN_FRAME || frame.length > MAX_FRAME)
          throw new RangeError(`frame length ${frame.length} is not within ${MIN_FRAME}..${MAX_FRAME}`);
        if (open) this.enter(plug, Buffer.from(frame));
      },
      deliver: (frame) => {
        plug.counters.delivered++;
        const later = (): void => {
          if (open) receive(Buffer.from(frame));
        };
        if (this.virtual) this.virtual.later(0, later);
        else setImmediate(later);
        return true;
      },
      close: () => {
        open = false;
        this.remove(plug);
      },
    };
    this.plugs.add(plug);
    return plug;
  }

  /** Replaces all rules; their generators begin anew, from the link's seed and the place of each. */
  impair(rules: Rule[]): void {
    this.impairments.set(rules);
  }

  /** Frames that found no room to wait for a delay, a rate or a reordering. */
  get overflowed(): number {
    return this.impairments.overflowed;
  }

  /** Cuts the cable of the station of this name, or mends it; frames on it are lost. */
  setUp(name: string, up: boolean): void {
    if (up) this.down.delete(name);
    else this.down.add(name);
  }

  isUp(name: string): boolean {
    return !this.down.has(name);
  }

  /**
   * Parts the network: frames pass inside each island, and among the stations that no island names. Undefined mends it.
   */
  setIslands(islands: string[][] | undefined): void {
    this.islands.clear();
    islands?.forEach((names, island) => names.forEach((name) => this.islands.set(name, island)));
  }

  /** Names of the stations that are connected. */
  stations(): string[] {
    return [...new Set([...this.plugs].map((plug) => plug.name))];
  }

  /** Gives what ends the observation. */
  observe(observer: Observer): () => void {
    this.observers.add(observer);
    return () => void this.observers.delete(observer);
  }

  /** From now on frames wait at the entry, until step() or resume(). */
  pause(): void {
    this.parked ??= [];
  }

  /** Lets the next frame pass that waits; false when none does. */
  step(): boolean {
    const next = this.parked?.shift();
    if (next === undefined) return false;
    this.pass(next.from, next.frame);
    if (this.parked?.length === 0) this.unhold();
    return true;
  }

  resume(): void {
    const waiting = this.parked ?? [];
    this.parked = undefined;
    this.unhold();
    for (const { from, frame } of waiting) this.pass(from, frame);
  }

  get paused(): boolean {
    return this.parked !== undefined;
  }

  /** What the board of this name has last said of itself; it does with the boot option figures. */
  figures(name: string): Figures | undefined {
    return this.lastFigures.get(name);
  }

  /** Counts of the station of this name since the start (all its connections together), or of the whole link. */
  counters(name?: string): Counters {
    const sum = noFrames();
    for (const [station, counters] of this.counts) {
      if (name === undefined || station === name)
        for (const key of Object.keys(sum) as (keyof Counters)[]) sum[key] += counters[key];
    }
    return sum;
  }

  /** Pulls every plug, ends the pcap and removes the sockets. Harmless when repeated. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.impairments.close();
    for (const socket of this.sockets) socket.destroy();
    await Promise.all([...this.servers.values()].map((server) => new Promise((done) => server.close(done))));
    this.plugs.clear();
    this.places.clear();
    this.pcap?.close();
    removeTemporaryFolder(this.folder);
  }

  private accept(name: string, socket: net.Socket): void {
    if (this.virtual) {
      this.acceptStepped(name, socket, this.virtual);
      return;
    }
    const wire = new Wire(socket, this.patience);
    const plug: Plug = {
      name,
      counters: this.countersOf(name),
      send: (frame) => this.enter(plug, Buffer.from(frame)),
      deliver: (frame) => {
        if (wire.waiting + socket.writableLength + frame.length + 4 > this.queue) {
          plug.counters.dropped++;
          return false;
        }
        plug.counters.delivered++;
        wire.push(frame);
        return true;
      },
      close: () => socket.destroy(),
    };
    // MAC control frames end at the switch.
    this.connect(
      plug,
      socket,
      (frame) => (isPause(frame) ? wire.goOn() : this.enter(plug, frame)),
      () => wire.cut(),
    );
  }

  private acceptStepped(name: string, socket: net.Socket, clock: VirtualClock): void {
    const board = new SteppedBoard({
      clock,
      rank: [...this.servers.keys()].indexOf(name),
      queue: this.queue,
      write: (frames) => void socket.write(Buffer.concat(frames.map(enframe))),
      enter: (frame) => this.enter(plug, frame),
      started: () => {
        this.starting.get(name)?.();
        this.starting.delete(name);
      },
    });
    const plug: Plug = {
      name,
      counters: this.countersOf(name),
      send: (frame) => this.enter(plug, Buffer.from(frame)),
      deliver: (frame) => {
        const taken = board.deliver(frame);
        if (taken) plug.counters.delivered++;
        else plug.counters.dropped++;
        return taken;
      },
      close: () => socket.destroy(),
    };
    clock.add(board);
    this.connect(
      plug,
      socket,
      (frame) => {
        if (!isPause(frame)) board.receive(frame);
      },
      () => clock.remove(board),
      (from, numbers) => board.receiveAsleep(from, numbers),
    );
    // Boards connect in any order; what goes to all goes in one.
    const ranks = [...this.servers.keys()];
    const sorted = [...this.plugs].sort((a, b) => ranks.indexOf(a.name) - ranks.indexOf(b.name));
    this.plugs.clear();
    for (const one of sorted) this.plugs.add(one);
  }

  private connect(
    plug: Plug,
    socket: net.Socket,
    onFrame: (frame: Buffer) => void,
    gone: () => void,
    asleep?: (from: Buffer, numbers: Buffer) => void,
  ): void {
    const deframer = new Deframer();
    const receive = (frame: Buffer): void => {
      const control = readControl(frame);
      if (!control) onFrame(frame);
      else if (control.kind === CONTROL.figures) this.lastFigures.set(plug.name, readFigures(control.numbers));
      else if (control.kind === CONTROL.asleep) asleep?.(control.from, control.numbers);
    };
    this.sockets.add(socket);
    this.plugs.add(plug);
    socket.on('data', (chunk: Buffer) => {
      try {
        deframer.push(chunk, receive);
      } catch {
        // A peer that has lost the framing cannot find it again.
        socket.destroy();
      }
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      gone();
      this.sockets.delete(socket);
      this.remove(plug);
    });
  }

  private unhold(): void {
    this.goOn?.();
    this.goOn = undefined;
  }

  private remove(plug: Plug): void {
    for (const [address, at] of this.places) if (at === plug) this.places.delete(address);
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
    if (this.closed) return;
    from.counters.sent++;
    if (this.parked !== undefined) {
      // Time stands still with the frames.
      this.goOn ??= this.virtual?.hold();
      if (this.parked.length < MAX_PARKED) this.parked.push({ from, frame });
      else from.counters.dropped++;
      return;
    }
    this.pass(from, frame);
  }

  private pass(from: Plug, frame: Buffer): void {
    const number = ++this.passed;
    const time = this.clock.now();
    this.pcap?.write(frame, time);
    for (const observer of this.observers) observer.sent?.({ number, time, from: from.name, frame });
    const onFate = this.fateReporter(number);
    if (this.down.has(from.name)) {
      from.counters.lost++;
      onFate?.('lost');
      return;
    }
    this.places.set(frame.toString('latin1', 6, 12), from);
    this.impairments.apply(from, undefined, frame, (fated) => this.forward(from, fated, number), onFate);
  }

  private forward(from: Plug, frame: Buffer, number: number): void {
    const known = ((frame[0] as number) & 1) === 0 ? this.places.get(frame.toString('latin1', 0, 6)) : undefined;
    if (known !== undefined) {
      if (known !== from) this.towards(from, known, frame, number);
      return;
    }
    for (const plug of this.plugs) if (plug !== from) this.towards(from, plug, frame, number);
  }

  private towards(from: Plug, to: Plug, frame: Buffer, number: number): void {
    const onFate = this.fateReporter(number, to.name);
    if (this.down.has(to.name) || this.islands.get(from.name) !== this.islands.get(to.name)) {
      from.counters.lost++;
      onFate?.('lost');
      return;
    }
    this.impairments.apply(
      from,
      to,
      frame,
      (fated) => {
        const taken = to.deliver(fated);
        onFate?.(taken ? 'delivered' : 'dropped');
      },
      onFate,
    );
  }

  /** What tells the observers of a frame's fate; undefined when there are none. */
  private fateReporter(number: number, to?: string): ((fate: FrameFate) => void) | undefined {
    if (this.observers.size === 0) return undefined;
    return (fate) => {
      const time = this.clock.now();
      for (const observer of this.observers) observer.fate?.({ number, time, to, fate });
    };
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
