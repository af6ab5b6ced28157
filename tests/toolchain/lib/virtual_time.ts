/** Time that passes by turns of the event loop, not by the clock: no test of time limits hangs on a busy machine. */
import type { TestContext } from 'node:test';

/** Milliseconds of a turn. What a simulated board answers comes in the next turn, or the one after it. */
const TURN_MS = 10;

/**
 * Runs `act` with setTimeout() and Date.now() in virtual time. Nothing in it may wait for another process while a time
 * limit runs: turns pass while it works.
 */
export async function inVirtualTime<T>(t: TestContext, act: () => Promise<T>): Promise<T> {
  let over = false;
  const turn = (): void => {
    if (over) return;
    t.mock.timers.tick(TURN_MS);
    setImmediate(turn);
  };
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  setImmediate(turn);
  try {
    return await act();
  } finally {
    over = true;
    t.mock.timers.reset();
  }
}
