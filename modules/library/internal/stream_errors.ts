/** In place of readable-stream's own errors: the firmware's, and those of streams alone. */
import { errors } from '#internal/validators';

type Made = (...args: any[]) => Error;

function coded(code: string, message: string, Base: ErrorConstructor = Error): Made {
  return (first?: unknown) => errors().addCode(new Base(message.replace('%s', String(first))), code);
}

/** Callable with `new`: a function that returns an object gives that one. */
function constructors(makers: { [code: string]: Made }): { [code: string]: Made } {
  const codes: { [code: string]: Made } = {};
  for (const code of Object.keys(makers)) {
    codes[code] = function (...args: unknown[]) {
      return makers[code](...args);
    };
  }
  return codes;
}

const codes = constructors({
  ERR_INVALID_ARG_TYPE: (name: string, expected: string | string[], value: unknown) =>
    errors().ERR_INVALID_ARG_TYPE(name, expected, value),
  ERR_INVALID_ARG_VALUE: (name: string, value: unknown, reason?: string) =>
    errors().ERR_INVALID_ARG_VALUE(name, value, reason),
  ERR_OUT_OF_RANGE: (name: string, range: string, value: unknown) => errors().ERR_OUT_OF_RANGE(name, range, value),
  ERR_MISSING_ARGS: (first: string, second?: string) => errors().ERR_MISSING_ARGS(first, second),
  ERR_UNKNOWN_ENCODING: (name: unknown) => errors().ERR_UNKNOWN_ENCODING(name),
  ERR_INVALID_RETURN_VALUE: (expected: string, name: string, value: any) => {
    const maker: unknown = value?.constructor?.name;
    const got = maker ? `an instance of ${String(maker)}` : `type ${typeof value}`;
    return errors().addCode(
      new TypeError(`Expected ${expected} to be returned from the "${name}" function but got ${got}.`),
      'ERR_INVALID_RETURN_VALUE',
    );
  },
  ERR_ILLEGAL_CONSTRUCTOR: coded('ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor', TypeError as ErrorConstructor),
  ERR_MULTIPLE_CALLBACK: coded('ERR_MULTIPLE_CALLBACK', 'Callback called multiple times'),
  ERR_METHOD_NOT_IMPLEMENTED: coded('ERR_METHOD_NOT_IMPLEMENTED', 'The %s method is not implemented'),
  ERR_STREAM_ALREADY_FINISHED: coded('ERR_STREAM_ALREADY_FINISHED', 'Cannot call %s after a stream was finished'),
  ERR_STREAM_CANNOT_PIPE: coded('ERR_STREAM_CANNOT_PIPE', 'Cannot pipe, not readable'),
  ERR_STREAM_DESTROYED: coded('ERR_STREAM_DESTROYED', 'Cannot call %s after a stream was destroyed'),
  ERR_STREAM_NULL_VALUES: coded(
    'ERR_STREAM_NULL_VALUES',
    'May not write null values to stream',
    TypeError as ErrorConstructor,
  ),
  ERR_STREAM_PREMATURE_CLOSE: coded('ERR_STREAM_PREMATURE_CLOSE', 'Premature close'),
  ERR_STREAM_PUSH_AFTER_EOF: coded('ERR_STREAM_PUSH_AFTER_EOF', 'stream.push() after EOF'),
  ERR_STREAM_UNSHIFT_AFTER_END_EVENT: coded('ERR_STREAM_UNSHIFT_AFTER_END_EVENT', 'stream.unshift() after end event'),
  ERR_STREAM_WRITE_AFTER_END: coded('ERR_STREAM_WRITE_AFTER_END', 'write after end'),
});

class AbortError extends Error {
  code = 'ABORT_ERR';

  constructor(message = 'The operation was aborted', options?: { cause?: unknown }) {
    if (options !== undefined && typeof options !== 'object')
      throw errors().ERR_INVALID_ARG_TYPE('options', 'Object', options);
    super(message);
    this.name = 'AbortError';
    if (options !== undefined && 'cause' in options)
      Object.defineProperty(this, 'cause', { value: options.cause, writable: true, configurable: true });
  }
}

/**
 * As Node's function of this name: an AggregateError of an error while a stream is destroyed and the one that came
 * first, `inner`. Where one of them is missing, or both are the same, that error itself; `outer` that is an
 * AggregateError already gets `inner` added.
 */
function aggregateTwoErrors(inner: any, outer: any): any {
  if (!inner || !outer || inner === outer) return inner || outer;
  if (Array.isArray(outer.errors)) {
    outer.errors.push(inner);
    return outer;
  }
  const error = new Error(outer.message) as Error & { errors: unknown[]; code: unknown };
  error.name = 'AggregateError';
  Object.defineProperty(error, 'errors', { value: [outer, inner], writable: true, configurable: true });
  error.code = outer.code;
  return error;
}

export = { codes, AbortError, aggregateTwoErrors, hideStackFrames: <T>(fn: T): T => fn };
