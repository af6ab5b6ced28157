/**
 * `os`, with the API of Node 18, as far as a device has an answer.
 *
 * Differences from Node: `cpus()` and `loadavg()` know nothing; no users, priorities or `setPriority`; `version()` and
 * `machine()` name runtime, engine and board.
 */
declare module 'os' {
  interface NetworkInterfaceBase {
    address: string;
    netmask: string;
    mac: string;
    internal: boolean;
    /** Address and prefix length, `192.168.7.2/24`. */
    cidr: string | null;
  }
  interface NetworkInterfaceInfoIPv4 extends NetworkInterfaceBase {
    family: 'IPv4';
    scopeid?: undefined;
  }
  interface NetworkInterfaceInfoIPv6 extends NetworkInterfaceBase {
    family: 'IPv6';
    /** The interface's number for link-local addresses, else 0. */
    scopeid: number;
  }
  type NetworkInterfaceInfo = NetworkInterfaceInfoIPv4 | NetworkInterfaceInfoIPv6;
  interface CpuInfo {
    model: string;
    speed: number;
    times: { user: number; nice: number; sys: number; idle: number; irq: number };
  }

  /** Addresses in use, loopback first; interfaces without any are left out. */
  function networkInterfaces(): NodeJS.Dict<NetworkInterfaceInfo[]>;
  /** Boot option `host=`, or the port's default. */
  function hostname(): string;
  function platform(): string;
  function type(): string;
  function arch(): string;
  /** The board. */
  function machine(): string;
  /** Version of Tinygram. */
  function release(): string;
  function version(): string;
  /** Seconds. */
  function uptime(): number;
  /** Bytes of RAM. */
  function totalmem(): number;
  function freemem(): number;
  function endianness(): 'BE' | 'LE';
  function loadavg(): number[];
  function cpus(): CpuInfo[];
  function availableParallelism(): number;
  function homedir(): string;
  function tmpdir(): string;
  const EOL: string;
  const devNull: string;
  const constants: {
    errno: { [name: string]: number };
    signals: { [name: string]: number };
    UV_UDP_REUSEADDR: number;
  };
}
declare module 'node:os' {
  export * from 'os';
}
