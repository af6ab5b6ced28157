/** The board that the app runs on: which slot it came from, and confirming it. */
import { errnoException } from './internal/errors';

declare const exports: object;

const binding = native('tinygram');

export declare const slot: 'a' | 'b' | undefined;
export declare const trial: boolean;

Object.defineProperty(exports, 'slot', { enumerable: true, value: binding.slot() });
Object.defineProperty(exports, 'trial', { enumerable: true, get: binding.trial });

export function confirm(): boolean {
  const done = binding.confirm();
  if (done < 0) throw errnoException(done, 'confirm');
  return done === 1;
}
