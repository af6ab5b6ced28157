/* RFC 8201 4: no Packet Too Big makes a path smaller than 1280 bytes, whoever sends it and behind whatever headers. */
import assert from 'node:assert';
import { address4, address6, type Bench, onBench } from './lib/bench';
import { icmp6, ipv6, PROTO_ICMP6, PROTO_UDP } from './lib/frames';
import { Stranger } from './lib/stranger';

const PEER = 'fd77::1';
const DEVICE = address6(0);

async function start(bench: Bench) {
  const device = bench.boards[0]!;
  const stranger = new Stranger(bench.link, device.mac, [PEER, '192.168.77.1']);
  const socket = await device.socket('udp6');
  await socket.bind(7002);
  const answers = async (size: number): Promise<void> => {
    stranger.datagram(PEER, 5000, DEVICE, 7002, Buffer.alloc(size, 1));
    const { from } = await socket.next();
    assert.strictEqual(from.size, size);
    const before = stranger.seen.length;
    await socket.send({ fill: size }, 5000, PEER);
    await stranger.until((seen) => {
      const sent = seen.slice(before).filter(({ to, protocol }) => to === PEER && protocol === PROTO_UDP);
      return sent.some(({ moreFragments }) => !moreFragments);
    }, 'nothing left the device');
  };
  return { stranger, answers, device };
}

function tooBig(mtu: number): Buffer {
  const field = Buffer.alloc(4);
  field.writeUInt32BE(mtu);
  const quoted = ipv6({ from: DEVICE, to: PEER, next: PROTO_UDP }, Buffer.alloc(100));
  return Buffer.concat([field, quoted]);
}

onBench('an echo is answered after Packet Too Big of any size', {}, async (bench) => {
  const { stranger, answers, device } = await start(bench);
  await answers(100);
  for (const mtu of [0, 48, 50, 56, 68, 576, 1279]) {
    stranger.icmp6(PEER, DEVICE, 2, 0, tooBig(mtu));
    stranger.icmp6('2001:db8::bad', DEVICE, 2, 0, tooBig(mtu));
    await answers(100);
    await answers(1200);
  }
  const v4 = await device.socket('udp4');
  await v4.bind(7000);
  stranger.datagram('192.168.77.1', 5000, address4(0), 7000, 'and IPv4 lives');
  assert.strictEqual(await v4.nextText(), 'and IPv4 lives');
  stranger.close();
});

onBench('nor after those behind extension headers or in fragments', {}, async (bench) => {
  const { stranger, answers } = await start(bench);
  await answers(100);
  const message = icmp6(PEER, DEVICE, 2, 0, tooBig(50));
  const header = (next: number): Buffer => Buffer.from([next, 0, 1, 4, 0, 0, 0, 0]);
  const fragment = (next: number, offset: number, more: number): Buffer =>
    Buffer.from([next, 0, offset >> 8, (offset & 0xf8) | more, 0, 0, 0, 9]);
  const end = PROTO_ICMP6;
  stranger.ip6({ from: PEER, to: DEVICE, next: 0 }, Buffer.concat([header(end), message]));
  stranger.ip6({ from: PEER, to: DEVICE, next: 60 }, Buffer.concat([header(60), header(end), message]));
  stranger.ip6({ from: PEER, to: DEVICE, next: 44 }, Buffer.concat([fragment(end, 0, 0), message]));
  // In two fragments, and with a later one that came first to say what it is.
  const [first, second] = [message.subarray(0, 56), message.subarray(56)];
  for (const next of [end, PROTO_UDP]) {
    stranger.ip6({ from: PEER, to: DEVICE, next: 44 }, Buffer.concat([fragment(end, 56, 0), second]));
    stranger.ip6({ from: PEER, to: DEVICE, next: 44 }, Buffer.concat([fragment(next, 0, 1), first]));
  }
  await answers(100);
  await answers(1200);
  stranger.close();
});

onBench('a path of 1280 bytes is believed', {}, async (bench) => {
  const { stranger, answers } = await start(bench);
  await answers(1400);
  assert.ok(!stranger.seen.some((seen) => seen.fragmentOffset !== undefined), 'whole before');
  stranger.icmp6(PEER, DEVICE, 2, 0, tooBig(1280));
  await answers(1400);
  const fragments = stranger.seen.filter((seen) => seen.fragmentOffset !== undefined);
  assert.strictEqual(fragments.length, 2);
  stranger.close();
});
