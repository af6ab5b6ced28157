/**
 * The contract between modules/ (TypeScript) and runtime/bindings/ (C): `native(name)` gives the binding's
 * object. Functions that can fail return a negative code of runtime/core/errors.h; C throws only TypeErrors
 * for wrong argument types, which a module never lets happen.
 */
import type { DgramBinding } from './dgram';
import type { DnsBinding } from './dns';
import type { TimersBinding } from './timers';
import type { ProcessBinding } from './process';
import type { ConsoleBinding } from './console';
import type { OsBinding } from './os';
import type { BufferBinding } from './buffer';
import type { EventsBinding } from './events';
import type { UtilBinding } from './util';
import type { TinygramBinding } from './tinygram';

declare global {
  function native(name: 'dgram'): DgramBinding;
  function native(name: 'dns'): DnsBinding;
  function native(name: 'timers'): TimersBinding;
  function native(name: 'process'): ProcessBinding;
  function native(name: 'console'): ConsoleBinding;
  function native(name: 'os'): OsBinding;
  function native(name: 'buffer'): BufferBinding;
  function native(name: 'events'): EventsBinding;
  function native(name: 'util'): UtilBinding;
  function native(name: 'tinygram'): TinygramBinding;
}
