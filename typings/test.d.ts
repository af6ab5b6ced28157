/**
 * `test`, after Node 20's `node:test`: tests of an app, which `tinygram test` runs on boards. A library module: it is
 * in the image of a file that requires it.
 *
 * Differences from Node: a test may have a `budget`, and `lab` starts further boards and sets the network's conditions.
 * `only` needs no option: where a file has such tests, the others are skipped. `describe()` takes a function that does
 * not wait. When all tests have ended the program ends, whatever is still open. `mock` has `fn()`, `method()` and
 * `timers`; no snapshots, `plan`, `signal` and concurrency.
 */
declare module 'test' {
  function test(name?: string, fn?: test.TestFn): Promise<void>;
  function test(name?: string, options?: test.TestOptions, fn?: test.TestFn): Promise<void>;
  function test(options?: test.TestOptions, fn?: test.TestFn): Promise<void>;
  function test(fn?: test.TestFn): Promise<void>;

  namespace test {
    type TestFn = (t: TestContext, done: (error?: unknown) => void) => void | Promise<void>;
    type SuiteFn = (s: SuiteContext) => void;
    type HookFn = (t: TestContext | SuiteContext, done: (error?: unknown) => void) => void | Promise<void>;

    interface Budget {
      /**
       * Instructions that the function may take, on the emulated boards; not counted on others. The test then runs on a
       * board of its own that counts, without a network, and its function does not wait: the count is the same in
       * every run.
       */
      instructions?: number | undefined;
      /** Bytes of the script heap that the function may leave behind, after a collection; counted in the same way. */
      heap?: number | undefined;
      /** Bytes that the image of the project's app (src/app.ts) may have. */
      image?: number | undefined;
    }
    interface TestOptions {
      only?: boolean | undefined;
      skip?: boolean | string | undefined;
      todo?: boolean | string | undefined;
      /** Milliseconds; without it the whole file has a limit alone (`tinygram test --timeout`). */
      timeout?: number | undefined;
      budget?: Budget | undefined;
    }
    interface HookOptions {
      timeout?: number | undefined;
    }
    interface SuiteContext {
      readonly name: string;
    }
    interface TestContext {
      readonly name: string;
      readonly fullName: string;
      /** Taken back when the test has ended. */
      readonly mock: Mock;
      diagnostic(message: string): void;
      skip(message?: string): void;
      todo(message?: string): void;
      /** A test inside of this one. */
      test(name?: string, fn?: TestFn): Promise<void>;
      test(name?: string, options?: TestOptions, fn?: TestFn): Promise<void>;
      before(fn: HookFn, options?: HookOptions): void;
      after(fn: HookFn, options?: HookOptions): void;
      beforeEach(fn: HookFn, options?: HookOptions): void;
      afterEach(fn: HookFn, options?: HookOptions): void;
    }

    interface TestRegistrar {
      (name?: string, fn?: TestFn): Promise<void>;
      (name?: string, options?: TestOptions, fn?: TestFn): Promise<void>;
      (options?: TestOptions, fn?: TestFn): Promise<void>;
      (fn?: TestFn): Promise<void>;
    }
    interface SuiteRegistrar {
      (name?: string, fn?: SuiteFn): Promise<void>;
      (name?: string, options?: TestOptions, fn?: SuiteFn): Promise<void>;
    }
    interface Variants<T> {
      skip: T;
      only: T;
      todo: T;
    }
    const skip: TestRegistrar;
    const only: TestRegistrar;
    const todo: TestRegistrar;
    const test: TestRegistrar & Variants<TestRegistrar>;
    const it: TestRegistrar & Variants<TestRegistrar>;
    const describe: SuiteRegistrar & Variants<SuiteRegistrar>;
    const suite: SuiteRegistrar & Variants<SuiteRegistrar>;
    function before(fn: HookFn, options?: HookOptions): void;
    function after(fn: HookFn, options?: HookOptions): void;
    function beforeEach(fn: HookFn, options?: HookOptions): void;
    function afterEach(fn: HookFn, options?: HookOptions): void;

    type MockedApi = 'setTimeout' | 'setInterval' | 'setImmediate' | 'Date';
    interface MockTimers {
      enable(options?: { apis?: MockedApi[] | undefined; now?: number | Date | undefined }): void;
      /** Lets milliseconds pass; what is due runs before it returns. */
      tick(milliseconds?: number): void;
      runAll(): void;
      setTime(milliseconds: number): void;
      reset(): void;
    }
    interface MockCall {
      arguments: any[];
      result: any;
      error: unknown;
      this: unknown;
    }
    interface MockFunctionContext {
      readonly calls: MockCall[];
      callCount(): number;
      resetCalls(): void;
      restore(): void;
      mockImplementation(implementation: (...args: any[]) => any): void;
      mockImplementationOnce(implementation: (...args: any[]) => any, onCall?: number): void;
    }
    type MockFunction<F extends (...args: any[]) => any> = F & { mock: MockFunctionContext };
    interface Mock {
      readonly timers: MockTimers;
      fn<F extends (...args: any[]) => any = (...args: any[]) => any>(
        original?: F,
        implementation?: (...args: any[]) => any,
      ): MockFunction<F>;
      method<T extends object, K extends keyof T>(
        object: T,
        name: K,
        implementation?: (...args: any[]) => any,
      ): MockFunction<T[K] extends (...args: any[]) => any ? T[K] : never>;
      reset(): void;
      restoreAll(): void;
    }
    const mock: Mock;

    /** A further board of the laboratory. */
    interface LabBoard extends NodeJS.EventEmitter {
      readonly name: string;
      readonly address: string;
      readonly address6: string;
      /** Resolves with the match once its console has shown the pattern, from its start on; 10 seconds at most. */
      waitFor(pattern: RegExp | string, timeout?: number): Promise<string[]>;
      /** All that its console has shown. */
      output(): Promise<string>;
      /** For its `process.on('message')`; what it gives to `process.send()` is the event 'message' here. */
      send(message: unknown): Promise<void>;
      /** Starts it again from its image. */
      reset(): Promise<void>;
      /** Ends it, as when its power goes. */
      stop(): Promise<void>;
      /** Resolves with its exit code when it has ended. */
      exited(): Promise<number>;
    }
    const lab: {
      /** The name of the board that the test runs on. */
      readonly name: string;
      /** Builds an app, its path as seen from the test's file, and starts a board with it. */
      start(
        app: string,
        options?: { name?: string | undefined; args?: string[] | undefined; boot?: string[] | undefined },
      ): Promise<LabBoard>;
      /** Commands as `tinygram run` takes them: 'loss b1-b2 30%', 'link b2 down'. Resolves with what they say. */
      network(...commands: string[]): Promise<string>;
    };
  }
  export = test;
}
declare module 'node:test' {
  import test = require('test');
  export = test;
}
