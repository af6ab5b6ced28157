/**
 * `Symbol.dispose` and `Symbol.asyncDispose`, which no engine has: made when a source that names them runs. The first
 * comes with the method of that name which Node's timers have.
 */
function wellKnown(name: 'dispose' | 'asyncDispose'): symbol {
  const symbols = Symbol as unknown as { [name: string]: symbol | undefined };
  if (symbols[name] === undefined) {
    const symbol = Symbol(`Symbol.${name}`);
    Object.defineProperty(Symbol, name, { value: symbol });
    if (name === 'dispose') disposable(symbol);
  }
  return symbols[name] as symbol;
}

function disposable(symbol: symbol): void {
  const nothing = (): void => undefined;
  const add = (timer: object, clear: (timer: never) => void): void => {
    clear(timer as never);
    Object.defineProperty(Object.getPrototypeOf(timer), symbol, {
      value(this: never) {
        clear(this);
      },
      writable: true,
      configurable: true,
    });
  };
  add(setTimeout(nothing, 1), clearTimeout);
  add(setImmediate(nothing), clearImmediate);
}

export const symbolDispose = /* @__PURE__ */ wellKnown('dispose');
export const symbolAsyncDispose = /* @__PURE__ */ wellKnown('asyncDispose');
