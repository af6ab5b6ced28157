/** DOMException, a global of Node 18. */
import { hidden, setStackHeader } from './errors';

const codes: { [name: string]: number } = {
  IndexSizeError: 1,
  NotFoundError: 8,
  NotSupportedError: 9,
  InvalidStateError: 11,
  SyntaxError: 12,
  InvalidAccessError: 15,
  NetworkError: 19,
  AbortError: 20,
  QuotaExceededError: 22,
  TimeoutError: 23,
  DataCloneError: 25,
};

/** new DOMException(message, name), or with { name, cause }. */
export function DOMException(message?: unknown, options?: any): Error & { code: number } {
  const error: any = new Error(message === undefined ? '' : String(message));
  const given = typeof options === 'object' && options !== null ? options : { name: options };
  const name = given.name === undefined ? 'Error' : String(given.name);
  Object.setPrototypeOf(error, DOMException.prototype);
  hidden(error, 'name', name);
  hidden(error, 'code', codes[name] || 0);
  if ('cause' in given) hidden(error, 'cause', given.cause);
  setStackHeader(error, name + (error.message && ': ' + error.message));
  return error;
}
DOMException.prototype = Object.create(Error.prototype);
hidden(DOMException.prototype, 'constructor', DOMException);
Object.defineProperty(DOMException.prototype, Symbol.toStringTag, { value: 'DOMException', configurable: true });
