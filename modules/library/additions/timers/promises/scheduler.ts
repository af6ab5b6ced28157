/** `scheduler` of `timers/promises`. */
import timers = require('node:timers/promises');

const scheduler = {
  /** Resolves after so many milliseconds; options are those of setTimeout(). */
  wait: (delay: number, options?: Parameters<typeof timers.setTimeout>[2]): Promise<void> =>
    timers.setTimeout(delay, undefined, options),
  yield: (): Promise<void> => timers.setImmediate(),
};

Object.assign(timers, { scheduler });
