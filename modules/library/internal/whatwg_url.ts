/** URL and URLSearchParams, globals and exports of `url`. */
import { errors } from '#internal/validators';
import {
  type SerializeOptions,
  type State,
  type UrlRecord,
  USERINFO,
  hostText,
  isSpecial,
  parseUrl,
  pathText,
  percentDecode,
  percentEncode,
  serializeUrl,
  setPart,
} from './url_record';

const inspect = Symbol.for('nodejs.util.inspect.custom');
type Inspect = (value: unknown, options?: object) => string;

function usv(value: unknown): string {
  if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
  return String(value).replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (found) =>
    found.length === 2 ? found : '\ufffd',
  );
}

/** Makes methods and accessors of a class's prototype enumerable, as the Web IDL has them. */
function enumerable(prototype: object): void {
  for (const name of Object.getOwnPropertyNames(prototype)) {
    if (name === 'constructor') continue;
    const found = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor;
    Object.defineProperty(prototype, name, { ...found, enumerable: true });
  }
}

function need(count: number, given: number, ...names: [string, string?]): void {
  if (given < count) throw errors().ERR_MISSING_ARGS(names[0], names[1]);
}

/* ---- URLSearchParams --------------------------------------------------------------------------------------- */

type Pair = [string, string];

interface Query {
  list: Pair[];
  /** Tells the URL that has the query of a change. */
  changed?: () => void;
}

const queries = new WeakMap<object, Query>();

function queryOf(params: unknown): Query {
  const query = queries.get(Object(params) as object);
  if (query === undefined) throw errors().ERR_INVALID_THIS('URLSearchParams');
  return query;
}

const formDecode = (text: string): string => percentDecode(text.replace(/\+/g, ' '));

const formEncode = (text: string): string => percentEncode(text, /[^A-Za-z0-9*\-._ ]+/g).replace(/ /g, '+');

function parseQuery(text: string): Pair[] {
  return text
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [formDecode(part), ''] : [formDecode(part.slice(0, at)), formDecode(part.slice(at + 1))];
    });
}

const queryText = (list: Pair[]): string =>
  list.map(([name, value]) => formEncode(name) + '=' + formEncode(value)).join('&');

function pairsOf(init: any): Pair[] {
  const method: unknown = init[Symbol.iterator];
  if (method === undefined || method === null) {
    const record = new Map<string, string>();
    for (const key of Reflect.ownKeys(init)) {
      if (!Object.getOwnPropertyDescriptor(init, key)?.enumerable) continue;
      record.set(usv(key), usv(init[key]));
    }
    return [...record];
  }
  if (typeof method !== 'function')
    throw errors().addCode(new TypeError('Query pairs must be iterable'), 'ERR_ARG_NOT_ITERABLE');
  const wrong = (): Error =>
    errors().addCode(new TypeError('Each query pair must be an iterable [name, value] tuple'), 'ERR_INVALID_TUPLE');
  return [...init].map((pair: any): Pair => {
    const isObject = pair !== null && (typeof pair === 'object' || typeof pair === 'function');
    if (!isObject || typeof pair[Symbol.iterator] !== 'function') throw wrong();
    const both = [...pair];
    if (both.length !== 2) throw wrong();
    return [usv(both[0]), usv(both[1])];
  });
}

interface InspectOptions {
  breakLength?: number;
}

/** As util.inspect() shows what a list holds: on one line where there is room. */
function braced(name: string, items: string[], options: InspectOptions): string {
  const line = items.join(', ');
  return line.length <= (options.breakLength ?? 80) ? `${name} { ${line} }` : `${name} {\n  ${items.join(',\n  ')} }`;
}

interface IteratorState {
  params: URLSearchParams;
  kind: 'keys' | 'values' | 'entries';
  index: number;
}

const iterators = new WeakMap<object, IteratorState>();

const iteratorPrototype = Object.create(Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()))) as object;
Object.defineProperties(iteratorPrototype, {
  next: {
    value: function next(this: object): IteratorResult<string | Pair> {
      const state = this === undefined ? undefined : iterators.get(Object(this));
      if (state === undefined) throw errors().ERR_INVALID_THIS('URLSearchParamsIterator');
      const pair = queryOf(state.params).list[state.index];
      if (pair === undefined) return { value: undefined, done: true };
      state.index++;
      const value: string | Pair =
        state.kind === 'keys' ? pair[0] : state.kind === 'values' ? pair[1] : [pair[0], pair[1]];
      return { value, done: false };
    },
    writable: true,
    enumerable: true,
    configurable: true,
  },
  [Symbol.toStringTag]: { value: 'URLSearchParams Iterator', configurable: true },
  [inspect]: {
    value: function (this: object, depth: number, options: InspectOptions, show: Inspect): string {
      const state = iterators.get(this) as IteratorState;
      if (depth < 0) return '[Object]';
      const rest = queryOf(state.params)
        .list.slice(state.index)
        .map((pair) => (state.kind === 'keys' ? pair[0] : state.kind === 'values' ? pair[1] : pair));
      return braced(
        'URLSearchParams Iterator',
        rest.map((one) => show(one, options)),
        options,
      );
    },
  },
});

function iterate(params: URLSearchParams, kind: IteratorState['kind']): IterableIterator<any> {
  queryOf(params);
  const made = Object.create(iteratorPrototype);
  iterators.set(made, { params, kind, index: 0 });
  return made;
}

class URLSearchParams {
  constructor(init?: any) {
    let list: Pair[];
    if (init === undefined || init === null) list = [];
    else if (typeof init === 'object' || typeof init === 'function') list = pairsOf(init);
    else list = parseQuery(usv(init).replace(/^\?/, ''));
    queries.set(this, { list });
  }

  get size(): number {
    return queryOf(this).list.length;
  }

  append(name: string, value: string): void {
    const query = queryOf(this);
    need(2, arguments.length, 'name', 'value');
    query.list.push([usv(name), usv(value)]);
    query.changed?.();
  }

  delete(name: string, value?: string): void {
    const query = queryOf(this);
    need(1, arguments.length, 'name');
    const key = usv(name);
    const wanted = value === undefined ? undefined : usv(value);
    query.list = query.list.filter((pair) => pair[0] !== key || (wanted !== undefined && pair[1] !== wanted));
    query.changed?.();
  }

  get(name: string): string | null {
    const query = queryOf(this);
    need(1, arguments.length, 'name');
    const key = usv(name);
    return query.list.find((pair) => pair[0] === key)?.[1] ?? null;
  }

  getAll(name: string): string[] {
    const query = queryOf(this);
    need(1, arguments.length, 'name');
    const key = usv(name);
    return query.list.filter((pair) => pair[0] === key).map((pair) => pair[1]);
  }

  has(name: string, value?: string): boolean {
    const query = queryOf(this);
    need(1, arguments.length, 'name');
    const key = usv(name);
    const wanted = value === undefined ? undefined : usv(value);
    return query.list.some((pair) => pair[0] === key && (wanted === undefined || pair[1] === wanted));
  }

  set(name: string, value: string): void {
    const query = queryOf(this);
    need(2, arguments.length, 'name', 'value');
    const key = usv(name);
    const pair: Pair = [key, usv(value)];
    const first = query.list.findIndex((one) => one[0] === key);
    if (first < 0) {
      query.list.push(pair);
    } else {
      query.list = query.list
        .filter((one, i) => i <= first || one[0] !== key)
        .map((one, i) => (i === first ? pair : one));
    }
    query.changed?.();
  }

  sort(): void {
    const query = queryOf(this);
    // Engines' sort() is stable on both.
    query.list.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
    query.changed?.();
  }

  forEach(callback: (value: string, name: string, params: URLSearchParams) => void, thisArg?: unknown): void {
    const query = queryOf(this);
    if (typeof callback !== 'function') throw errors().ERR_INVALID_ARG_TYPE('callback', 'Function', callback);
    for (let i = 0; i < query.list.length; i++) callback.call(thisArg, query.list[i][1], query.list[i][0], this);
  }

  entries(): IterableIterator<Pair> {
    return iterate(this, 'entries');
  }

  keys(): IterableIterator<string> {
    return iterate(this, 'keys');
  }

  values(): IterableIterator<string> {
    return iterate(this, 'values');
  }

  toString(): string {
    return queryText(queryOf(this).list);
  }

  [inspect](depth: number, options: InspectOptions, show: Inspect): string {
    const { list } = queryOf(this);
    if (depth < 0) return '[Object]';
    const pairs = list.map(([name, value]) => show(name, options) + ' => ' + show(value, options));
    return pairs.length === 0 ? 'URLSearchParams {}' : braced('URLSearchParams', pairs, options);
  }

  declare [Symbol.iterator]: () => IterableIterator<Pair>;
}
enumerable(URLSearchParams.prototype);
Object.defineProperties(URLSearchParams.prototype, {
  [Symbol.iterator]: { value: URLSearchParams.prototype.entries, writable: true, configurable: true },
  [Symbol.toStringTag]: { value: 'URLSearchParams', configurable: true },
});

/* ---- URL --------------------------------------------------------------------------------------------------- */

interface UrlState {
  record: UrlRecord;
  params: URLSearchParams | undefined;
}

const states = new WeakMap<object, UrlState>();

function stateOf(url: unknown): UrlState {
  const state = states.get(Object(url) as object);
  if (state === undefined) throw errors().ERR_INVALID_THIS('URL');
  return state;
}

function invalidUrl(input: string, base?: string): Error {
  const error = errors().addCode(new TypeError('Invalid URL'), 'ERR_INVALID_URL') as Error & {
    input?: string;
    base?: string;
  };
  error.input = input;
  if (base !== undefined) error.base = base;
  return error;
}

function parsed(input: unknown, base: unknown): UrlRecord {
  const text = usv(input);
  if (base === undefined) {
    const record = parseUrl(text);
    if (record === undefined) throw invalidUrl(text);
    return record;
  }
  const baseText = usv(base);
  const from = parseUrl(baseText);
  const record = from && parseUrl(text, from);
  if (record === undefined) throw invalidUrl(text, baseText);
  return record;
}

/** The query's list follows the URL's query. */
function updateParams(state: UrlState): void {
  if (state.params !== undefined) queryOf(state.params).list = parseQuery(state.record.query ?? '');
}

/** Sets a part as the parser does in state, on a copy: what is wrong leaves the URL as it was. */
function assign(record: UrlRecord, text: string, state: State): void {
  const copy: UrlRecord = { ...record, path: typeof record.path === 'string' ? record.path : record.path.slice() };
  setPart(copy, text, state);
  Object.assign(record, copy);
}

const cannotHaveCredentials = (record: UrlRecord): boolean => !record.host || record.scheme === 'file';

function originOf(record: UrlRecord): string {
  if (record.scheme === 'blob') {
    const inner = parseUrl(pathText(record));
    return inner !== undefined && /^https?$/.test(inner.scheme) ? originOf(inner) : 'null';
  }
  return isSpecial(record) && record.scheme !== 'file' ? record.scheme + '://' + hostText(record) : 'null';
}

const inspectedParts = [
  'href',
  'origin',
  'protocol',
  'username',
  'password',
  'host',
  'hostname',
  'port',
  'pathname',
  'search',
  'searchParams',
  'hash',
] as const;

class URL {
  constructor(input: unknown, base?: unknown) {
    need(1, arguments.length, 'url');
    states.set(this, { record: parsed(input, base), params: undefined });
  }

  static canParse(input: unknown, base?: unknown): boolean {
    need(1, arguments.length, 'url');
    const from = base === undefined ? undefined : parseUrl(usv(base));
    return (base === undefined || from !== undefined) && parseUrl(usv(input), from) !== undefined;
  }

  toString(): string {
    return serializeUrl(stateOf(this).record);
  }

  get href(): string {
    return serializeUrl(stateOf(this).record);
  }
  set href(value: string) {
    const state = stateOf(this);
    state.record = parsed(value, undefined);
    updateParams(state);
  }

  get origin(): string {
    return originOf(stateOf(this).record);
  }

  get protocol(): string {
    return stateOf(this).record.scheme + ':';
  }
  set protocol(value: string) {
    assign(stateOf(this).record, usv(value) + ':', 'scheme start');
  }

  get username(): string {
    return stateOf(this).record.username;
  }
  set username(value: string) {
    const { record } = stateOf(this);
    if (!cannotHaveCredentials(record)) record.username = percentEncode(usv(value), USERINFO);
  }

  get password(): string {
    return stateOf(this).record.password;
  }
  set password(value: string) {
    const { record } = stateOf(this);
    if (!cannotHaveCredentials(record)) record.password = percentEncode(usv(value), USERINFO);
  }

  get host(): string {
    return hostText(stateOf(this).record);
  }
  set host(value: string) {
    const { record } = stateOf(this);
    if (typeof record.path !== 'string') setHost(record, usv(value), 'host');
  }

  get hostname(): string {
    return stateOf(this).record.host ?? '';
  }
  set hostname(value: string) {
    const { record } = stateOf(this);
    if (typeof record.path !== 'string') setHost(record, usv(value), 'hostname');
  }

  get port(): string {
    const { port } = stateOf(this).record;
    return port === null ? '' : String(port);
  }
  set port(value: string) {
    const { record } = stateOf(this);
    const text = usv(value);
    if (cannotHaveCredentials(record)) return;
    if (text === '') record.port = null;
    else assign(record, text, 'port');
  }

  get pathname(): string {
    return pathText(stateOf(this).record);
  }
  set pathname(value: string) {
    const { record } = stateOf(this);
    if (typeof record.path === 'string') return;
    record.path = [];
    assign(record, usv(value), 'path start');
  }

  get search(): string {
    const { query } = stateOf(this).record;
    return query ? '?' + query : '';
  }
  set search(value: string) {
    const state = stateOf(this);
    const text = usv(value);
    if (text === '') {
      state.record.query = null;
    } else {
      state.record.query = '';
      assign(state.record, text.replace(/^\?/, ''), 'query');
    }
    updateParams(state);
  }

  get searchParams(): URLSearchParams {
    const state = stateOf(this);
    if (state.params === undefined) {
      const params = (state.params = new URLSearchParams());
      const query = queryOf(params);
      query.list = parseQuery(state.record.query ?? '');
      query.changed = () => (state.record.query = query.list.length === 0 ? null : queryText(query.list));
    }
    return state.params;
  }

  get hash(): string {
    const { fragment } = stateOf(this).record;
    return fragment ? '#' + fragment : '';
  }
  set hash(value: string) {
    const { record } = stateOf(this);
    const text = usv(value);
    if (text === '') {
      record.fragment = null;
    } else {
      record.fragment = '';
      assign(record, text.replace(/^#/, ''), 'fragment');
    }
  }

  toJSON(): string {
    return serializeUrl(stateOf(this).record);
  }

  [inspect](depth: number, options: object, show: Inspect): string | URL {
    if (depth < 0) return this;
    const parts: { [name: string]: unknown } = {};
    for (const name of inspectedParts) parts[name] = this[name];
    return this.constructor.name + ' ' + show(parts, options);
  }
}

/** Unlike other parts, a host that was set stays even if the port after it is wrong. */
function setHost(record: UrlRecord, text: string, state: State): void {
  setPart(record, text, state);
}

enumerable(URL.prototype);
Object.defineProperties(URL.prototype, {
  [Symbol.toStringTag]: { value: 'URL', configurable: true },
});

/** What `url.format()` makes of a URL. */
function serialized(url: URL, options: SerializeOptions): string {
  return serializeUrl(stateOf(url).record, options);
}

const isURL = (value: unknown): value is URL => states.has(Object(value) as object);

export { URL, URLSearchParams, serialized, isURL };
