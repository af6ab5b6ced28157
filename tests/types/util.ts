/** Compiles against our typings and against @types/node 18. */
import { callbackify, format, inherits, inspect, promisify, types, TextDecoder as Decoder } from 'util';
import * as util from 'node:util';
import { isPromise } from 'util/types';

const later = promisify((ms: number, done: (error: Error | null, text: string) => void) => done(null, String(ms)));
export const length: Promise<number> = later(3).then((text) => text.length);
export const text: string = format('%s', 5) + inspect({ a: 1 }, { depth: null, colors: false, sorted: true });
export const custom = {
  [inspect.custom](depth: number, options: util.InspectOptionsStylized): string {
    return options.stylize(String(depth), 'number');
  },
};
export function wait(value: unknown): Promise<unknown> | undefined {
  return types.isPromise(value) || isPromise(value) ? value : undefined;
}
export const old: number = util.deprecate((a: number) => a, 'old', 'DEP1')(1);
callbackify(async (a: number) => a)(1, (error, value) => `${error.code} ${value}`);
export const name: string = util.getSystemErrorName(-98) + (util.getSystemErrorMap().get(-98) ?? [''])[0];
export const bytes: Uint8Array = new TextEncoder().encode('x');
export const decoded: string = new TextDecoder('utf-8', { fatal: true }).decode(bytes) + new Decoder().decode(bytes);
util.debuglog('x')('y %d', 5);
inherits(Decoder, Array);
// @ts-expect-error depth is a number
inspect({}, { depth: 'x' });
