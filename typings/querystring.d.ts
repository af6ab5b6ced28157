/** `querystring`, with the API of Node 18. A library module: it is in the image of an app that requires it. */
declare module 'querystring' {
  interface StringifyOptions {
    encodeURIComponent?: ((str: string) => string) | undefined;
  }
  interface ParseOptions {
    /** 1000 without it; 0 for all. */
    maxKeys?: number | undefined;
    decodeURIComponent?: ((str: string) => string) | undefined;
  }
  interface ParsedUrlQuery extends NodeJS.Dict<string | string[]> {}
  interface ParsedUrlQueryInput extends NodeJS.Dict<
    string | number | boolean | ReadonlyArray<string> | ReadonlyArray<number> | ReadonlyArray<boolean> | null
  > {}
  function stringify(obj?: ParsedUrlQueryInput, sep?: string, eq?: string, options?: StringifyOptions): string;
  function parse(str: string, sep?: string, eq?: string, options?: ParseOptions): ParsedUrlQuery;
  const encode: typeof stringify;
  const decode: typeof parse;
  function escape(str: string): string;
  function unescape(str: string): string;
}
declare module 'node:querystring' {
  export * from 'querystring';
}
