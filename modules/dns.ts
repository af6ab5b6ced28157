/** `dns`: host names to addresses. */
import resolver = require('./internal/dns');
import { ERR_OUT_OF_RANGE, addCode, errnoException } from './internal/errors';
import { validateArray, validateFunction, validatePort, validateString } from './internal/validators';

const binding = native('dns');
const ticks = native('process');

/** The port that name servers are asked on unless another is given. */
const DNS_PORT = 53;

/** Address and port of '1.2.3.4', '1.2.3.4:53', '::1' or '[::1]:53'. */
function parseServer(server: string): [address: string, port: number] {
  if (resolver.isIP(server) !== 0) return [server, DNS_PORT];
  const parts = /^\[(.*)\](?::(\d+))?$/.exec(server) || /^([^:]*):(\d+)$/.exec(server);
  if (parts === null || resolver.isIP(parts[1]) === 0)
    throw addCode(new TypeError('Invalid IP address: ' + server), 'ERR_INVALID_IP_ADDRESS');
  return [parts[1], parts[2] === undefined ? DNS_PORT : validatePort(+parts[2], false)];
}

function setServers(servers: unknown): void {
  validateArray(servers, 'servers');
  const addresses: string[] = [];
  const ports: number[] = [];
  for (const server of servers) {
    validateString(server, 'servers[' + addresses.length + ']');
    const parsed = parseServer(server);
    addresses.push(parsed[0]);
    ports.push(parsed[1]);
  }
  if (addresses.length > binding.serverLimit)
    throw ERR_OUT_OF_RANGE('servers.length', '<= ' + binding.serverLimit, addresses.length);
  const code = binding.setServers(addresses, ports);
  if (code !== 0) throw errnoException(code, 'setServers', addresses.join(', '));
}

function getServers(): string[] {
  return binding.getServers().map(function (server) {
    const address = server[0];
    if (server[1] === DNS_PORT) return address;
    return (resolver.isIP(address) === 6 ? '[' + address + ']' : address) + ':' + server[1];
  });
}

/* ---- resolve4, resolve6 ------------------------------------------------------------------------------------- */

type Answers = string[] | Array<{ address: string; ttl: number }>;
type ResolveCallback = (error: Error | null, answers?: Answers) => void;

/* Numbers of core/errors.h. */
const EINVAL = -22;
const EAI_ADDRFAMILY = -3000;
const EAI_MEMORY = -3006;
const EAI_NODATA = -3007;
const EAI_NONAME = -3008;

/* What the resolver says, as c-ares says it. */
function resolveCode(status: number): string {
  if (status === EAI_NONAME || status === EAI_ADDRFAMILY) return 'ENOTFOUND';
  if (status === EAI_NODATA) return 'ENODATA';
  if (status === EAI_MEMORY) return 'ENOMEM';
  if (status === EINVAL) return 'EBADNAME';
  return binding.getServers().length === 0 ? 'ECONNREFUSED' : 'ETIMEOUT';
}

function resolveError(status: number, query: string, hostname: string): Error {
  const code = resolveCode(status);
  const error = addCode(new Error(query + ' ' + code + ' ' + hostname), code) as any;
  error.errno = undefined;
  error.syscall = query;
  error.hostname = hostname;
  return error;
}

/** resolve4 and resolve6: the addresses of one family, from the name servers. */
function makeResolve(name: string, family: 4 | 6): (hostname: unknown, options: unknown, callback?: unknown) => object {
  const query = family === 4 ? 'queryA' : 'queryAaaa';
  const resolve = function (hostname: unknown, options: unknown, callback?: unknown): object {
    if (arguments.length < 3) {
      callback = options;
      options = undefined;
    }
    validateString(hostname, 'name');
    validateFunction(callback, 'callback');
    const done = callback as ResolveCallback;
    const withTtl = !!options && !!(options as { ttl?: unknown }).ttl;
    const answered = function (status: number, addresses: string[], ttl: number): void {
      if (status !== 0) {
        done(resolveError(status, query, hostname));
        return;
      }
      const list = withTtl
        ? addresses.map(function (address) {
            return { address: address, ttl: ttl };
          })
        : addresses;
      done(null, list);
    };
    const code = binding.lookup(hostname, family, answered, 0);
    if (code !== 0) ticks.nextTick(done, resolveError(code, query, hostname));
    return {};
  };
  Object.defineProperty(resolve, 'name', { value: name });
  return resolve;
}

const resolve4 = makeResolve('resolve4', 4);
const resolve6 = makeResolve('resolve6', 6);

function makePromise(resolve: typeof resolve4): (hostname: unknown, options?: unknown) => Promise<unknown> {
  return function (hostname, options) {
    return new Promise(function (done, reject) {
      resolve(hostname, options, function (error: Error | null, answers?: Answers) {
        if (error) reject(error);
        else done(answers);
      });
    });
  };
}

/* ---- promises ------------------------------------------------------------------------------------------------ */

/** The promise form of lookup(): resolves to {address, family}, or to an array of them with `all`. */
function lookupPromise(hostname: unknown, options?: unknown): Promise<unknown> {
  return new Promise(function (resolve, reject) {
    const all = options !== null && typeof options === 'object' && (options as resolver.LookupOptions).all === true;
    resolver.lookup(
      hostname,
      options === undefined ? null : options,
      function (error: Error | null, address?: string | resolver.LookupAddress[], family?: number) {
        if (error) reject(error);
        else if (all) resolve(address);
        else resolve({ address: address, family: family });
      },
    );
  });
}

/* Names of the errors that look-ups fail with; Node has these in both forms of the module. */
const codes = {
  NODATA: 'ENODATA',
  FORMERR: 'EFORMERR',
  SERVFAIL: 'ESERVFAIL',
  NOTFOUND: 'ENOTFOUND',
  NOTIMP: 'ENOTIMP',
  REFUSED: 'EREFUSED',
  BADQUERY: 'EBADQUERY',
  BADNAME: 'EBADNAME',
  BADFAMILY: 'EBADFAMILY',
  BADRESP: 'EBADRESP',
  CONNREFUSED: 'ECONNREFUSED',
  TIMEOUT: 'ETIMEOUT',
  EOF: 'EOF',
  FILE: 'EFILE',
  NOMEM: 'ENOMEM',
  DESTRUCTION: 'EDESTRUCTION',
  BADSTR: 'EBADSTR',
  BADFLAGS: 'EBADFLAGS',
  NONAME: 'ENONAME',
  BADHINTS: 'EBADHINTS',
  NOTINITIALIZED: 'ENOTINITIALIZED',
  LOADIPHLPAPI: 'ELOADIPHLPAPI',
  ADDRGETNETWORKPARAMS: 'EADDRGETNETWORKPARAMS',
  CANCELLED: 'ECANCELLED',
} as const;

const shared = {
  setServers: setServers,
  getServers: getServers,
  setDefaultResultOrder: resolver.setDefaultResultOrder,
  getDefaultResultOrder: resolver.getDefaultResultOrder,
};

/* Assigning to dns.lookup is how programs replace it; dgram then has it look up literal addresses too. */
const dns: unknown = Object.defineProperty({}, 'lookup', {
  get: function () {
    return resolver.current;
  },
  set: resolver.replaceLookup,
  enumerable: true,
  configurable: true,
});

export = Object.assign(
  dns as Public,
  shared,
  {
    resolve4: resolve4,
    resolve6: resolve6,
    promises: Object.assign(
      { lookup: lookupPromise, resolve4: makePromise(resolve4), resolve6: makePromise(resolve6) },
      shared,
      codes,
    ),
    ADDRCONFIG: resolver.ADDRCONFIG,
    V4MAPPED: resolver.V4MAPPED,
    ALL: resolver.ALL,
  },
  codes,
);

interface Public {
  lookup: (...args: any[]) => object;
}
