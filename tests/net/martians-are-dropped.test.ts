/* Sources that no host on the wire can have and destinations that no wire carries (RFC 1122 3.2.1.3, RFC 4291 2.7,
 * RFC 6890), and routes that the sender chose. */
import assert from 'node:assert';
import { address4, address6, onBench } from './lib/bench';
import { checksum, ETHER_IPV4, ethernet, ipv4, PROTO_UDP, udp4, udp6 } from './lib/frames';
import { listenBesideStranger, PEER4, PEER6 } from './lib/neighbour';
import { Stranger } from './lib/stranger';

onBench('an app hears hosts, and nobody who claims to be itself, its host, or no host', {}, async (bench) => {
  const { stranger, v4, v6 } = await listenBesideStranger(bench);
  const martians4 = ['127.0.0.1', '127.1.2.3', address4(0), '0.0.0.0', '0.1.2.3', '224.0.0.1', '240.0.0.1'];
  for (const from of [...martians4, '255.255.255.255', '192.168.77.255'])
    stranger.datagram(from, 7000, address4(0), 7000, `from ${from}`);
  for (const from of ['::1', '::ffff:c0a8:4d09', '::7f00:1', address6(0), 'ff02::1'])
    stranger.datagram(from, 7002, address6(0), 7002, `from ${from}`);
  // No address is one for who asks whether an address is taken, and such a question goes to the group of that address.
  const solicited = `ff02::1:ff00:${address6(0).split(':').pop()}`;
  const behind = Buffer.from([PROTO_UDP, 0, 1, 4, 0, 0, 0, 0]); // an extension header that pads
  stranger.datagram('::', 7002, solicited, 7002, 'from ::');
  const hidden = udp6('::', 7002, solicited, 7002, Buffer.from('from :: behind options'));
  stranger.ip6({ from: '::', to: solicited, next: 0 }, Buffer.concat([behind, hidden]));
  // Who asks a DHCP server for an address has none yet, and asks no one else.
  stranger.datagram('0.0.0.0', 68, address4(0), 7000, 'from 0.0.0.0, as DHCP does');
  for (const to of ['0.0.0.0', '0.1.2.3']) stranger.datagram(PEER4, 5000, to, 7000, `to ${to}`);
  for (const to of ['ff01::1', 'ff00::1', 'ff11::1']) stranger.datagram(PEER6, 5000, to, 7002, `to ${to}`);
  stranger.datagram(PEER6, 5000, solicited, 7002, 'to the group');
  assert.strictEqual(await v6.nextText(), 'to the group');
  stranger.datagram(PEER4, 5000, address4(0), 7000, 'a host');
  stranger.datagram(PEER6, 5000, address6(0), 7002, 'a host');
  assert.strictEqual(await v4.nextText(), 'a host');
  assert.strictEqual(await v6.nextText(), 'a host');
  await v4.quiet(200);
  await v6.quiet(0);
  stranger.close();
});

onBench('a server of DHCP hears who has no address', {}, async (bench) => {
  const device = bench.boards[0]!;
  const stranger = new Stranger(bench.link, device.mac, [PEER4]);
  const server = await device.socket('udp4');
  await server.bind(67);
  stranger.datagram('0.0.0.0', 67, address4(0), 67, 'from the port that is asked');
  stranger.datagram('0.0.0.0', 68, address4(0), 67, 'discover');
  assert.strictEqual(await server.nextText(), 'discover');
  await server.quiet(200);
  stranger.close();
});

// tcpdump sums over the last address of a route.
onBench('loose and strict source routes are not followed', { badChecksums: true }, async (bench) => {
  const device = bench.boards[0]!;
  const stranger = new Stranger(bench.link, device.mac, [PEER4]);
  const socket = await device.socket('udp4');
  await socket.bind(7000);
  const routed = (type: number, text: string): Buffer => {
    const packet = ipv4(
      { from: PEER4, to: address4(0), protocol: PROTO_UDP },
      Buffer.concat([
        Buffer.from([type, 7, 4, 10, 0, 0, 1, 0]),
        udp4(PEER4, 5000, address4(0), 7000, Buffer.from(text)),
      ]),
    );
    packet[0] = 0x47;
    packet.writeUInt16BE(0, 10);
    packet.writeUInt16BE(checksum(packet.subarray(0, 28)), 10);
    return ethernet(device.mac, stranger.mac, ETHER_IPV4, packet);
  };
  stranger.raw(routed(131, 'loose'));
  stranger.raw(routed(137, 'strict'));
  stranger.raw(routed(7, 'recorded')); // a record of the route does no harm
  assert.strictEqual(await socket.nextText(), 'recorded');
  await socket.quiet(200);
  stranger.close();
});
