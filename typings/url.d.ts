/**
 * `url`, with the API of Node 18. A library module: it is in the image of an app that requires it or names `URL` or
 * `URLSearchParams`; the older `parse()`, `resolve()`, `format()` and `Url` come along where a file names them.
 *
 * Differences from Node: names of hosts beyond ASCII become punycode in lower case, without IDNA's table of mappings.
 * No `URL.createObjectURL()`.
 */
declare module 'url' {
  import { ParsedUrlQuery, ParsedUrlQueryInput } from 'querystring';

  interface UrlObject {
    auth?: string | null | undefined;
    hash?: string | null | undefined;
    host?: string | null | undefined;
    hostname?: string | null | undefined;
    href?: string | null | undefined;
    pathname?: string | null | undefined;
    protocol?: string | null | undefined;
    search?: string | null | undefined;
    slashes?: boolean | null | undefined;
    port?: string | number | null | undefined;
    query?: string | null | ParsedUrlQueryInput | undefined;
  }
  interface Url {
    auth: string | null;
    hash: string | null;
    host: string | null;
    hostname: string | null;
    href: string;
    path: string | null;
    pathname: string | null;
    protocol: string | null;
    search: string | null;
    slashes: boolean | null;
    port: string | null;
    query: string | null | ParsedUrlQuery;
  }
  interface UrlWithParsedQuery extends Url {
    query: ParsedUrlQuery;
  }
  interface UrlWithStringQuery extends Url {
    query: string | null;
  }
  interface URLFormatOptions {
    auth?: boolean | undefined;
    fragment?: boolean | undefined;
    search?: boolean | undefined;
    unicode?: boolean | undefined;
  }

  function parse(urlString: string): UrlWithStringQuery;
  function parse(
    urlString: string,
    parseQueryString: false | undefined,
    slashesDenoteHost?: boolean,
  ): UrlWithStringQuery;
  function parse(urlString: string, parseQueryString: true, slashesDenoteHost?: boolean): UrlWithParsedQuery;
  function parse(urlString: string, parseQueryString: boolean, slashesDenoteHost?: boolean): Url;
  function format(urlObject: URL, options?: URLFormatOptions): string;
  function format(urlObject: UrlObject | string): string;
  function resolve(from: string, to: string): string;
  function domainToASCII(domain: string): string;
  function domainToUnicode(domain: string): string;
  function fileURLToPath(url: string | URL): string;
  /** What Node's `http.request()` takes: protocol, hostname, port as a number, path, auth. */
  function urlToHttpOptions(url: URL): { [name: string]: unknown };
  function pathToFileURL(path: string): URL;

  class URL {
    constructor(input: string, base?: string | URL);
    static canParse(input: string, base?: string): boolean;
    hash: string;
    host: string;
    hostname: string;
    href: string;
    readonly origin: string;
    password: string;
    pathname: string;
    port: string;
    protocol: string;
    search: string;
    readonly searchParams: URLSearchParams;
    username: string;
    toString(): string;
    toJSON(): string;
  }
  class URLSearchParams implements Iterable<[string, string]> {
    constructor(
      init?:
        | URLSearchParams
        | string
        | Record<string, string | ReadonlyArray<string>>
        | Iterable<[string, string]>
        | ReadonlyArray<[string, string]>,
    );
    readonly size: number;
    append(name: string, value: string): void;
    delete(name: string, value?: string): void;
    entries(): IterableIterator<[string, string]>;
    forEach<TThis = this>(
      callback: (this: TThis, value: string, name: string, searchParams: URLSearchParams) => void,
      thisArg?: TThis,
    ): void;
    get(name: string): string | null;
    getAll(name: string): string[];
    has(name: string, value?: string): boolean;
    keys(): IterableIterator<string>;
    set(name: string, value: string): void;
    sort(): void;
    toString(): string;
    values(): IterableIterator<string>;
    [Symbol.iterator](): IterableIterator<[string, string]>;
  }

  import { URL as _URL, URLSearchParams as _URLSearchParams } from 'url';
  global {
    interface URL extends _URL {}
    var URL: typeof globalThis extends { onmessage: any; URL: infer T } ? T : typeof _URL;
    interface URLSearchParams extends _URLSearchParams {}
    var URLSearchParams: typeof globalThis extends { onmessage: any; URLSearchParams: infer T }
      ? T
      : typeof _URLSearchParams;
  }
}
declare module 'node:url' {
  export * from 'url';
}
