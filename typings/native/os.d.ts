/** runtime/bindings/os.c */
export interface OsBinding {
  /** One entry per address, loopback first: [name, address, prefix bits, mac, internal, zone index]. */
  interfaces(): Array<[string, string, number, string, boolean, number]>;
  totalmem(): number;
  freemem(): number;
  randomFill(data: Uint8Array): void;
}
