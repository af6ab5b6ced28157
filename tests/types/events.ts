/** Compiles against our typings and against @types/node 18. */
import EventEmitter, { getEventListeners, on, once } from 'node:events';
import * as events from 'events';

class Mine extends EventEmitter {
  constructor() {
    super({ captureRejections: true });
  }
  go(): boolean {
    return this.emit('x', 1, 2);
  }
}

const mine = new Mine();
mine
  .on('x', (a: number) => a)
  .once('y', () => undefined)
  .off('x', () => undefined)
  .setMaxListeners(3);
mine.prependListener(EventEmitter.errorMonitor, (error: Error) => error.message);
// @ts-expect-error a listener is a function
mine.on('x', 5);
export const names: Array<string | symbol> = mine.eventNames();
export const listeners: number = getEventListeners(mine, 'x').concat(mine.rawListeners('x')).length;
export const count: number = mine.listenerCount('x') + events.EventEmitter.listenerCount(mine, 'x');
export const plain: NodeJS.EventEmitter = mine;
export const same: events.EventEmitter = new events.EventEmitter();
export const first: Promise<number> = once(mine, 'x', { signal: AbortSignal.abort() }).then((args) => args.length);
export async function sum(): Promise<number> {
  let total = 0;
  for await (const [a] of on(mine, 'x')) total += a;
  return total;
}
EventEmitter.defaultMaxListeners = 5;
EventEmitter.setMaxListeners(5, mine);
