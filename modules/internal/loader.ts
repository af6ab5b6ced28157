/**
 * `require`. Built-in modules are loaded when they are first asked for; the app's own files are in one image already,
 * so what an app asks of `require` here is a built-in module.
 */
import type { BuiltinFunction } from '../../typings/native/process';

interface Module {
  id: string;
  exports: any;
}

export interface Require {
  (id: string): any;
  main: object | undefined;
  cache: { [id: string]: object };
  resolve(id: string): string;
}

const NATIVE = 'internal/native';
/** "native:" and NATIVE_NAME_MAX bytes. */
const NATIVE_LONGEST = 30;
const binding = native('process');
const loaded: { [id: string]: Module } = Object.create(null);

/** Runs the built-in module id at its first call; undefined when there is none. Cycles see what is exported so far. */
function load(id: string): Module | undefined {
  let module: Module | undefined = loaded[id];
  if (module === undefined) {
    const run: BuiltinFunction | undefined = binding.loadModule(id);
    if (run === undefined) return undefined;
    module = { id: id, exports: {} };
    loaded[id] = module;
    let done = false;
    try {
      run(module.exports, requireBuiltin, module, native);
      done = true;
    } finally {
      if (!done) delete loaded[id];
    }
  }
  return module;
}

/** The `require` of built-in modules: ids below modules/, "internal/…" too. */
export function requireBuiltin(id: string): any {
  const module = load(id);
  if (module === undefined) throw new Error('This firmware has no built-in module ' + id);
  return module.exports;
}

/** Names that an app may require, sorted. */
export function publicNames(): string[] {
  return binding
    .moduleNames()
    .filter(function (id) {
      return id.slice(0, 9) !== 'internal/';
    })
    .sort();
}

function notFound(request: string): Error {
  const requirer = '/' + binding.entry;
  const error: any = new Error(
    "Cannot find module '" +
      request +
      "'\nRequire stack:\n- " +
      requirer +
      '\nBuilt-in modules are: ' +
      publicNames().join(', '),
  );
  error.code = 'MODULE_NOT_FOUND';
  error.requireStack = [requirer];
  return error;
}

/** The id of what an app asks for; throws as Node does when there is none. */
function resolve(request: unknown): string {
  if (typeof request !== 'string' || request === '') {
    const errors = requireBuiltin('internal/errors') as typeof import('./errors');
    if (typeof request !== 'string') throw errors.ERR_INVALID_ARG_TYPE('id', 'string', request);
    throw errors.ERR_INVALID_ARG_VALUE('id', request, 'must be a non-empty string');
  }
  const scheme = request.slice(0, 5) === 'node:';
  const id = scheme ? request.slice(5) : request;
  const exposed = id.slice(0, 9) !== 'internal/' || binding.env.TINYGRAM_EXPOSE_INTERNALS === '1';
  if (exposed && (loaded[id] !== undefined || binding.moduleNames().indexOf(id) >= 0)) return id;
  if (!scheme) throw notFound(request);
  const errors = requireBuiltin('internal/errors') as typeof import('./errors');
  throw errors.addCode(new Error('No such built-in module: ' + request), 'ERR_UNKNOWN_BUILTIN_MODULE');
}

/** What an app gets by "native:" and a name: a module in C of the firmware's builder (runtime/core/native.h). */
function nativeModule(request: string): any {
  const module = request.length > NATIVE_LONGEST ? undefined : (native as (name: string) => any)(request);
  if (module === undefined) throw notFound(request);
  return module;
}

/** The `require` that the app's function gets. For tests of internals it gives the native bindings too. */
export function appRequire(main: object): Require {
  if (binding.env.TINYGRAM_EXPOSE_INTERNALS === '1') loaded[NATIVE] = { id: NATIVE, exports: native };
  const require = function (request: string) {
    /* Library modules, which are in the app's image, ask so; to an app the build never leaves such a name. */
    if (request === '#native') return native;
    if (typeof request === 'string' && request[0] === '#') return requireBuiltin(request.slice(1));
    if (typeof request === 'string' && request.slice(0, 7) === 'native:') return nativeModule(request);
    return requireBuiltin(resolve(request));
  } as Require;
  require.main = main;
  require.cache = Object.create(null);
  require.resolve = function (request: string) {
    const id = resolve(request);
    return request.slice(0, 5) === 'node:' ? request : id;
  };
  return require;
}
