/** runtime/bindings/os.c */
export interface OsBinding {
  /** One entry per address, loopback first: [name, address, prefix bits, mac, internal, zone index]. */
  interfaces(): Array<[string, string, number, string, boolean, number]>;
  /** By the names of runtime/net/counters.h. */
  networkCounters(): { [name: string]: number };
  /** The board's name, of its boot option or of DHCP's making. */
  hostname(): string;
  /** Bytes of RAM. */
  totalmem(): number;
  freemem(): number;
  /** Unpredictable bytes of the port's source. */
  randomFill(data: Uint8Array): void;
}
