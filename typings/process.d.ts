/**
 * `process`, with the API of Node 18, as far as a device has one.
 *
 * Differences from Node: `platform` is `'tinygram'`; `argv` has two names first, as in Node, then the app's arguments;
 * `stdout` and `stderr` only write, at once; `send()` and `'message'` are there when the board was started with a
 * channel; no signals, users, working directory to change, or `stdin`. Where the engine has no `Proxy`, what is
 * assigned to a property of `env` stays what it is; elsewhere it becomes text.
 */
declare module 'process' {
  global {
    var process: NodeJS.Process;

    namespace NodeJS {
      interface MemoryUsage {
        rss: number;
        /** Of the script heap; NaN where JerryScript is built without memory statistics. */
        heapTotal: number;
        heapUsed: number;
        external: number;
        arrayBuffers: number;
      }
      interface MemoryUsageFn {
        (): MemoryUsage;
        rss(): number;
      }
      interface HRTime {
        /** [seconds, nanoseconds] since some time, or since an earlier answer. */
        (time?: [number, number]): [number, number];
        bigint(): bigint;
      }
      interface ProcessVersions extends Dict<string> {
        node: string;
      }
      interface ProcessRelease {
        name: string;
      }
      interface ProcessEnv extends Dict<string> {}
      interface EmitWarningOptions {
        type?: string | undefined;
        code?: string | undefined;
        ctor?: Function | undefined;
        detail?: string | undefined;
      }
      interface ConsoleStream extends EventEmitter {
        fd: 1 | 2;
        isTTY: boolean;
        writable: boolean;
        write(chunk: Uint8Array | string, cb?: (err?: Error | null) => void): boolean;
        write(str: Uint8Array | string, encoding?: BufferEncoding, cb?: (err?: Error | null) => void): boolean;
        end(chunk?: Uint8Array | string, cb?: () => void): this;
      }
      type UncaughtExceptionOrigin = 'uncaughtException' | 'unhandledRejection';
      type ExitListener = (code: number) => void;
      type UncaughtExceptionListener = (error: Error, origin: UncaughtExceptionOrigin) => void;
      type UnhandledRejectionListener = (reason: unknown, promise: Promise<unknown>) => void;
      type RejectionHandledListener = (promise: Promise<unknown>) => void;
      type WarningListener = (warning: Error) => void;
      type MessageListener = (message: unknown, sendHandle: unknown) => void;

      interface Process extends EventEmitter {
        stdout: ConsoleStream;
        stderr: ConsoleStream;
        argv: string[];
        argv0: string;
        execArgv: string[];
        execPath: string;
        env: ProcessEnv;
        /** What the program ends with, unless exit() says otherwise. */
        exitCode?: number | undefined;
        readonly version: string;
        readonly versions: ProcessVersions;
        readonly release: ProcessRelease;
        readonly pid: number;
        readonly ppid: number;
        readonly arch: string;
        readonly platform: string;
        title: string;
        /** Empty: what Node says there of its own build. */
        readonly features: object;
        readonly config: { target_defaults: object; variables: object };
        noDeprecation?: boolean | undefined;
        /** A deprecation is thrown on the next tick; it is not printed. */
        throwDeprecation?: boolean | undefined;
        /** Deprecations are printed with their stack. */
        traceDeprecation?: boolean | undefined;
        abort(): never;
        /** Ends the program after 'exit'; nothing after it runs. */
        exit(code?: number): never;
        cwd(): string;
        emitWarning(warning: string | Error, ctor?: Function): void;
        emitWarning(warning: string | Error, type?: string, ctor?: Function): void;
        emitWarning(warning: string | Error, type?: string, code?: string, ctor?: Function): void;
        emitWarning(warning: string | Error, options?: EmitWarningOptions): void;
        /** Runs callback before anything else that waits. */
        nextTick(callback: Function, ...args: any[]): void;
        /** Seconds. */
        uptime(): number;
        hrtime: HRTime;
        memoryUsage: MemoryUsageFn;
        setUncaughtExceptionCaptureCallback(cb: ((err: Error) => void) | null): void;
        hasUncaughtExceptionCaptureCallback(): boolean;
        /** There when the board was started with a channel. */
        send?(message: any, callback?: (error: Error | null) => void): boolean;
        connected: boolean;
        /** Whether the channel keeps the program running; without a call of these a listener for messages does. */
        channel?: { ref(): void; unref(): void; hasRef(): boolean } | undefined;
        disconnect(): void;

        on(event: 'beforeExit' | 'exit', listener: ExitListener): this;
        on(event: 'uncaughtException' | 'uncaughtExceptionMonitor', listener: UncaughtExceptionListener): this;
        on(event: 'unhandledRejection', listener: UnhandledRejectionListener): this;
        on(event: 'rejectionHandled', listener: RejectionHandledListener): this;
        on(event: 'warning', listener: WarningListener): this;
        on(event: 'message', listener: MessageListener): this;
        on(event: 'disconnect', listener: () => void): this;
        on(event: string | symbol, listener: (...args: any[]) => void): this;
        once(event: 'beforeExit' | 'exit', listener: ExitListener): this;
        once(event: 'uncaughtException' | 'uncaughtExceptionMonitor', listener: UncaughtExceptionListener): this;
        once(event: 'unhandledRejection', listener: UnhandledRejectionListener): this;
        once(event: 'rejectionHandled', listener: RejectionHandledListener): this;
        once(event: 'warning', listener: WarningListener): this;
        once(event: 'message', listener: MessageListener): this;
        once(event: 'disconnect', listener: () => void): this;
        once(event: string | symbol, listener: (...args: any[]) => void): this;
      }
    }
  }
  export = process;
}
declare module 'node:process' {
  import process = require('process');
  export = process;
}
