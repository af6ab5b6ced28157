/** The older half of `url`, which npm's package of that name has, with Node's checks and errors. */
import legacy = require('url/url.js');
import { errors, validateString } from '#internal/validators';
import { toUnicode } from './punycode';
import * as whatwg from './whatwg_url';

type Parsed = ReturnType<typeof legacy.parse>;

/** parse(url[, parseQueryString[, slashesDenoteHost]]) */
function parse(text: unknown, query?: boolean, slashes?: boolean): Parsed {
  if (text instanceof legacy.Url) return text;
  validateString(text, 'url');
  const parsed: Parsed = legacy.parse(text, query, slashes);
  /* The package takes what Node refuses: a host with characters that end or part one. */
  const { hostname } = parsed;
  if (hostname && (hostname.includes(':') ? forbiddenInIPv6 : forbiddenInHost).test(hostname))
    throw Object.assign(errors().addCode(new TypeError('Invalid URL'), 'ERR_INVALID_URL'), { input: text });
  if (query && parsed.search === '') {
    parsed.search = null;
    parsed.query = Object.create(null);
  }
  return parsed;
}

const forbiddenInHost = /[\0\t\n\r #%/:<>?@[\\\]^|]/;
const forbiddenInIPv6 = /[\0\t\n\r #%/<>?@\\^|]/;

interface FormatOptions {
  auth?: boolean;
  fragment?: boolean;
  search?: boolean;
  unicode?: boolean;
}

/** format(url[, options]) of a URL, format(parts) of what parse() gives or text. */
function format(value: any, options?: FormatOptions): string {
  if (whatwg.isURL(value)) {
    if (options !== undefined && (options === null || typeof options !== 'object'))
      throw errors().ERR_INVALID_ARG_TYPE('options', 'Object', options);
    const host = options?.unicode ? toUnicode(value.hostname) : undefined;
    return whatwg.serialized(value, {
      auth: options?.auth !== undefined ? Boolean(options.auth) : undefined,
      fragment: options?.fragment !== undefined ? Boolean(options.fragment) : undefined,
      search: options?.search !== undefined ? Boolean(options.search) : undefined,
      host,
    });
  }
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null))
    throw errors().ERR_INVALID_ARG_TYPE('urlObject', ['Object', 'string'], value);
  return legacy.format(value);
}

export const Url = legacy.Url;

export function resolve(from: string, to: string): string {
  return format(resolveObject(from, to));
}

export function resolveObject(from: any, to: any): any {
  if (!from) return to;
  const base = parse(from, false, true);
  const target = typeof to === 'string' ? parse(to, false, true) : to;
  /* A file has no host: the package would make one of the first folder. */
  if (target.protocol === 'file:' && !target.host && base.protocol !== 'file:') return target;
  const result = base.resolveObject(target);
  if (target.host) result.port = target.port;
  /* What logs in at one host is not told to another. */
  const elsewhere = target.host ? target.host !== base.host : target.protocol && !target.slashes;
  if (result.auth && !target.auth && elsewhere) {
    result.auth = null;
    result.href = format(result);
  }
  return result;
}

export { parse, format };
