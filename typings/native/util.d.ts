/** runtime/bindings/util.c: what script cannot see of a value by itself. */
export interface UtilBinding {
  /** [] of a promise that is pending, else [whether it was fulfilled, its value or reason]. */
  promiseState(promise: Promise<unknown>): [] | [boolean, unknown];
  isProxy(value: unknown): boolean;
}
