/** The time that a network runs on: that of the machine, or a virtual one that its owner moves on. */

export interface Clock {
  /** Milliseconds since 1970, with a fraction. */
  now(): number;
  /** Calls `act` in so many milliseconds. Returns a function that cancels it. */
  later(milliseconds: number, act: () => void): () => void;
}

/** The longest time that Node's timers take. */
const LONGEST_MS = 2 ** 31 - 1;

/** The machine's own. */
export const realClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  later: (milliseconds, act) => {
    let timer: NodeJS.Timeout;
    const wait = (left: number): void => {
      timer = left > LONGEST_MS ? setTimeout(wait, LONGEST_MS, left - LONGEST_MS) : setTimeout(act, left);
    };
    wait(milliseconds);
    return () => clearTimeout(timer);
  },
};
