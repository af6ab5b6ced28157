/** runtime/bindings/timers.c. A timer is any object of script's; its native part is made when it is first started. */
export interface TimersBinding {
  /**
   * Once. runTimer is called for a timer that is due, after it was disarmed. runImmediate takes the oldest
   * immediate off and runs it. info is [waiting, referenced, turn, runnable], see struct loop_immediates in
   * runtime/core/loop.h.
   */
  setup(runTimer: (timer: object) => void, runImmediate: () => void, info: Uint32Array): void;
  /** Arms timer, or moves it when armed, to ms from now (0 to 4294967295). Returns 0, or ENOMEM's number when
   * CONFIG_TIMERS are armed. An armed timer is not collected. */
  start(timer: object, ms: number): number;
  /** Disarms; harmless on one that is not armed. */
  stop(timer: object): void;
  /** Whether timer, which has been started before, keeps the program running while armed; true at first. */
  setRef(timer: object, on: boolean): void;
  /** CONFIG_TIMERS: how many may be armed at once. */
  readonly limit: number;
  /** Milliseconds on the loop's clock, whole and never going back. */
  now(): number;
}
