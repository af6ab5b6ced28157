/**
 * The first script that runs. It is called without `require`, loads the loader, tells native code what to call, and
 * makes the globals, which load their modules when they are first used: a program pays for what it touches.
 */
import type { Hooks } from './hooks';

const binding = native('process');

function first<T extends object>(id: string): T {
  const module = { exports: {} as T };
  const run = binding.loadModule(id);
  if (run === undefined) throw new Error('This firmware has no built-in module ' + id);
  run(module.exports, undefined, module, native);
  return module.exports;
}

const loader = first<typeof import('./loader')>('internal/loader');
const load = loader.requireBuiltin;
const hooks = (load('internal/hooks') as { hooks: Hooks }).hooks;

/* ---- what native code calls ------------------------------------------------------------------------------ */

function runMain(): void {
  const main = binding.loadApp();
  const filename = '/' + binding.entry;
  const module = { id: '.', path: '/', exports: {}, filename: filename, loaded: false, children: [], paths: [] };
  main.call(module.exports, module.exports, loader.appRequire(module), module, filename, '/');
  module.loaded = true;
}

function onBadTick(callback: unknown): never {
  const errors = load('internal/errors') as typeof import('./errors');
  throw errors.ERR_INVALID_ARG_TYPE('callback', 'Function', callback);
}

function onRejection(promise: Promise<unknown>, reason: unknown): void {
  if (hooks.rejection !== undefined && hooks.rejection(reason, promise)) return;
  if (reason instanceof Error) throw reason;
  const errors = load('internal/errors') as typeof import('./errors');
  throw errors.addCode(
    new Error(
      'This error originated either by throwing inside of an async function without a ' +
        'catch block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the ' +
        'reason "' +
        errors.show(reason) +
        '".',
    ),
    'ERR_UNHANDLED_REJECTION',
  );
}

binding.setup({
  runMain: runMain,
  onBadTick: onBadTick,
  onUncaught: function (error, fromPromise) {
    return hooks.uncaught === undefined ? 1 : hooks.uncaught(error, fromPromise);
  },
  onRejection: onRejection,
  onRejectionHandled: function (promise) {
    if (hooks.rejectionHandled !== undefined) hooks.rejectionHandled(promise);
  },
  onBeforeExit: function () {
    if (hooks.beforeExit !== undefined) hooks.beforeExit();
  },
  onExit: function () {
    return hooks.exit === undefined ? 0 : hooks.exit();
  },
  onChannel: function (line) {
    if (hooks.message !== undefined) hooks.message(line);
  },
  onChannelClosed: function () {
    if (hooks.disconnected !== undefined) hooks.disconnected();
  },
  describe: function (error) {
    return (load('internal/inspect') as { inspect(value: unknown): string }).inspect(error);
  },
  require: load,
});

/* ---- globals ----------------------------------------------------------------------------------------------- */

const target = globalThis as unknown as { [name: string]: unknown };

function define(name: string, value: unknown): void {
  Object.defineProperty(target, name, { value: value, writable: true, configurable: true });
}

/** A global that loads module id when it is first read; property: of the module's exports, else all of them. */
function lazy(name: string, id: string, property?: string): void {
  Object.defineProperty(target, name, {
    get: function () {
      const exported = load(id);
      const value = property === undefined ? exported : exported[property];
      define(name, value);
      return value;
    },
    set: function (value: unknown) {
      define(name, value);
    },
    configurable: true,
  });
}

if (typeof String.prototype.normalize !== 'function') {
  Object.defineProperty(String.prototype, 'normalize', {
    value: function (this: unknown, form?: unknown) {
      return (load('internal/normal_form') as typeof import('./normal_form')).normalForm(String(this), form);
    },
    writable: true,
    configurable: true,
  });
}
define('global', globalThis);
Object.defineProperty(target, Symbol.toStringTag, { value: 'global', configurable: true });
lazy('process', 'process');
lazy('console', 'console');
lazy('Buffer', 'buffer', 'Buffer');
for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'])
  lazy(name, 'timers', name);
lazy('queueMicrotask', 'internal/microtask', 'queueMicrotask');
for (const name of ['AbortController', 'AbortSignal']) lazy(name, 'internal/abort', name);
for (const name of ['Event', 'EventTarget']) lazy(name, 'internal/event_target', name);
lazy('DOMException', 'internal/dom_exception', 'DOMException');
for (const name of ['TextEncoder', 'TextDecoder']) lazy(name, 'internal/text', name);
