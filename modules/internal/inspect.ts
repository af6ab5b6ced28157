/**
 * util.inspect() and util.format(), as Node 18 prints without colours. Loaded when first needed: the rest of the
 * runtime shows primitives by internal/errors' show().
 */
import { ERR_INVALID_ARG_TYPE, grouped, quote, show } from './errors';
import { isAnyArrayBuffer, isDate, validateObject } from './validators';

export interface InspectOptions {
  showHidden?: boolean;
  depth?: number | null;
  colors?: boolean;
  customInspect?: boolean;
  showProxy?: boolean;
  maxArrayLength?: number | null;
  maxStringLength?: number | null;
  breakLength?: number;
  compact?: boolean | number;
  sorted?: boolean | ((a: string, b: string) => number);
  getters?: boolean | 'get' | 'set';
  numericSeparator?: boolean;
}

/** One call of inspect(): its options, and where it stands. */
interface Context {
  showHidden: boolean;
  depth: number;
  customInspect: boolean;
  maxArrayLength: number;
  maxStringLength: number;
  breakLength: number;
  compact: number;
  sorted: boolean | ((a: string, b: string) => number);
  getters: boolean | 'get' | 'set';
  numericSeparator: boolean;
  user: InspectOptions;
  /** Objects that are being shown, outermost first. */
  seen: unknown[];
  /** Number of each object that something inside it refers back to. */
  circular: Map<unknown, number>;
  indent: number;
  /** Level of the innermost object shown last. */
  deepest: number;
  /** Characters of objects shown, by how deep they are indented. */
  budget: number[];
}

/** Characters at one depth of indentation, after which objects are shown without what is in them (Node's: 2 ** 27). */
const BUDGET_MAX = 262144;

export const custom = Symbol.for('nodejs.util.inspect.custom');

const binding = native('util');
const hasOwn = Object.prototype.hasOwnProperty;
const isEnumerable = Object.prototype.propertyIsEnumerable;
const plainKey = /^[a-zA-Z_][a-zA-Z_0-9]*$/;
const indexKey = /^(0|[1-9][0-9]*)$/;

export const defaults: InspectOptions = {
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
};

function spaces(count: number): string {
  return count > 0 ? ' '.repeat(count) : '';
}

/** The lines of text behind the first one stand as deep as what is shown now. */
function indented(c: Context, text: string): string {
  return text.split('\n').join('\n' + spaces(c.indent));
}

function plural(count: number, noun: string): string {
  return count + ' ' + noun + (count === 1 ? '' : 's');
}

function more(count: number, noun: string): string {
  return '... ' + plural(count, 'more ' + noun);
}

/** A number or BigInt, with '_' between groups of three digits where that is asked. */
function numeric(value: number | bigint, separated: boolean | undefined): string {
  const text = show(value);
  if (!separated || text.indexOf('e') >= 0) return text;
  const point = text.indexOf('.');
  if (typeof value === 'bigint' || point < 0) return text.replace(/\d+/, grouped);
  return grouped(text.slice(0, point)) + '.' + text.slice(point + 1).replace(/(\d{3})(?=\d)/g, '$1_');
}

function primitive(c: Context, value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return numeric(value, c.numericSeparator);
  if (typeof value !== 'string') return show(value);
  let text: string = value;
  let rest = '';
  if (text.length > c.maxStringLength) {
    rest = more(text.length - c.maxStringLength, 'character');
    text = text.slice(0, c.maxStringLength);
  }
  if (text.length > 16 && text.length > c.breakLength - c.indent - 4) {
    return (
      text
        .match(/[^\n]*\n|[^\n]+$/g)!
        .map(quote)
        .join(' +\n' + spaces(c.indent + 2)) + rest
    );
  }
  return quote(text) + rest;
}

/**
 * As Node's getConstructorName(): the name of the first constructor in the prototype chain that `value` is an instance
 * of; null for an object whose prototype is null; else the kind of object and, in angle brackets, the same of its
 * prototype, as in "Object <Array>".
 */
function constructorName(value: any, c: Context, level: number): string | null {
  for (let at = value; at; at = Object.getPrototypeOf(at)) {
    const found = Object.getOwnPropertyDescriptor(at, 'constructor');
    if (found && typeof found.value === 'function' && found.value.name !== '') {
      try {
        if (value instanceof found.value) return String(found.value.name);
      } catch (_) {
        /* a constructor without a prototype makes nothing */
      }
    }
  }
  const proto = Object.getPrototypeOf(value);
  if (proto === null) return null;
  const kind = kindOf(value);
  if (level > c.depth) return kind + ' <Complex prototype>';
  const inner = constructorName(proto, c, level + 1);
  return kind + ' <' + (inner === null ? inspect(proto, { depth: -1, customInspect: false }) : inner) + '>';
}

function prefixOf(name: string | null, tag: string, fallback: string, size: string): string {
  if (name === null)
    return '[' + fallback + size + ': null prototype] ' + (tag !== '' && fallback !== tag ? '[' + tag + '] ' : '');
  return name + size + ' ' + (tag !== '' && name !== tag ? '[' + tag + '] ' : '');
}

function keysOf(value: any, c: Context, indexed: boolean): PropertyKey[] {
  /* Not by Object.keys(), which programs replace. */
  let keys: PropertyKey[] = Object.getOwnPropertyNames(value);
  if (indexed || !c.showHidden) {
    keys = keys.filter(function (key) {
      return !(indexed && indexKey.test(key as string)) && (c.showHidden || isEnumerable.call(value, key));
    });
  }
  const symbols = Object.getOwnPropertySymbols(value);
  for (let i = 0; i < symbols.length; i++)
    if (c.showHidden || isEnumerable.call(value, symbols[i])) keys.push(symbols[i]);
  return keys;
}

/**
 * For showHidden: what prototypes hold beside methods, nearest first, up to that of a built-in class and three at most.
 */
function inherited(value: any): Array<[PropertyKey, PropertyDescriptor]> {
  const list: Array<[PropertyKey, PropertyDescriptor]> = [];
  const met: PropertyKey[] = Reflect.ownKeys(value).concat('constructor');
  let at = value;
  for (let depth = 0; depth < 3; depth++) {
    at = Object.getPrototypeOf(at);
    const maker = at && Object.getOwnPropertyDescriptor(at, 'constructor');
    if (!at || (maker && typeof maker.value === 'function' && (globalThis as any)[maker.value.name])) break;
    for (const key of Reflect.ownKeys(at)) {
      const found = Object.getOwnPropertyDescriptor(at, key)!;
      if (met.indexOf(key) >= 0) continue;
      met.push(key);
      if (typeof found.value !== 'function') list.push([key, found]);
    }
  }
  return list;
}

function functionBase(value: any, name: string | null, tag: string): string {
  const source = Function.prototype.toString.call(value);
  if (/^class\b/.test(source)) {
    const parent = Object.getPrototypeOf(value);
    return (
      '[class ' +
      ((hasOwn.call(value, 'name') && value.name) || '(anonymous)') +
      (name !== 'Function' && name !== null ? ' [' + name + ']' : '') +
      (tag !== '' && name !== tag ? ' [' + tag + ']' : '') +
      (name === null ? ' extends [null prototype]' : parent.name ? ' extends ' + parent.name : '') +
      ']'
    );
  }
  const type = tag.slice(-8) === 'Function' ? tag : 'Function';
  return (
    '[' +
    type +
    (name === null ? ' (null prototype)' : '') +
    (value.name ? ': ' + value.name : ' (anonymous)') +
    ']' +
    (name !== type && name !== null ? ' ' + name : '') +
    (tag !== '' && name !== tag ? ' [' + tag + ']' : '')
  );
}

/** The usual text of error.stack, whatever the engine keeps there. */
export function stackOf(error: any): string {
  const stack = error.stack;
  if (typeof stack === 'string' && stack && !/^\s*at /.test(stack)) return stack;
  let header: string;
  try {
    header = Error.prototype.toString.call(error);
  } catch (_) {
    header = 'Error';
  }
  if (Array.isArray(stack)) return [header].concat(stack).join('\n    at ');
  return typeof stack === 'string' && stack ? header + '\n' + stack.replace(/\n$/, '') : header;
}

function errorBase(error: any, name: string | null, tag: string, c: Context, keys: PropertyKey[]): string {
  const own = error.name != null ? String(error.name) : 'Error';
  let text = stackOf(error);
  for (const key of ['name', 'message', 'stack']) {
    const at = keys.indexOf(key);
    if (at >= 0 && !c.showHidden && text.indexOf(String(error[key])) >= 0) keys.splice(at, 1);
  }
  if ('cause' in error && keys.indexOf('cause') < 0) keys.push('cause');
  if (Array.isArray(error.errors) && keys.indexOf('errors') < 0) keys.push('errors');
  /* An error of class Foo whose stack says Error shows both. */
  if (
    name === null ||
    (own.slice(-5) === 'Error' && text.indexOf(own) === 0 && [':', '\n', ''].indexOf(text.charAt(own.length)) >= 0)
  ) {
    const prefix = prefixOf(name, tag, 'Error', '').slice(0, -1);
    if (own !== prefix) text = (prefix.indexOf(own) >= 0 ? prefix : prefix + ' [' + own + ']') + text.slice(own.length);
  }
  const message = error.message ? text.indexOf(error.message) : -1;
  const frames = text.indexOf('\n    at', message < 0 ? 0 : message + error.message.length);
  if (frames < 0) text = '[' + text + ']';
  return indented(c, text);
}

/** One property as "name: value"; descriptor is given where it is a prototype's. */
function property(
  c: Context,
  value: any,
  level: number,
  key: PropertyKey,
  indexed: boolean,
  descriptor?: PropertyDescriptor,
): string {
  const found = descriptor || Object.getOwnPropertyDescriptor(value, key) || { value: value[key], enumerable: true };
  let text: string;
  if (found.get || found.set) {
    const label = found.get ? (found.set ? 'Getter/Setter' : 'Getter') : 'Setter';
    text = '[' + label + ']';
    const wanted = c.getters === true || c.getters === (found.set ? 'set' : 'get');
    if (found.get && wanted) {
      try {
        const got: unknown = found.get.call(value);
        c.indent += 2;
        text =
          typeof got === 'object' && got !== null
            ? text + ' ' + format1(c, got, level)
            : '[' + label + ': ' + format1(c, got, level) + ']';
        c.indent -= 2;
      } catch (error) {
        text = '[' + label + ': <Inspection threw (' + (error as Error).message + ')>]';
      }
    }
  } else {
    c.indent += 2;
    text = format1(c, found.value, level);
    c.indent -= 2;
  }
  if (indexed && typeof key === 'number') return text;
  let name: string;
  if (typeof key === 'symbol') name = '[' + String(key) + ']';
  else if (key === '__proto__') name = "['__proto__']";
  else if (!found.enumerable) name = '[' + String(key) + ']';
  else name = plainKey.test(String(key)) ? String(key) : quote(String(key));
  return name + ': ' + text;
}

function arrayItems(c: Context, value: any[], level: number): string[] {
  const items: string[] = [];
  const length = value.length;
  let i = 0;
  while (i < length && items.length < c.maxArrayLength) {
    if (hasOwn.call(value, i)) {
      items.push(property(c, value, level, i++, true));
      continue;
    }
    const start = i;
    while (i < length && !hasOwn.call(value, i)) i++;
    items.push('<' + plural(i - start, 'empty item') + '>');
  }
  if (i < length) items.push(more(length - i, 'item'));
  return items;
}

function typedItems(c: Context, value: any): string[] {
  const items: string[] = [];
  const count = Math.min(c.maxArrayLength, value.length);
  for (let i = 0; i < count; i++) items.push(primitive(c, value[i]));
  if (count < value.length) items.push(more(value.length - count, 'item'));
  return items;
}

function bytesItem(c: Context, value: ArrayBuffer): string {
  const bytes = new Uint8Array(value);
  const count = Math.min(c.maxArrayLength, bytes.length);
  const digits: string[] = [];
  for (let i = 0; i < count; i++) digits.push((bytes[i] < 16 ? '0' : '') + bytes[i].toString(16));
  return (
    '[Uint8Contents]: <' +
    digits.join(' ') +
    (count < bytes.length ? ' ' + more(bytes.length - count, 'byte') : '') +
    '>'
  );
}

const boxes: any[] = [Number, String, Boolean, Symbol];
if (typeof BigInt !== 'undefined') boxes.push(BigInt);

/** 'Map' of a Map, whatever its prototype is. */
function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** [type, text] of a boxed primitive. */
function boxed(c: Context, value: any): [string, string] | undefined {
  for (let i = 0; i < boxes.length; i++) {
    if (value instanceof boxes[i]) {
      try {
        return [boxes[i].name, primitive(c, boxes[i].prototype.valueOf.call(value))];
      } catch (_) {
        /* only its prototype says so */
      }
    }
  }
  return undefined;
}

/** Several columns of short array items. */
function group(c: Context, items: string[], value: any): string[] {
  const extra = c.maxArrayLength < items.length ? 1 : 0;
  const count = items.length - extra;
  let total = 0;
  let longest = 0;
  for (let i = 0; i < count; i++) {
    total += items[i].length + 2;
    longest = Math.max(longest, items[i].length);
  }
  const width = longest + 2;
  if (width * 3 + c.indent >= c.breakLength || (total / width <= 5 && longest > 6)) return items;
  const biased = Math.max(width - 3 - Math.sqrt(width - total / items.length), 1);
  const columns = Math.min(
    // No number with a fraction: its text would be one of JerryScript's fixed strings, and String(2.5) another.
    Math.round(Math.sqrt((5 * biased * count) / 2) / biased),
    Math.floor((c.breakLength - c.indent) / width),
    c.compact * 4,
    15,
  );
  if (columns <= 1) return items;
  const widths: number[] = [];
  for (let i = 0; i < columns; i++) {
    let most = 0;
    for (let j = i; j < count; j += columns) most = Math.max(most, items[j].length);
    widths.push(most + 2);
  }
  let right = value !== undefined;
  for (let i = 0; right && i < items.length; i++)
    if (typeof value[i] !== 'number' && typeof value[i] !== 'bigint') right = false;
  const rows: string[] = [];
  for (let i = 0; i < count; i += columns) {
    const last = Math.min(i + columns, count) - 1;
    let row = '';
    for (let j = i; j < last; j++) {
      const cell = items[j] + ', ';
      const pad = spaces(widths[j - i] - cell.length);
      row += right ? pad + cell : cell + pad;
    }
    rows.push(row + (right ? spaces(widths[last - i] - 2 - items[last].length) : '') + items[last]);
  }
  if (extra) rows.push(items[count]);
  return rows;
}

/** One line if it is short and shallow enough, else one item a line. */
function assemble(
  c: Context,
  items: string[],
  base: string,
  open: string,
  close: string,
  level: number,
  indexed: boolean,
  value: unknown,
): string {
  const start = (base ? base + ' ' : '') + open;
  const count = items.length;
  let list = items;
  if (c.compact && indexed && count > 6) list = group(c, items, value);
  const joined = list.join(', ');
  const room = list.length + c.indent + open.length + base.length + 10;
  if (
    c.compact &&
    c.deepest - level < c.compact &&
    list.length === count &&
    list.length + room <= c.breakLength &&
    joined.length - 2 * (list.length - 1) + list.length + room <= c.breakLength &&
    joined.indexOf('\n') < 0 &&
    base.indexOf('\n') < 0
  )
    return start + ' ' + joined + ' ' + close;
  const line = '\n' + spaces(c.indent);
  return start + line + '  ' + list.join(',' + line + '  ') + line + close;
}

/** What an array, a collection, a buffer or a promise holds beside its properties. */
function contents(c: Context, value: any, level: number): string[] {
  if (Array.isArray(value)) return arrayItems(c, value, level);
  if (ArrayBuffer.isView(value)) return typedItems(c, value);
  if (isAnyArrayBuffer(value)) return [bytesItem(c, value)];
  const items: string[] = [];
  c.indent += 2;
  if (value instanceof Set) {
    value.forEach(function (one) {
      items.push(format1(c, one, level));
    });
  } else if (value instanceof Map) {
    value.forEach(function (one, key) {
      items.push(format1(c, key, level) + ' => ' + format1(c, one, level));
    });
  } else if (value instanceof Promise) {
    const state = binding.promiseState(value);
    items.push(state.length === 0 ? '<pending>' : (state[0] ? '' : '<rejected> ') + format1(c, state[1], level));
  } else {
    items.push('<items unknown>');
  }
  c.indent -= 2;
  return items;
}

function object(c: Context, value: any, level: number): string {
  const name = constructorName(value, c, level);
  let tag: any = value[Symbol.toStringTag];
  if (typeof tag !== 'string' || (tag !== '' && (c.showHidden ? hasOwn : isEnumerable).call(value, Symbol.toStringTag)))
    tag = '';
  const prefix = function (fallback: string, size?: number): string {
    return prefixOf(name, tag, fallback, size === undefined ? '' : '(' + size + ')');
  };
  const indexed = Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
  let keys = keysOf(value, c, indexed);
  const more = c.showHidden && name !== null ? inherited(value) : [];
  let base = '';
  let open = '{';
  let close = '}';
  let holds = indexed;
  let box: [string, string] | undefined;

  if (Array.isArray(value)) {
    open = (name !== 'Array' || tag !== '' ? prefix('Array', value.length) : '') + '[';
    close = ']';
  } else if (indexed) {
    const kind = kindOf(value);
    open = prefix(name === null ? kind : '', (value as any).length) + '[';
    close = ']';
  } else if (value instanceof Set) {
    open = prefix('Set', value.size) + '{';
    holds = true;
  } else if (value instanceof Map) {
    open = prefix('Map', value.size) + '{';
    holds = true;
  } else if (typeof value === 'function') {
    base = functionBase(value, name, tag);
    if (keys.length === 0) return base;
  } else if (value instanceof RegExp) {
    base = (name === 'RegExp' && tag === '' ? '' : prefix('RegExp')) + RegExp.prototype.toString.call(value);
    if (keys.length === 0 || level > c.depth) return base;
  } else if (value instanceof Date && isDate(value)) {
    base =
      (name === 'Date' && tag === '' ? '' : prefix('Date')) +
      (value.getTime() !== value.getTime() ? String(value) : value.toISOString());
    if (keys.length === 0) return base;
  } else if (value instanceof Error || kindOf(value) === 'Error') {
    base = errorBase(value, name, tag, c, keys);
    if (keys.length === 0) return base;
  } else if (isAnyArrayBuffer(value)) {
    open = prefix('ArrayBuffer') + '{';
    keys.unshift('byteLength');
    holds = true;
  } else if (value instanceof DataView) {
    open = prefix('DataView') + '{';
    keys.unshift('byteLength', 'byteOffset', 'buffer');
  } else if (value instanceof Promise) {
    open = prefix('Promise') + '{';
    holds = true;
  } else if (value instanceof WeakSet || value instanceof WeakMap) {
    open = prefix(value instanceof WeakSet ? 'WeakSet' : 'WeakMap') + '{';
    holds = true;
  } else if ((box = boxed(c, value)) !== undefined) {
    if (box[0] === 'String') keys = keysOf(value, c, true);
    base =
      '[' +
      box[0] +
      (box[0] === name ? '' : name === null ? ' (null prototype)' : ' (' + name + ')') +
      ': ' +
      box[1] +
      ']' +
      (tag !== '' && tag !== name ? ' [' + tag + ']' : '');
    if (keys.length === 0) return base;
  } else if (kindOf(value) === 'Arguments' && name === 'Object') {
    open = '[Arguments] {';
  } else if (name !== 'Object' || tag !== '') {
    open = prefix('Object') + '{';
  }

  if (keys.length + more.length === 0 && (!holds || value.length === 0 || value.size === 0)) return open + close;
  if (level > c.depth) {
    const short = prefix(indexed ? 'Array' : 'Object').slice(0, -1);
    return name === null ? short : '[' + short + ']';
  }

  const inner = level + 1;
  c.seen.push(value);
  c.deepest = inner;
  const { indent } = c;
  const depth = c.seen.length;
  let items: string[];
  let first: number;
  try {
    items = holds ? contents(c, value, inner) : [];
    first = items.length;
    for (const key of keys) items.push(property(c, value, inner, key, indexed));
    for (const [key, found] of more) items.push(property(c, value, inner, key, false, found));
  } catch (error) {
    if (!isStackOverflow(error)) throw error;
    c.seen.length = depth - 1;
    c.indent = indent;
    return '[' + (name || 'Object') + ': Inspection interrupted prematurely. Maximum call stack size exceeded.]';
  }
  c.seen.pop();
  if (c.sorted) {
    const order = c.sorted === true ? undefined : c.sorted;
    const from = indexed ? first : 0;
    items = items.slice(0, from).concat(items.slice(from).sort(order));
  }
  const reference = c.circular.get(value);
  if (reference !== undefined) base = '<ref *' + reference + '>' + (base && ' ') + base;
  const text = assemble(c, items, base, open, close, inner, indexed, indexed ? value : undefined);
  const total = (c.budget[c.indent] || 0) + text.length;
  c.budget[c.indent] = total;
  if (total > BUDGET_MAX) c.depth = -1;
  return text;
}

/** Each engine has its words for it. */
function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && /stack/.test(error.message);
}

function format1(c: Context, value: any, level: number): string {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return primitive(c, value);
  if (c.customInspect) {
    const own = value[custom];
    if (typeof own === 'function' && own !== inspect && !(value.constructor && value.constructor.prototype === value)) {
      const options: any = Object.assign({ stylize: String }, c.user);
      options.depth = c.depth - level;
      const result: unknown = own.call(value, options.depth, options, inspect);
      if (result !== value) return typeof result === 'string' ? indented(c, result) : format1(c, result, level);
    }
  }
  if (c.seen.indexOf(value) >= 0) {
    if (!c.circular.has(value)) c.circular.set(value, c.circular.size + 1);
    return '[Circular *' + c.circular.get(value) + ']';
  }
  return object(c, value, level);
}

function limit(value: number | null | undefined): number {
  return value === null || value === undefined ? Infinity : value;
}

function contextOf(options: InspectOptions): Context {
  const all: InspectOptions = Object.assign({}, defaults, options);
  return {
    showHidden: !!all.showHidden,
    depth: limit(all.depth),
    customInspect: all.customInspect !== false,
    maxArrayLength: Math.max(0, limit(all.maxArrayLength)),
    maxStringLength: limit(all.maxStringLength),
    breakLength: limit(all.breakLength),
    compact: all.compact === true ? 3 : Number(all.compact) || 0,
    sorted: all.sorted || false,
    getters: all.getters || false,
    numericSeparator: !!all.numericSeparator,
    user: all,
    seen: [],
    circular: new Map<unknown, number>(),
    indent: 0,
    deepest: 0,
    budget: [],
  };
}

/** inspect(value, options) or the old inspect(value, showHidden, depth). */
export function inspect(value: unknown, options?: InspectOptions | boolean, depth?: number | null): string {
  const given: InspectOptions = typeof options === 'object' && options !== null ? options : {};
  if (typeof options === 'boolean') given.showHidden = options;
  if (depth !== undefined) given.depth = depth;
  return format1(contextOf(given), value, 0);
}
inspect.custom = custom;
Object.defineProperty(inspect, 'defaultOptions', {
  get: function () {
    return defaults;
  },
  set: function (options) {
    validateObject(options, 'options');
    Object.assign(defaults, options);
  },
});

/** Whether String(value) would say nothing that inspect() does not say better. */
function hasPlainToString(value: any): boolean {
  if (typeof value.toString !== 'function') return true;
  let at = value;
  while (!hasOwn.call(at, 'toString')) at = Object.getPrototypeOf(at);
  if (at === value) return false;
  const maker = Object.getOwnPropertyDescriptor(at, 'constructor');
  const name = maker && typeof maker.value === 'function' ? maker.value.name : '';
  return name !== 'Buffer' && (globalThis as any)[name] === maker!.value;
}

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (/circular|cycl/i.test((error as Error).message)) return '[Circular]';
    throw error;
  }
}

function directive(kind: string, value: any, options: InspectOptions): string {
  const with_ = function (extra: InspectOptions) {
    return inspect(value, Object.assign({}, options, extra));
  };
  const number = function (one: number | bigint): string {
    const { numericSeparator } = options;
    return numeric(one, numericSeparator === undefined ? defaults.numericSeparator : numericSeparator);
  };
  switch (kind) {
    case 's':
      if (typeof value === 'number' || typeof value === 'bigint') return number(value);
      if (typeof value !== 'object' || value === null || !hasPlainToString(value)) return String(value);
      return with_({ compact: 3, depth: 0 });
    case 'j':
      return toJson(value);
    case 'O':
      return inspect(value, options);
    case 'o':
      return with_({ showHidden: true, showProxy: true, depth: 4 });
    case 'c':
      return '';
  }
  if (typeof value === 'symbol') return 'NaN';
  if (kind === 'f') return number(parseFloat(value));
  if (typeof value === 'bigint') return number(value);
  return number(kind === 'i' ? parseInt(value, 10) : Number(value));
}

function formatList(options: InspectOptions, args: ArrayLike<any>): string {
  let next = 1;
  let text: string;
  if (typeof args[0] === 'string') {
    text = args[0];
    if (args.length === 1) return text;
    text = text.replace(/%[sdifjoOc%]/g, function (found) {
      if (found === '%%') return '%';
      return next < args.length ? directive(found[1], args[next++], options) : found;
    });
  } else {
    if (args.length === 0) return '';
    text = inspect(args[0], options);
  }
  for (; next < args.length; next++)
    text += ' ' + (typeof args[next] === 'string' ? args[next] : inspect(args[next], options));
  return text;
}

/** format('%s is %d', 'x', 1), as console.log() prints. */
export function format(..._args: unknown[]): string {
  return formatList({}, arguments);
}

export function formatWithOptions(options: InspectOptions, ..._args: unknown[]): string {
  if (typeof options !== 'object' || options === null) throw ERR_INVALID_ARG_TYPE('inspectOptions', 'object', options);
  return formatList(options, Array.prototype.slice.call(arguments, 1));
}
