/** Node 18's `os`, as far as a device has an answer. */
import { hidden } from './internal/errors';

declare const process: { platform: string; arch: string; version: string; uptime(): number };

interface Address {
  address: string;
  netmask: string;
  family: 'IPv4' | 'IPv6';
  mac: string;
  internal: boolean;
  cidr: string;
  scopeid?: number;
}

const binding = native('os');

/** The netmask of so many bits, as text: dotted, or IPv6 in its shortest form. */
function netmask(bits: number, six: boolean): string {
  const parts: string[] = [];
  const size = six ? 16 : 8;
  for (let i = 0; i < (six ? 8 : 4); i++) {
    const ones = Math.max(0, Math.min(size, bits - i * size));
    const value = (1 << size) - (1 << (size - ones));
    parts.push(six ? value.toString(16) : String(value));
  }
  return six ? parts.join(':').replace(/(^|:)0(:0)+$/, '::') : parts.join('.');
}

export function networkInterfaces(): { [name: string]: Address[] } {
  const result: { [name: string]: Address[] } = {};
  for (const entry of binding.interfaces()) {
    const six = entry[1].indexOf(':') >= 0;
    const address: Address = {
      address: entry[1],
      netmask: netmask(entry[2], six),
      family: six ? 'IPv6' : 'IPv4',
      mac: entry[3],
      internal: entry[4],
      cidr: entry[1] + '/' + entry[2],
    };
    if (six) address.scopeid = entry[5];
    (result[entry[0]] || (result[entry[0]] = [])).push(address);
  }
  return result;
}

/** Not in Node: what came from the network, and what of it was dropped, by cause. */
export function networkCounters(): { [name: string]: number } {
  return binding.networkCounters();
}

export const EOL = '\n';
export const devNull = '/dev/null';

export function hostname(): string {
  return binding.hostname();
}
export function platform(): string {
  return process.platform;
}
export function type(): string {
  return 'Tinygram';
}
export function arch(): string {
  return process.arch;
}
export function machine(): string {
  return native('process').board;
}
export function release(): string {
  return native('process').version;
}
export function version(): string {
  const about = native('process');
  return 'Tinygram ' + about.version + ' ' + about.engine + ' ' + about.board;
}
export function uptime(): number {
  return process.uptime();
}
export function totalmem(): number {
  return binding.totalmem();
}
export function freemem(): number {
  return binding.freemem();
}
export function endianness(): 'LE' | 'BE' {
  return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 'LE' : 'BE';
}
export function loadavg(): number[] {
  return [0, 0, 0];
}
export function cpus(): never[] {
  return [];
}
export function availableParallelism(): number {
  return 1;
}
export function homedir(): string {
  return '/';
}
export function tmpdir(): string {
  return '/tmp';
}

type Numbers = { [name: string]: number };

export const constants = {
  signals: { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGTERM: 15 },
  UV_UDP_REUSEADDR: 4,
} as unknown as { signals: Numbers; UV_UDP_REUSEADDR: number; readonly errno: Numbers };
Object.defineProperty(constants, 'errno', {
  enumerable: true,
  configurable: true,
  get: function () {
    const errno: Numbers = {};
    for (const entry of native('process').errors()) if (entry[0] > -3000) errno[entry[1]] = -entry[0];
    Object.defineProperty(constants, 'errno', { value: errno });
    return errno;
  },
});

/* As in Node, each of these is also its own value in a text. */
[hostname, platform, type, arch, release, version, uptime, totalmem, freemem, endianness, homedir, tmpdir].forEach(
  function (get: () => unknown) {
    hidden(get, Symbol.toPrimitive, function () {
      return get();
    });
  },
);
