/** runtime/bindings/dns.c */
export interface DnsBinding {
  /**
   * Calls back once, on a later turn: status 0 with addresses in canonical text, or a negative EAI_* code with
   * none. Keeps the program running until then. Returns 0, or, without ever calling back, EINVAL (a name that is
   * too long, has an empty label or a character that none has), EAI_AGAIN (CONFIG_DNS_REQUESTS names wait, or
   * owner's share of them) or EAI_MEMORY. ttl: seconds for which the addresses hold. owner: a number that stands for a
   * socket, 0 for the program itself.
   */
  lookup(
    name: string,
    family: 0 | 4 | 6,
    done: (status: number, addresses: string[], ttl: number) => void,
    owner: number,
  ): number;
  /**
   * Literal addresses only, at most serverLimit, with as many ports; EINVAL and no change when one is not, or there are
   * more. Forgets what was looked up.
   */
  setServers(addresses: string[], ports: number[]): number;
  getServers(): Array<[address: string, port: number]>;
  readonly serverLimit: number;
  /** 4, 6, or 0 when text is not an address (strict parser of net/addr.h; a zone need not exist). */
  isIP(text: string): 0 | 4 | 6;
  /** Tells C whether dns.lookup is another function than our own: literal addresses are then looked up too. */
  setReplaced(replaced: boolean): void;
}
