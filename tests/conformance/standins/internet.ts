/* internet.ts: our stand-in for `../common/internet`. The board's only network is the runner's link, so every
 * name is one that cannot exist (RFC 2606) and every address one that is reserved for documentation (RFC 5737). */
export const addresses = {
  INET_HOST: 'host.invalid',
  INET4_HOST: 'host4.invalid',
  INET6_HOST: 'host6.invalid',
  INET4_IP: '192.0.2.1',
  INET6_IP: '2001:db8::1',
  INVALID_HOST: 'something.invalid',
  NOT_FOUND: 'nothing.invalid',
  DNS4_SERVER: '192.0.2.53',
  DNS6_SERVER: '2001:db8::53',
};
