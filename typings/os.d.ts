/**
 * `os`, with the API of Node 18, as far as a device has an answer.
 *
 * Beside Node's: `networkCounters()`.
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
  /** Since the start, each modulo 2^32, of all interfaces but the loopback. All but the first are drops, by cause. */
  interface NetworkCounters {
    /** Frames that the driver handed over. */
    frames: number;
    /** Dropped by the driver: no buffer, no frame, or lwIP's task is behind. A real chip's own drops are in it as
     * far as the chip counts them (the LAN9118 does). QEMU's chips drop without a word: there the laboratory's switch
     * counts what it could not hand over. */
    driver: number;
    /** Headers that do not fit their frame, or too many. */
    malformed: number;
    /** From, or by DHCP for this host, an address that no host on the wire can have: none (but to a DHCP server), the
     * loopback's, the device's own, of a group, of class E. To 0.0.0.0/8, or a group that is no larger than a host.
     * Addresses for documentation (192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24, 2001:db8::/32) are delivered as
     * any other, as on Linux. */
    martian: number;
    /** IPv4 source routes and IPv6 routing headers. */
    sourceRoute: number;
    /** IPv6 fragments of no UDP, IPv4's of DHCP; those of hosts whose datagrams stay incomplete, while others need the
     * room. */
    fragment: number;
    /** Packet Too Big with less than 1280 bytes, more than the link's, or about a packet that was not sent here. */
    packetTooBig: number;
    /** ICMP redirects, every one. */
    redirect: number;
    /** ARP and neighbour discovery against the rules of RFC 4861, that would take an address away, or that name a MAC
     * address which no other host has. */
    neighbor: number;
    /** ICMP port unreachable that is not from the peer, or does not quote enough of a datagram to it. */
    unreachable: number;
    /** Packets that one frame sent from neighbour to neighbour without end. */
    queue: number;
    /** Outgoing ICMP errors that RFC 1122 and RFC 4443 forbid (about what went to a group or is an error itself), or
     * beyond the rate for their receiver: six at once, then one a second. */
    errorsNotSent: number;
    /** Datagrams for a port in use whose UDP checksum or length is wrong; over IPv6 none is wrong too. */
    checksum: number;
    /** Datagrams beyond a socket's receive buffer, or for one that is not receiving. */
    socket: number;
  }
  /** What came from the network and what became of it. Not in Node. */
  function networkCounters(): NetworkCounters;
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
