/**
 * Node 18's `url`: URL and URLSearchParams, and what goes with them. The older parse(), resolve(), format() and Url
 * come with a file that names them (additions/url/).
 */
import { errors, validateString } from '#internal/validators';
import records = require('./internal/url_record');
import punycode = require('./internal/punycode');
import whatwg = require('./internal/whatwg_url');

const { URL, URLSearchParams, isURL } = whatwg;
type Url = InstanceType<typeof URL>;

function domainToASCII(domain: string): string {
  if (arguments.length < 1) throw errors().ERR_MISSING_ARGS('domain');
  return hostname(`${domain}`);
}

function domainToUnicode(domain: string): string {
  if (arguments.length < 1) throw errors().ERR_MISSING_ARGS('domain');
  return punycode.toUnicode(hostname(`${domain}`));
}

/** A host as a URL has it; '' when it is none. */
function hostname(domain: string): string {
  if (/[/\\?#@:]/.test(domain) && domain[0] !== '[') return '';
  return URL.canParse(`ws://${domain}`) ? new URL(`ws://${domain}`).hostname : (records.domainToASCII(domain) ?? '');
}

function fileURLToPath(input: unknown): string {
  const url = typeof input === 'string' ? new URL(input) : input;
  if (!isURL(url)) throw errors().ERR_INVALID_ARG_TYPE('path', ['string', 'URL'], input);
  if (url.protocol !== 'file:')
    throw errors().addCode(new TypeError('The URL must be of scheme file'), 'ERR_INVALID_URL_SCHEME');
  if (url.hostname !== '') {
    throw errors().addCode(
      new TypeError(`File URL host must be "localhost" or empty on ${process.platform}`),
      'ERR_INVALID_FILE_URL_HOST',
    );
  }
  if (/%2f/i.test(url.pathname)) {
    throw errors().addCode(
      new TypeError('File URL path must not include encoded / characters'),
      'ERR_INVALID_FILE_URL_PATH',
    );
  }
  return decodeURIComponent(url.pathname);
}

const pathEscapes: { [character: string]: string } = {
  '%': '%25',
  '\\': '%5C',
  '\n': '%0A',
  '\r': '%0D',
  '\t': '%09',
  '?': '%3F',
  '#': '%23',
};

function pathToFileURL(path: string): Url {
  validateString(path, 'path');
  const url = new URL('file:///');
  const parts: string[] = [];
  for (const part of ((path[0] === '/' ? '' : process.cwd() + '/') + path).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  const end = path.endsWith('/') && parts.length > 0 ? '/' : '';
  url.pathname = ('/' + parts.join('/') + end).replace(/[%\\\n\r\t?#]/g, (found) => pathEscapes[found]);
  return url;
}

function urlToHttpOptions(url: Omit<Url, 'searchParams' | symbol>): { [name: string]: unknown } {
  const { hostname: host, username, password, port, hash, search, pathname } = url;
  const options: { [name: string]: unknown } = {
    __proto__: null,
    ...url,
    protocol: url.protocol,
    hostname: typeof host === 'string' && host.startsWith('[') ? host.slice(1, -1) : host,
    hash,
    search,
    pathname,
    path: `${pathname || ''}${search || ''}`,
    href: url.href,
  };
  if (port !== '') options.port = Number(port);
  if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
}

export = { URL, URLSearchParams, domainToASCII, domainToUnicode, pathToFileURL, fileURLToPath, urlToHttpOptions };
