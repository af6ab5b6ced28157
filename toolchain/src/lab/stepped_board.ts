/** A board on the virtual clock (ports/common/linkclock.h). */
import { makeControl, CONTROL } from './link_control';
import type { Sleeper, VirtualClock } from './virtual_clock';

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
  receive(frame: Buffer): void {
    this.sent.push(frame);
  }

  /** The board sleeps. */
  receiveAsleep(from: Buffer, numbers: Buffer): void {
    if (numbers.readUInt32BE(0) !== this.step) return;
    const first = this.step === 0 && !this.asleep;
    const until = numbers.readBigUInt64BE(12);
    this.mac = Buffer.from(from);
    this.local = Math.max(this.local, this.born + Number(numbers.readBigUInt64BE(4)));
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

  drainSent(): { at: number; act(): void }[] {
    const { local, sent } = this;
    this.sent = [];
    return sent.map((frame) => ({ at: local, act: () => this.options.enter(frame) }));
  }

  goOn(now: number): void {
    this.asleep = false;
    this.step++;
    const frames = [makeControl(this.mac, CONTROL.time, this.step, now - this.born)];
    let room = STEP_BYTES;
    while (frames.length <= STEP_FRAMES) {
      const next = this.inbox[0];
      if (next === undefined || (room < STEP_BYTES && next.length + STEP_OVERHEAD > room)) break;
      room -= next.length + STEP_OVERHEAD;
      this.waiting -= next.length;
      frames.push(next);
      this.inbox.shift();
    }
    frames.push(makeControl(this.mac, CONTROL.run, this.step, 0));
    this.options.write(frames);
  }
}
