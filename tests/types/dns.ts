/** Compiles against our typings and against @types/node 18. */
import dns, { promises } from 'node:dns';
import { lookup, type LookupAddress } from 'dns';

lookup('localhost', (error, address, family) => (error === null ? address + family : error.code));
lookup('localhost', 4, (error, address: string) => [error, address].length);
lookup('localhost', { family: 'IPv6', verbatim: true }, (_error, address: string, family: number) => address + family);
dns.lookup('localhost', { all: true, hints: dns.ADDRCONFIG | dns.V4MAPPED | dns.ALL }, (error, list) => {
  const first: LookupAddress | undefined = list[0];
  return error === null ? first : error.message;
});
// @ts-expect-error a look-up needs a callback
dns.lookup('localhost');

dns.setServers(['192.0.2.1', '[2001:db8::1]:53'] as const);
export const servers: string[] = dns.getServers().concat(promises.getServers());
dns.setDefaultResultOrder('ipv4first');
// @ts-expect-error no such order
dns.setDefaultResultOrder('ipv6first');

export async function addresses(): Promise<string[]> {
  const { address, family } = await promises.lookup('localhost');
  const list: LookupAddress[] = await dns.promises.lookup('localhost', { all: true, family: 4 });
  return list.map((one) => one.address).concat(address, String(family));
}
export const notFound: 'ENOTFOUND' = dns.NOTFOUND;
