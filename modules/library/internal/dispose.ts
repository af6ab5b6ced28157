/** `Symbol.dispose` and `Symbol.asyncDispose`, which no engine has: made when a source that names them runs. */
function wellKnown(name: 'dispose' | 'asyncDispose'): symbol {
  const symbols = Symbol as unknown as { [name: string]: symbol | undefined };
  if (symbols[name] === undefined) Object.defineProperty(Symbol, name, { value: Symbol(`Symbol.${name}`) });
  return symbols[name] as symbol;
}

export const symbolDispose = /* @__PURE__ */ wellKnown('dispose');
export const symbolAsyncDispose = /* @__PURE__ */ wellKnown('asyncDispose');
