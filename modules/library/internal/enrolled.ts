/**
 * Timers of objects of the caller's, which Node deprecated long ago (DEP0095, DEP0096, DEP0126, DEP0127) and still has:
 * the object says after how many milliseconds (_idleTimeout) and what (_onTimeout).
 */
import { errors, validateNumber } from '#internal/validators';

interface Item {
  _idleTimeout?: number;
  _onTimeout?: unknown;
  _idleStart?: number;
  /** The timer that stands for the item while it is armed. */
  _idleNext?: NodeJS.Timeout | null;
  _idlePrev?: NodeJS.Timeout | null;
}

const TIMEOUT_MAX = 2147483647;

/** Says that item has a timer of `msecs` milliseconds, from 0 to 2^31 - 1; active() starts it. */
export function enroll(item: Item, msecs: number): void {
  validateNumber(msecs, 'msecs');
  if (!(msecs >= 0 && msecs < Infinity))
    throw errors().ERR_OUT_OF_RANGE('msecs', 'a non-negative finite number', msecs);
  if (item._idleNext) unenroll(item);
  item._idleTimeout = Math.min(msecs, TIMEOUT_MAX);
  if (msecs > TIMEOUT_MAX) {
    process.emitWarning(
      `${msecs} does not fit into a 32-bit signed integer.\nTimer duration was truncated to ${TIMEOUT_MAX}.`,
      'TimeoutOverflowWarning',
    );
  }
}

/** Ends the timer of an item, or a Timeout. */
export function unenroll(item: Item): void {
  if ('hasRef' in item) {
    clearTimeout(item as NodeJS.Timeout);
    return;
  }
  disarm(item);
  item._idleTimeout = -1;
}

function disarm(item: Item): void {
  if (item._idleNext) clearTimeout(item._idleNext);
  item._idleNext = item._idlePrev = null;
}

/** Starts an item's timer, or starts it over; one that was never enrolled or is unenrolled stays as it is. */
export function active(item: Item): NodeJS.Timeout | undefined {
  if (item._idleTimeout === undefined || item._idleTimeout < 0) return undefined;
  disarm(item);
  const timer = setTimeout(() => {
    disarm(item);
    if (typeof item._onTimeout === 'function') (item as { _onTimeout(): void })._onTimeout();
  }, item._idleTimeout);
  item._idleNext = item._idlePrev = timer;
  item._idleStart = Date.now();
  return timer;
}
