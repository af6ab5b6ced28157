/** The module of counter.c. */
declare module 'native:counter' {
  /** Adds a step, 1 without one, of 0 to 65535; returns the sum of all. */
  export function add(step?: number): number;
  /** Of a Buffer's bytes. */
  export function sum(bytes: Uint8Array): number;
  /** How often the module was made. */
  export const made: number;
}
