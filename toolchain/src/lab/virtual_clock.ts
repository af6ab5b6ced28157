/**
 * A clock that goes as fast as the boards allow, for runs that are the same from start to start.
 *
 * The boards have no time of their own (boot option clock=link:MS, ports/common/linkclock.h). Each says when it sleeps
 * and until when; once all sleep, what they have sent enters the switch in the order of the boards, the clock goes on
 * to the next thing that is due, and the boards that it concerns go on together. So neither the speed of this machine
 * nor the order in which processes happen to run can be seen in what passes the switch.
 *
 * What is not on this clock is not the same from run to run: people's commands, a board's channel, the machine's
 * network behind the gateway (Laboratory leaves that out).
 */
import type { Clock } from './clock';

/** The time of the start: a Thursday, the first of January 2026, in UTC. Milliseconds since 1970. */
export const VIRTUAL_START = 1_767_225_600_000;

/** One board as the clock sees it. Times are whole microseconds since the clock's start. */
export interface Sleeper {
  /** Its place among the boards: those of one time go by it. */
  readonly rank: number;
  readonly asleep: boolean;
  /** When there is something to do for it; Infinity when nothing will be. */
  due(): number;
  /** Hands over what the board has sent since it went on. */
  drainSent(): { at: number; act(): void }[];
  /** Lets it go on. It is awake from then on. */
  goOn(now: number): void;
}

interface Event {
  at: number;
  order: number;
  act: (() => void) | undefined;
}

export class VirtualClock implements Clock {
  private us = 0;
  /** A binary heap: the earliest first, of one time the oldest. */
  private readonly events: Event[] = [];
  private order = 0;
  private sleepers: Sleeper[] = [];
  private holds = 0;
  private looking = false;
  private stopped = false;
  private readonly waiting: (() => void)[] = [];

  /** Microseconds since the start. */
  get microseconds(): number {
    return this.us;
  }

  now(): number {
    return VIRTUAL_START + this.us / 1000;
  }

  /** At least a microsecond from now, so that time goes on whatever happens. */
  later(milliseconds: number, act: () => void): () => void {
    return this.at(this.us + Math.max(1, Math.round(milliseconds * 1000)), act);
  }

  /** Time stands still until the function that this gives is called. */
  hold(): () => void {
    this.holds++;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.holds--;
      this.look();
    };
  }

  /** Resolves when no board runs: then what they have printed and sent until now has been written. */
  async quiet(): Promise<void> {
    while (!this.stopped && this.sleepers.some(({ asleep }) => !asleep))
      await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  add(sleeper: Sleeper): void {
    this.sleepers.push(sleeper);
    this.sleepers.sort((a, b) => a.rank - b.rank);
  }

  /** A board that has ended; what it has sent goes its way. */
  remove(sleeper: Sleeper): void {
    this.collect(sleeper);
    this.sleepers = this.sleepers.filter((one) => one !== sleeper);
    this.changed();
  }

  /** A board has gone to sleep, or something has come for one. */
  changed(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
    this.look();
  }

  /** Nothing happens any more. */
  stop(): void {
    this.stopped = true;
    this.events.length = 0;
    this.changed();
  }

  private at(at: number, act: () => void): () => void {
    const event: Event = { at, order: this.order++, act };
    push(this.events, event);
    this.look();
    return () => (event.act = undefined);
  }

  private look(): void {
    if (this.looking || this.stopped) return;
    this.looking = true;
    setImmediate(() => {
      this.looking = false;
      this.advance();
    });
  }

  private collect(sleeper: Sleeper): void {
    for (const { at, act } of sleeper.drainSent()) this.at(Math.max(at, this.us + 1), act);
  }

  private advance(): void {
    if (this.stopped || this.holds > 0 || this.sleepers.some(({ asleep }) => !asleep)) return;
    let next = Infinity;
    for (const sleeper of this.sleepers) {
      this.collect(sleeper);
      next = Math.min(next, sleeper.due());
    }
    next = Math.min(next, this.events[0]?.at ?? Infinity);
    if (next === Infinity) return;
    this.us = Math.max(this.us, next);
    while ((this.events[0]?.at ?? Infinity) <= this.us) (pop(this.events) as Event).act?.();
    for (const sleeper of this.sleepers) if (sleeper.due() <= this.us) sleeper.goOn(this.us);
    this.look();
  }
}

const before = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

function push(heap: Event[], event: Event): void {
  let place = heap.length;
  heap.push(event);
  for (let parent = (place - 1) >> 1; place > 0; place = parent, parent = (place - 1) >> 1) {
    if (before(heap[parent] as Event, event)) break;
    heap[place] = heap[parent] as Event;
    heap[parent] = event;
  }
}

function pop(heap: Event[]): Event | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  heap[0] = last;
  for (let place = 0; ;) {
    const [left, right] = [2 * place + 1, 2 * place + 2];
    let least = place;
    if (left < heap.length && before(heap[left] as Event, heap[least] as Event)) least = left;
    if (right < heap.length && before(heap[right] as Event, heap[least] as Event)) least = right;
    if (least === place) return first;
    [heap[place], heap[least]] = [heap[least] as Event, heap[place] as Event];
    place = least;
  }
}
