/** A function that stands for one that a device cannot have: it says so when it is called. */
import { errors } from '#internal/validators';

export function unavailable(name: string, instead: string): (...args: any[]) => never {
  return function () {
    throw errors().addCode(
      new TypeError(`The feature ${name} is unavailable on the current platform. ${instead}`),
      'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
    );
  };
}
