/** runtime/bindings/dns.c */
export interface DnsBinding {
  /**
   * Calls back once, on a later turn: status 0 with addresses in canonical text, or a negative EAI_* code with
   * none. Keeps the program running until then. Returns 0, or, without ever calling back, EINVAL (a name that is
   * too long or has an empty label), EAI_AGAIN (CONFIG_DNS_REQUESTS wait) or EAI_MEMORY.
   */
  lookup(name: string, family: 0 | 4 | 6, done: (status: number, addresses: string[]) => void): number;
  /** Literal addresses only, at most serverLimit; EINVAL and no change when one is not, or there are more. */
  setServers(addresses: string[]): number;
  getServers(): string[];
  readonly serverLimit: number;
  /** 4, 6, or 0 when text is not an address (strict parser of net/addr.h; a zone need not exist). */
  isIP(text: string): 0 | 4 | 6;
  /** Tells C whether dns.lookup is another function than our own: literal addresses are then looked up too. */
  setReplaced(replaced: boolean): void;
}
