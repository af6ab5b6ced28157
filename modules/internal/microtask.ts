/** The global queueMicrotask(). */
import { validateFunction } from './validators';

const binding = native('process');
const settled = Promise.resolve();

/** Calls callback after the present one, before timers and I/O; what it throws is an uncaught exception. */
export function queueMicrotask(callback: () => void): void {
  validateFunction(callback, 'callback');
  void settled.then(function () {
    try {
      callback();
    } catch (error) {
      binding.uncaught(error);
    }
  });
}
