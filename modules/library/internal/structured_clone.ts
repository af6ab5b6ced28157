/** The global structuredClone(). */
import { errors, isAnyArrayBuffer } from '#internal/validators';

const errorClasses: { [name: string]: ErrorConstructor } = {
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};
const boxes = /^(?:Boolean|Number|String|BigInt)$/;

function refused(value: unknown): Error {
  const text = typeof value === 'symbol' ? value.toString() : typeof value === 'function' ? String(value) : '#<Object>';
  return new DOMException(`${text} could not be cloned.`, 'DataCloneError');
}

function cloned(value: any, seen: Map<object, object>): any {
  if (typeof value === 'function' || typeof value === 'symbol') throw refused(value);
  if (value === null || typeof value !== 'object') return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  const made = (copy: object): any => {
    seen.set(value, copy);
    return copy;
  };
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  if (boxes.test(kind) && typeof value.valueOf() !== 'object') return made(Object(value.valueOf()));
  if (value instanceof Date) return made(new Date(value.getTime()));
  if (value instanceof RegExp) return made(new RegExp(value.source, value.flags));
  if (isAnyArrayBuffer(value)) return made(value.slice(0));
  if (ArrayBuffer.isView(value)) {
    const buffer = cloned(value.buffer, seen) as ArrayBuffer;
    const name = value instanceof DataView ? 'DataView' : kind;
    const Type = (globalThis as any)[name] as new (buffer: ArrayBuffer, offset: number, length: number) => object;
    return made(new Type(buffer, value.byteOffset, (value as any).length ?? value.byteLength));
  }
  if (value instanceof Map) {
    const copy = made(new Map()) as Map<unknown, unknown>;
    for (const [key, one] of [...value]) copy.set(cloned(key, seen), cloned(one, seen));
    return copy;
  }
  if (value instanceof Set) {
    const copy = made(new Set()) as Set<unknown>;
    for (const one of [...value]) copy.add(cloned(one, seen));
    return copy;
  }
  if (value instanceof Error) {
    const name = String(value.name);
    const Type = Object.prototype.hasOwnProperty.call(errorClasses, name) ? errorClasses[name] : Error;
    const copy = made(new Type(value.message)) as Error;
    Object.defineProperty(copy, 'stack', { value: value.stack, writable: true, configurable: true });
    if ('cause' in value) {
      Object.defineProperty(copy, 'cause', {
        value: cloned((value as { cause?: unknown }).cause, seen),
        writable: true,
        configurable: true,
      });
    }
    return copy;
  }
  if (value instanceof WeakMap || value instanceof WeakSet || value instanceof Promise) throw refused(value);
  const copy = made(Array.isArray(value) ? new Array(value.length) : {}) as { [key: string]: unknown };
  for (const key of Object.keys(value)) copy[key] = cloned(value[key], seen);
  return copy;
}

/** A deep copy. Nothing can be transferred: the engines give script no way to detach an ArrayBuffer. */
function structuredClone(value: unknown, options?: { transfer?: readonly unknown[] }): unknown {
  if (arguments.length === 0) throw errors().ERR_MISSING_ARGS('value');
  if (options?.transfer !== undefined && [...options.transfer].length > 0)
    throw new DOMException('A device cannot transfer objects; structuredClone() copies them.', 'DataCloneError');
  return cloned(value, new Map());
}

export { structuredClone };
