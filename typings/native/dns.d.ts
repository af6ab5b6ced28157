/** runtime/bindings/dns.c */
export interface DnsBinding {
  /** Calls back on a later turn: status 0 with addresses in canonical text, or a negative EAI_* code. Returns 0 or a negative code. */
  lookup(name: string, family: 0 | 4 | 6, done: (status: number, addresses: string[]) => void): number;
  /** Literal addresses only; a negative code and no change when one is not. */
  setServers(addresses: string[]): number;
  getServers(): string[];
  /** 4, 6, or 0 when text is not an address (strict parser of net/addr.h). */
  isIP(text: string): 0 | 4 | 6;
}
