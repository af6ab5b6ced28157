/** The time that a network runs on: that of the machine, or a virtual one that its owner moves on. */

export interface Clock {
  /** Milliseconds since 1970, with a fraction. */
  now(): number;
  /** Calls `act` in so many milliseconds; gives what takes that back. */
  later(milliseconds: number, act: () => void): () => void;
}

/** The machine's own. */
export const realClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  later: (milliseconds, act) => {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  },
};
