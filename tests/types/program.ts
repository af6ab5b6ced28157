/** process, console, os, timers and the globals. Compiles against our typings and against @types/node 18. */
import * as os from 'os';
import console2 from 'node:console';
import process2 from 'node:process';
import { setTimeout as sleep } from 'timers/promises';
import * as timers from 'node:timers';

for (const list of Object.values(os.networkInterfaces()))
  for (const one of list ?? []) if (one.family === 'IPv6') console.log(one.scopeid + 1, one.cidr);
export const memory: number = os.totalmem() - os.freemem() + process.memoryUsage().rss;
export const timer: NodeJS.Timeout = setTimeout((a: number) => a, 10, 5)
  .unref()
  .ref()
  .refresh();
clearTimeout(timer);
export const immediate: NodeJS.Immediate = setImmediate(() => undefined);
timers.clearImmediate(immediate);
export const slept: Promise<number> = sleep(5, 'v', { signal: new AbortController().signal }).then((v) => v.length);
queueMicrotask(() => undefined);
process.on('exit', (code: number) => code);
process.on('uncaughtException', (error, origin) => `${error.message} ${origin}`);
process.on('warning', (warning) => warning.name);
process.once('unhandledRejection', (reason) => reason);
process.nextTick((a: number) => a, 1);
process.stdout.write('x');
process.emitWarning('old', { type: 'DeprecationWarning', code: 'DEP1' });
process2.exitCode = 3;
export const time: bigint = process.hrtime.bigint();
console2.log(process.uptime(), process.env.X, process.argv[2], process.version, process.pid);
console.table([{ a: 1 }], ['a']);
console.dir({}, { depth: 1 });
if (process.send) process.send({ a: 1 });

const controller = new AbortController();
controller.signal.addEventListener('abort', () => undefined, { once: true });
controller.signal.onabort = () => undefined;
controller.abort('x');
export const aborted: boolean = AbortSignal.timeout(5).aborted || AbortSignal.abort().aborted;
export const sent: boolean = new EventTarget().dispatchEvent(new Event('x', { cancelable: true }));
export const error: NodeJS.ErrnoException = Object.assign(new Error('x'), { code: 'X' });
// @ts-expect-error a callback is a function
setTimeout('text', 5);
// @ts-expect-error an exit code is a number
process.exit({});
