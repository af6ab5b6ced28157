/** `dns`: host names to addresses. */
import resolver = require('./internal/dns');
import { ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE, addCode, errnoException } from './internal/errors';
import { validateArray, validateString } from './internal/validators';

const binding = native('dns');

/** The only port that name servers are asked on. */
const DNS_PORT = '53';

/** The address of '1.2.3.4', '1.2.3.4:53', '::1' or '[::1]:53'. */
function serverAddress(server: string): string {
  if (resolver.isIP(server) !== 0) return server;
  const parts = /^\[(.*)\](?::(\d+))?$/.exec(server) || /^([^:]*):(\d+)$/.exec(server);
  if (parts === null || resolver.isIP(parts[1]) === 0) {
    throw addCode(new TypeError('Invalid IP address: ' + server), 'ERR_INVALID_IP_ADDRESS');
  }
  if (parts[2] !== undefined && parts[2] !== DNS_PORT) {
    throw ERR_INVALID_ARG_VALUE('servers', server, 'must have no port or port ' + DNS_PORT);
  }
  return parts[1];
}

function setServers(servers: unknown): void {
  validateArray(servers, 'servers');
  const addresses: string[] = [];
  for (const server of servers) {
    validateString(server, 'servers[' + addresses.length + ']');
    addresses.push(serverAddress(server));
  }
  if (addresses.length > binding.serverLimit) {
    throw ERR_OUT_OF_RANGE('servers.length', '<= ' + binding.serverLimit, addresses.length);
  }
  const code = binding.setServers(addresses);
  if (code !== 0) throw errnoException(code, 'setServers', addresses.join(', '));
}

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
const codes: { [name: string]: string } = {
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
};

const shared = {
  setServers: setServers,
  getServers: binding.getServers,
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
    promises: Object.assign({ lookup: lookupPromise }, shared, codes),
    ADDRCONFIG: resolver.ADDRCONFIG,
    V4MAPPED: resolver.V4MAPPED,
    ALL: resolver.ALL,
  },
  codes,
);

interface Public {
  lookup: (...args: any[]) => object;
  [name: string]: any;
}
