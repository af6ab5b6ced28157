import assert from 'node:assert';
import { address4, onBench } from './lib/bench';
import { checksum, ETHER_IPV4, ethernet, ipv4, PROTO_UDP, udp4 } from './lib/frames';
import { Host } from './lib/host';

onBench(
  'a wrong UDP or IP checksum keeps a datagram out, none at all does not',
  { badChecksums: true },
  async (bench) => {
    const device = bench.boards[0]!;
    const host = new Host(bench.link, '192.168.77.9');
    const server = await device.socket('udp4');
    await server.bind(4000);
    const from = '192.168.77.9';
    const to = address4(0);
    const frame = (packet: Buffer): Buffer => ethernet(device.mac, host.mac, ETHER_IPV4, packet);

    const badUdp = udp4(from, 5000, to, 4000, Buffer.from('bad UDP checksum'));
    badUdp[6]! ^= 1;
    host.raw(frame(ipv4({ from, to, protocol: PROTO_UDP }, badUdp)));

    const badIp = ipv4({ from, to, protocol: PROTO_UDP }, udp4(from, 5000, to, 4000, Buffer.from('bad IP checksum')));
    badIp[10]! ^= 1;
    assert.notStrictEqual(checksum(badIp.subarray(0, 20)), 0);
    host.raw(frame(badIp));

    const without = udp4(from, 5000, to, 4000, Buffer.from('no checksum'));
    without.writeUInt16BE(0, 6);
    host.raw(frame(ipv4({ from, to, protocol: PROTO_UDP }, without)));
    assert.strictEqual(await server.nextText(), 'no checksum');

    host.send(5000, to, 4000, Buffer.from('right'), device.mac);
    assert.strictEqual(await server.nextText(), 'right');
  },
);
