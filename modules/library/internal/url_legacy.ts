/** The older half of `url`, which npm's package of that name has, with Node's checks and errors. */
import legacy = require('url/url.js');
import { errors, validateString } from '#internal/validators';
import { toUnicode } from './punycode';
import * as whatwg from './whatwg_url';

type Parsed = { [name: string]: any };

/** parse(url[, parseQueryString[, slashesDenoteHost]]) */
function parse(text: unknown, query?: boolean, slashes?: boolean): Parsed {
  if (text instanceof legacy.Url) return text;
  validateString(text, 'url');
  return legacy.parse(text, query, slashes);
}

interface FormatOptions {
  auth?: boolean;
  fragment?: boolean;
  search?: boolean;
  unicode?: boolean;
}

/** format(url[, options]) of a URL, format(parts) of what parse() gives or text. */
function format(value: any, options?: FormatOptions): string {
  if (whatwg.isURL(value)) {
    if (options !== undefined && (options === null || typeof options !== 'object')) {
      throw errors().ERR_INVALID_ARG_TYPE('options', 'Object', options);
    }
    const host = options?.unicode ? toUnicode(value.hostname) : undefined;
    return whatwg.serialized(value, {
      auth: options?.auth !== undefined ? Boolean(options.auth) : undefined,
      fragment: options?.fragment !== undefined ? Boolean(options.fragment) : undefined,
      search: options?.search !== undefined ? Boolean(options.search) : undefined,
      host,
    });
  }
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) {
    throw errors().ERR_INVALID_ARG_TYPE('urlObject', ['Object', 'string'], value);
  }
  return legacy.format(value);
}

export const Url = legacy.Url;

export function resolve(from: string, to: string): string {
  return parse(from, false, true).resolve(to);
}

export function resolveObject(from: any, to: any): any {
  return from ? parse(from, false, true).resolveObject(to) : to;
}

export { parse, format };
