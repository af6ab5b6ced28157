/** Packages that library modules are made of and that have no types of their own. */
declare module 'readable-stream/lib/stream.js' {
  import stream = require('stream');
  export = stream;
}
declare module 'url/url.js' {
  interface Parsed extends Omit<import('url').Url, 'query'> {
    /** Text, or what it says where parse() was asked for that. */
    query: any;
    [name: string]: any;
  }
  const legacy: {
    Url: new () => Parsed;
    parse(url: string, parseQueryString?: boolean, slashesDenoteHost?: boolean): Parsed;
    format(url: string | object): string;
  };
  export = legacy;
}
