/**
 * `console`, with the API of Node 18, on the board's console (UART, semihosting or the process's two streams).
 *
 * Differences from Node: writing blocks until the device has taken the text; no colours, no inspector methods
 * (`profile`, `timeStamp`).
 */
declare module 'console' {
  import console = require('node:console');
  export = console;
}
declare module 'node:console' {
  import { InspectOptions } from 'node:util';

  global {
    interface Console {
      Console: console.ConsoleConstructor;
      /** Prints to stderr when value is falsy. */
      assert(value: any, message?: string, ...optionalParams: any[]): void;
      count(label?: string): void;
      countReset(label?: string): void;
      debug(message?: any, ...optionalParams: any[]): void;
      dir(obj: any, options?: InspectOptions): void;
      dirxml(...data: any[]): void;
      error(message?: any, ...optionalParams: any[]): void;
      group(...label: any[]): void;
      groupCollapsed(...label: any[]): void;
      groupEnd(): void;
      info(message?: any, ...optionalParams: any[]): void;
      log(message?: any, ...optionalParams: any[]): void;
      table(tabularData: any, properties?: readonly string[]): void;
      time(label?: string): void;
      timeEnd(label?: string): void;
      timeLog(label?: string, ...data: any[]): void;
      trace(message?: any, ...optionalParams: any[]): void;
      warn(message?: any, ...optionalParams: any[]): void;
    }

    namespace console {
      /** Anything with write(text) is a stream here. */
      interface Writable {
        write(text: string): any;
      }
      interface ConsoleConstructorOptions {
        stdout: Writable;
        stderr?: Writable | undefined;
      }
      interface ConsoleConstructor {
        prototype: Console;
        new (stdout: Writable, stderr?: Writable): Console;
        new (options: ConsoleConstructorOptions): Console;
      }
    }
    var console: Console;
  }
  export = globalThis.console;
}
