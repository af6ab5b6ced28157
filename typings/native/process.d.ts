/** runtime/bindings/process.c */
export interface ProcessBinding {
  /** Called once, by the bootstrap. C calls these; each may throw, which is an uncaught exception. */
  setup(hooks: ProcessHooks): void;
  /** The app's arguments at boot, without program and entry name. */
  readonly argv: string[];
  readonly env: Record<string, string>;
  /** "qemu-arm", "qemu-riscv", "host", "esp32" */
  readonly port: string;
  readonly arch: string;
  readonly board: string;
  readonly engine: string;
  readonly engineVersion: string;
  /** Of Tinygram. */
  readonly version: string;
  /** The name of the app in stack frames. */
  readonly entry: string;
  /** Ends the program; nothing after it runs, not even a `finally`. The code's lowest 8 bits count. */
  exit(code: number): never;
  /** process.nextTick itself; ends in onBadTick() for what is no function. */
  nextTick(callback: (...args: any[]) => void, ...args: any[]): void;
  /** nextTick callbacks and promise jobs that wait run now: between callbacks of one event. */
  drain(): void;
  /** Treats error as an uncaught exception; returns when a listener took it. */
  uncaught(error: unknown): void;
  /** Microseconds since script started. */
  uptimeUs(): number;
  /** Nanoseconds on a clock with an arbitrary start that never goes back, as fine as the port's. */
  timeNs(): number;
  /** Bytes; arrayBuffers are those outside the heap. */
  memoryUsage(): { rss: number; heapTotal: number; heapUsed: number; heapPeak: number; arrayBuffers: number };
  /** Runs a garbage collection. */
  gc(): void;
  /** [number, name, message] of each code in runtime/core/errors.h. */
  errors(): Array<[number, string, string]>;
  /** Runs the built-in module's precompiled code; undefined when there is no such module. */
  loadModule(id: string): BuiltinFunction | undefined;
  moduleNames(): string[];
  /** Runs the app image's code: the function of runtime/core/image.h. */
  loadApp(): (exports: object, require: unknown, module: object, filename: string, dirname: string) => void;
  /** The channel to the harness (port.h): false where there is none. */
  channelPresent(): boolean;
  /** Starts to hand lines to onChannel. */
  channelOpen(): void;
  /** Tells the other end that this one is done (an EOT byte, which may come from there too), and stops reading. */
  channelClose(): void;
  /** Writes text and a newline; text has no newline. */
  channelWrite(text: string): void;
  /** Whether the open channel keeps the program running; false at first. */
  channelRef(on: boolean): void;
}

export type BuiltinFunction = (exports: object, require: unknown, module: object, native: unknown) => void;

export interface ProcessHooks {
  /** Runs the app's main function. */
  runMain(): void;
  /** nextTick() was called with something that is no function: throws. */
  onBadTick(callback: unknown): never;
  /** true when a listener took it, else the code to end with after C has reported error. */
  onUncaught(error: unknown, fromPromise: boolean): true | number;
  /** A promise was rejected and has no handler after all jobs have run; a throw makes it an uncaught exception. */
  onRejection(promise: Promise<unknown>, reason: unknown): void;
  /** It got one after onRejection(). */
  onRejectionHandled(promise: Promise<unknown>): void;
  /** The loop is empty. */
  onBeforeExit(): void;
  /** Emits 'exit'; returns the code to end with. */
  onExit(): number;
  /** One line from the channel. */
  onChannel(line: string): void;
  onChannelClosed(): void;
  /** A thrown value as text for people. */
  describe(error: unknown): string;
  /** What a built-in module exports, for C that makes its objects. */
  require(id: string): unknown;
}
