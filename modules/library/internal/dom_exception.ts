/** A DOMException of a name that the firmware has no code for. */
export function domException(message: string, name: string, code: number): Error {
  const error = new DOMException(message, name);
  Object.defineProperty(error, 'code', { value: code, writable: true, configurable: true });
  return error;
}
