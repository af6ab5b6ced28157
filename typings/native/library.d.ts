/**
 * What a library module (modules/library/) finds that an app does not: `#native` is the function `native` of built-in
 * modules. The ids "#internal/…" are files of modules/internal/.
 */
declare module '#native' {
  export = native;
}
