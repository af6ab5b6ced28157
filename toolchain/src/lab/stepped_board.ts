/** A board on the virtual clock: its words with the switch, as ports/common/linkclock.h has them. */
import type { Sleeper, VirtualClock } from './virtual_clock';

/** Frames of this type are words between a board and the switch, and go no further. */
const TYPE = 0x88b5;
const WORD_SIZE = 60;
const KIND = { asleep: 1, time: 2, run: 3 };
const NO_TIME = 0xffff_ffff_ffff_ffffn;

/**
 * What a board gets at once: no more than its chip holds (the LAN9118 six frames of full size, each 12 bytes longer
 * there), and no more frames than it hands to script in a turn.
 */
const STEP_BYTES = 8000;
const STEP_OVERHEAD = 12;
const STEP_FRAMES = 32;

export interface SteppedOptions {
  clock: VirtualClock;
  rank: number;
  /** Bytes that may wait for it. */
  queue: number;
  /** Writes frames to the board. */
  write(frames: Buffer[]): void;
  /** Takes a frame that the board has sent. */
  enter(frame: Buffer): void;
  /** It sleeps for the first time. */
  started(): void;
}

export class SteppedBoard implements Sleeper {
  asleep = false;
  readonly rank: number;
  private step = 0;
  /** On the clock, microseconds: when it started, how far it has come, when it wants to be woken. */
  private readonly born: number;
  private local: number;
  private wakeAt = Infinity;
  private mac = Buffer.alloc(6);
  private sent: Buffer[] = [];
  private readonly inbox: Buffer[] = [];
  private waiting = 0;

  constructor(private readonly options: SteppedOptions) {
    this.rank = options.rank;
    this.born = this.local = options.clock.microseconds;
  }

  /** A frame from the board. */
  take(frame: Buffer): void {
    if (frame.readUInt16BE(12) !== TYPE) {
      this.sent.push(frame);
      return;
    }
    if (frame.length < WORD_SIZE || frame.readUInt16BE(14) !== KIND.asleep || frame.readUInt32BE(16) !== this.step)
      return;
    const first = this.step === 0 && !this.asleep;
    const until = frame.readBigUInt64BE(28);
    this.mac = Buffer.from(frame.subarray(6, 12));
    this.local = Math.max(this.local, this.born + Number(frame.readBigUInt64BE(20)));
    this.wakeAt = until === NO_TIME ? Infinity : this.born + Number(until);
    this.asleep = true;
    if (first) this.options.started();
    this.options.clock.changed();
  }

  /** A frame for the board; false when there is no room. */
  deliver(frame: Buffer): boolean {
    if (this.waiting + frame.length > this.options.queue) return false;
    this.waiting += frame.length;
    this.inbox.push(frame);
    if (this.asleep) this.options.clock.changed();
    return true;
  }

  due(): number {
    return Math.max(this.local, this.inbox.length > 0 ? 0 : this.wakeAt);
  }

  takeSent(): { at: number; act(): void }[] {
    const { local, sent } = this;
    this.sent = [];
    return sent.map((frame) => ({ at: local, act: () => this.options.enter(frame) }));
  }

  goOn(now: number): void {
    this.asleep = false;
    this.step++;
    const frames = [this.word(KIND.time, now - this.born)];
    let room = STEP_BYTES;
    while (frames.length <= STEP_FRAMES) {
      const next = this.inbox[0];
      if (next === undefined || (room < STEP_BYTES && next.length + STEP_OVERHEAD > room)) break;
      room -= next.length + STEP_OVERHEAD;
      this.waiting -= next.length;
      frames.push(next);
      this.inbox.shift();
    }
    frames.push(this.word(KIND.run, 0));
    this.options.write(frames);
  }

  private word(kind: number, time: number): Buffer {
    const frame = Buffer.alloc(WORD_SIZE);
    this.mac.copy(frame);
    frame.writeUInt8(2, 6);
    frame.writeUInt16BE(TYPE, 12);
    frame.writeUInt16BE(kind, 14);
    frame.writeUInt32BE(this.step, 16);
    frame.writeBigUInt64BE(BigInt(time), 20);
    return frame;
  }
}
