/** runtime/bindings/process.c */
export interface ProcessBinding {
  /**
   * Called once by the bootstrap. runTicks empties the nextTick queue; C calls it after each callback while
   * tickInfo[0] is not 0. onUncaught(error, fromPromise) returns true when a listener took it.
   * onExit(code) emits 'exit' and returns the code to end with. onBeforeExit() runs when the loop is empty.
   */
  setup(hooks: {
    runTicks(): void;
    tickInfo: Uint8Array;
    onUncaught(error: unknown, fromPromise: boolean): boolean;
    onBeforeExit(code: number): void;
    onExit(code: number): number;
    onChannel(line: string): void;
    onChannelClosed(): void;
  }): void;
  readonly argv: string[];
  readonly env: Record<string, string>;
  readonly platform: string;
  readonly arch: string;
  readonly board: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly version: string;
  /** Ends the program; nothing after it runs, not even a `finally`. */
  exit(code: number): never;
  /** Microseconds from boot. */
  uptimeUs(): number;
  memoryUsage(): { rss: number; heapTotal: number; heapUsed: number; external: number; arrayBuffers: number };
  /** Runs a garbage collection. */
  gc(): void;
  /** [number, name, message] of each code in runtime/core/errors.h. */
  errors(): Array<[number, string, string]>;
  /** Runs the built-in module's precompiled code; undefined when there is no such module. */
  loadModule(id: string): ((exports: object, require: unknown, module: object, native: unknown) => void) | undefined;
  moduleNames(): string[];
  /** Runs the app image's code: the function of runtime/core/image.h. */
  loadApp(): (exports: object, require: unknown, module: object, filename: string, dirname: string) => void;
  readonly entry: string;
  /** The channel to the harness (port.h): false where there is none. */
  channelPresent(): boolean;
  /** Writes text and a newline; text has no newline. */
  channelWrite(text: string): void;
  /** Keeps the loop alive for channel messages. */
  channelRef(on: boolean): void;
}
