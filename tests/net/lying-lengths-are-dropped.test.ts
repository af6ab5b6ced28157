import { onBench } from './lib/bench';
import { neighbourOf } from './lib/neighbour';
import { ETHER_ARP, ETHER_IPV4, ETHER_IPV6, ipv4, PROTO_IGMP, PROTO_UDP, udp4 } from './lib/frames';
import { randomFrom } from '#toolchain/lab/impairments';

const options = { badChecksums: true };

onBench('frames with lengths that are not so, and random ones, change nothing', options, async (bench) => {
  const { from, to, frame, hears } = await neighbourOf(bench);

  const longer = udp4(from, 5000, to, 4000, Buffer.from('longer than it is'));
  longer.writeUInt16BE(longer.length + 40, 4);
  frame(ETHER_IPV4, ipv4({ from, to, protocol: PROTO_UDP }, longer));
  const shorter = udp4(from, 5000, to, 4000, Buffer.from('shorter than a header'));
  shorter.writeUInt16BE(7, 4);
  frame(ETHER_IPV4, ipv4({ from, to, protocol: PROTO_UDP }, shorter));
  const cut = ipv4({ from, to, protocol: PROTO_UDP }, udp4(from, 5000, to, 4000, Buffer.alloc(100)));
  frame(ETHER_IPV4, cut.subarray(0, 60));
  frame(ETHER_IPV4, Buffer.from([0x4f, 0, 0, 20]));
  frame(ETHER_IPV4, ipv4({ from, to, protocol: PROTO_IGMP }, Buffer.from([0x22])));
  frame(ETHER_ARP, Buffer.from([0, 1, 8, 0, 6, 4, 0]));

  const random = randomFrom(11);
  for (let i = 0; i < 300; i++) {
    const bytes = Buffer.from(Array.from({ length: Math.floor(random() * 200) }, () => Math.floor(random() * 256)));
    if (bytes.length > 0 && i % 2 === 0) bytes[0] = i % 4 === 0 ? 0x45 : 0x60;
    frame([ETHER_IPV4, ETHER_IPV6, ETHER_ARP][i % 3]!, bytes);
    if (i % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  await hears('still here');
});
