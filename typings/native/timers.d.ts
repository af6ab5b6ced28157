/** runtime/bindings/timers.c */
export interface TimersBinding {
  Timer: {
    /** Calls run(handle) on the loop when due. */
    new (run: (handle: TimerHandle) => void): TimerHandle;
  };
  /** Milliseconds of the loop's present time, from boot. */
  now(): number;
  /** Called once by the bootstrap: runImmediates is called by the loop in the immediates phase while
   * immediateInfo[0] (how many wait) is above 0; immediateInfo[1] counts the referenced ones and keeps the loop alive. */
  setup(runImmediates: () => void, immediateInfo: Uint32Array): void;
}
export interface TimerHandle {
  /** ms is an integer from 1 to 2147483647. Restarts when armed. Returns 0 or ENOMEM's code. */
  start(ms: number): number;
  stop(): void;
  setRef(on: boolean): void;
}
