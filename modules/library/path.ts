/** Node 18's `path`, for POSIX paths. */
import { validateObject, validateString } from '#internal/validators';

const SLASH = 47;

/** The parts of path between slashes, without "." and, where a name is before it, "..". */
function normalParts(path: string, absolute: boolean): string[] {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts[parts.length - 1] !== '..') parts.pop();
    else if (!absolute) parts.push('..');
  }
  return parts;
}

const isRooted = (path: string): boolean => path.charCodeAt(0) === SLASH;

function resolve(...paths: string[]): string {
  let joined = '';
  for (let i = paths.length - 1; i >= 0 && !isRooted(joined); i--) {
    validateString(paths[i], 'path');
    if (paths[i].length > 0) joined = paths[i] + '/' + joined;
  }
  if (!isRooted(joined)) joined = process.cwd() + '/' + joined;
  return '/' + normalParts(joined, true).join('/');
}

function normalize(path: string): string {
  validateString(path, 'path');
  if (path === '') return '.';
  const absolute = isRooted(path);
  let normal = normalParts(path, absolute).join('/');
  if (normal === '' && !absolute) normal = '.';
  if (normal !== '' && path.charCodeAt(path.length - 1) === SLASH) normal += '/';
  return absolute ? '/' + normal : normal;
}

function isAbsolute(path: string): boolean {
  validateString(path, 'path');
  return isRooted(path);
}

function join(...paths: string[]): string {
  for (const path of paths) validateString(path, 'path');
  return normalize(paths.filter((path) => path !== '').join('/'));
}

function relative(from: string, to: string): string {
  validateString(from, 'from');
  validateString(to, 'to');
  const here = resolve(from).split('/').filter(Boolean);
  const there = resolve(to).split('/').filter(Boolean);
  let same = 0;
  while (same < here.length && here[same] === there[same]) same++;
  return [...here.slice(same).map(() => '..'), ...there.slice(same)].join('/');
}

/** Where the last name of path ends: before slashes at its end. */
function nameEnd(path: string): number {
  let end = path.length;
  while (end > 0 && path.charCodeAt(end - 1) === SLASH) end--;
  return end;
}

function dirname(path: string): string {
  validateString(path, 'path');
  if (path === '') return '.';
  const slash = path.lastIndexOf('/', nameEnd(path) - 1);
  if (nameEnd(path) === 0) return '/';
  if (slash < 0) return '.';
  if (slash === 0) return '/';
  // Only the slash before the name goes: 'a//b' is in 'a/'. At the root two slashes stay.
  return slash === 1 && isRooted(path) ? '//' : path.slice(0, slash);
}

function basename(path: string, suffix?: string): string {
  if (suffix !== undefined) validateString(suffix, 'ext');
  validateString(path, 'path');
  const end = nameEnd(path);
  const name = path.slice(path.lastIndexOf('/', end - 1) + 1, end);
  if (suffix === undefined || suffix === '' || !name.endsWith(suffix)) return name;
  return name !== suffix ? name.slice(0, -suffix.length) : suffix === path ? '' : name;
}

/** Where the extension of name begins, its length when there is none. */
function extensionStart(name: string): number {
  const dot = name.lastIndexOf('.');
  return dot <= 0 || name === '..' ? name.length : dot;
}

function extname(path: string): string {
  validateString(path, 'path');
  const name = basename(path);
  return name.slice(extensionStart(name));
}

interface Parsed {
  root: string;
  dir: string;
  base: string;
  ext: string;
  name: string;
}

function format(parsed: Partial<Parsed>): string {
  validateObject(parsed, 'pathObject');
  const dir = parsed.dir || parsed.root;
  const base = parsed.base || (parsed.name || '') + (parsed.ext || '');
  if (!dir) return base;
  return dir === parsed.root ? dir + base : dir + '/' + base;
}

function parse(path: string): Parsed {
  validateString(path, 'path');
  const end = nameEnd(path);
  const start = path.lastIndexOf('/', end - 1) + 1;
  const base = path.slice(start, end);
  const dot = extensionStart(base);
  const root = isRooted(path) ? '/' : '';
  const dir = end === 0 ? root : start > 1 ? path.slice(0, start - 1) : path.slice(0, start);
  return { root, dir, base, ext: base.slice(dot), name: base.slice(0, dot) };
}

const path = {
  resolve,
  normalize,
  isAbsolute,
  join,
  relative,
  toNamespacedPath: (path: string): string => path,
  dirname,
  basename,
  extname,
  format,
  parse,
  sep: '/' as const,
  delimiter: ':' as const,
};

interface PosixPath extends Readonly<typeof path> {
  posix: PosixPath;
}

export = Object.assign(path, { posix: path }) as PosixPath;
