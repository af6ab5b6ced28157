/** In place of readable-stream's own validators: the firmware's. */
import * as validators from '#internal/validators';

export = {
  validateAbortSignal: validators.validateAbortSignal,
  validateBoolean: validators.validateBoolean,
  validateFunction: validators.validateFunction,
  validateObject: validators.validateObject,
  validateInteger(value: unknown, name: string, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER): void {
    validators.validateInteger(value, name, min, max);
  },
};
