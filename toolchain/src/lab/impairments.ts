/**
 * What a bad network does to frames: loss, copies, damage, reordering, delay, a rate, a limit of size.
 *
 * Chances come from seeded generators, one for each rule and each pair of stations that it acts between: what befalls
 * the frames of one direction depends on those frames alone, not on when other stations send. So the same frames in
 * the same order fare alike in every run.
 */
import type { Clock } from './clock';

/** Bytes of an Ethernet header: what damage leaves alone and `mtu` does not count. */
const ETHERNET_HEADER = 14;

/** Frames that may wait, in the whole network, for a delay, a rate or a reordering. */
const MAX_WAITING = 4096;
/** Milliseconds after which a frame that waits to be overtaken goes anyway. */
const REORDER_PATIENCE = 40;
/** Milliseconds of sending that may wait for a rate, as in a router's queue; more is lost. */
const RATE_QUEUE = 500;

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
  /** Bits per second that pass in one direction; frames wait for their turn, up to half a second of them. */
  rate?: number;
  /** Bytes behind the Ethernet header; a longer frame vanishes. */
  mtu?: number;
}

/** What the impairments did to the frames of one station. */
export interface Damages {
  lost: number;
  duplicated: number;
  damaged: number;
  reordered: number;
}

/** One end of a frame's way. */
export interface Endpoint {
  readonly name: string;
  readonly counters: Damages;
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

/** FNV-1a: a seed made of a text. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** What a rule remembers of one direction. */
interface Direction {
  random(): number;
  /** When the last frame at its rate has been sent, milliseconds. */
  sentUntil: number;
}

interface ActiveRule {
  rule: Rule;
  place: number;
  asked: number;
  directions: Map<string, Direction>;
}

/** A frame that waits until another has gone the same way. */
interface Held {
  go(): void;
  cancel(): void;
}

export type Fate = 'lost' | 'duplicated' | 'damaged' | 'reordered' | 'delayed';

export class Impairments {
  /** Frames that found no room to wait. */
  overflowed = 0;

  private rules: ActiveRule[] = [];
  private readonly waiting = new Set<() => void>();
  private readonly held = new Map<string, Held[]>();
  private heldCount = 0;
  private closed = false;

  constructor(
    private readonly clock: Clock,
    private readonly seed: number,
  ) {}

  /** Replaces all rules; generators begin anew. Frames that wait already keep their fate. */
  set(rules: readonly Rule[]): void {
    this.rules = rules.map((rule, place) => ({ rule, place, asked: 0, directions: new Map() }));
  }

  /**
   * Asks the rules of this step of a frame's way (without `to`: its entry into the switch) and calls `onward` with
   * what is left of it, for every copy, now or later. `told` hears what befell it.
   */
  apply(
    from: Endpoint,
    to: Endpoint | undefined,
    frame: Buffer,
    onward: (frame: Buffer) => void,
    onFate?: (fate: Fate) => void,
  ): void {
    if (this.rules.length === 0 && this.heldCount === 0) {
      onward(frame);
      return;
    }
    const way = `${from.name}>${to?.name ?? ''}`;
    let wait = 0;
    let copies = 1;
    let overtaken = false;
    let fated = frame;
    for (const active of this.rules) {
      const { rule } = active;
      if (rule.to !== to?.name || (rule.from !== undefined && rule.from !== from.name)) continue;
      if (rule.match !== undefined && !rule.match(fated, active.asked++)) continue;
      const direction = this.directionOf(active, way);
      const drawn = (chance: number | undefined): boolean => chance !== undefined && direction.random() < chance;
      if (drawn(rule.lose) || (rule.mtu !== undefined && frame.length - ETHERNET_HEADER > rule.mtu)) {
        from.counters.lost++;
        onFate?.('lost');
        return;
      }
      if (drawn(rule.duplicate)) {
        from.counters.duplicated++;
        onFate?.('duplicated');
        copies++;
      }
      if (drawn(rule.damage) && fated.length > ETHERNET_HEADER) {
        from.counters.damaged++;
        onFate?.('damaged');
        const bit = Math.floor(direction.random() * (fated.length - ETHERNET_HEADER) * 8);
        fated = Buffer.from(fated);
        (fated[ETHERNET_HEADER + (bit >> 3)] as number) ^= 1 << (bit & 7);
      }
      if (drawn(rule.reorder)) {
        from.counters.reordered++;
        onFate?.('reordered');
        overtaken = true;
      }
      wait += (rule.delay ?? 0) + (rule.jitter === undefined ? 0 : direction.random() * rule.jitter);
      if (rule.rate !== undefined) {
        const now = this.clock.now();
        const begin = Math.max(now, direction.sentUntil);
        if (begin - now > RATE_QUEUE) {
          from.counters.lost++;
          onFate?.('lost');
          return;
        }
        direction.sentUntil = begin + (frame.length * 8000) / rule.rate;
        wait += direction.sentUntil - now;
      }
    }
    const go = (): void => {
      for (let i = 0; i < copies && !this.closed; i++) onward(fated);
    };
    if (wait > 0) {
      onFate?.('delayed');
      this.later(wait, go);
    } else if (overtaken) {
      this.hold(way, go);
    } else {
      go();
      this.release(way);
    }
  }

  /** Frames that wait never go. */
  close(): void {
    this.closed = true;
    for (const cancel of this.waiting) cancel();
    for (const list of this.held.values()) for (const one of list) one.cancel();
    this.waiting.clear();
    this.held.clear();
    this.heldCount = 0;
  }

  private directionOf(active: ActiveRule, way: string): Direction {
    let direction = active.directions.get(way);
    if (direction === undefined) {
      direction = { random: randomFrom(seedOf(`${this.seed} ${active.place} ${way}`)), sentUntil: 0 };
      active.directions.set(way, direction);
    }
    return direction;
  }

  private later(milliseconds: number, go: () => void): void {
    if (this.waiting.size >= MAX_WAITING) {
      this.overflowed++;
      return;
    }
    const cancel = this.clock.later(milliseconds, () => {
      this.waiting.delete(cancel);
      go();
    });
    this.waiting.add(cancel);
  }

  private hold(way: string, go: () => void): void {
    if (this.heldCount >= MAX_WAITING) {
      this.overflowed++;
      return;
    }
    const list = this.held.get(way) ?? [];
    list.push({ go, cancel: this.clock.later(REORDER_PATIENCE, () => this.release(way)) });
    this.held.set(way, list);
    this.heldCount++;
  }

  private release(way: string): void {
    const list = this.held.get(way);
    if (list === undefined) return;
    this.held.delete(way);
    this.heldCount -= list.length;
    for (const { go, cancel } of list) {
      cancel();
      go();
    }
  }
}
