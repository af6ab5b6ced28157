/** runtime/bindings/events.c: the way from emit() to a lone listener, the runtime's hottest. */
export interface EventsBinding {
  /**
   * Makes `EventEmitter.prototype.emit`: calls `this._events[type]` with the arguments when it is a function and
   * returns true; all else is slow's to do, called with the same `this` and arguments. Exceptions pass through.
   * After watchResults(), an object that the listener returns goes to watch. Once per program.
   */
  makeEmit(
    slow: (this: any, type: string | symbol, ...args: any[]) => boolean,
    watch: (emitter: object, result: any, type: string | symbol, args: any[]) => void,
  ): (type: string | symbol, ...args: any[]) => boolean;
  watchResults(): void;
}
