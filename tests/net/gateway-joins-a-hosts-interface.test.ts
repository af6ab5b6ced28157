import assert from 'node:assert';
import * as dgram from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';
import { Gateway } from '#toolchain/lab/gateway/gateway';
import { addressBytes, addressText } from '#toolchain/lab/packets/address';
import * as packet from '#toolchain/lab/packets/packet';
import { Link } from '#toolchain/lab/switch';
import { StandIn } from './lib/stand_in';

// A group of our own, so that nothing else on this machine takes part.
const GROUP = `239.77.${process.pid % 256}.${(process.pid >> 8) % 256}`;
const BOARD = '10.0.2.15';

test('what a board sends to a group leaves at the interface, answers come back, and members hear it', async () => {
  const link = Link.open();
  const gateway = await Gateway.open(link, { multicast: 'lo' });
  const board = new StandIn(link, 'b1', gateway.mac, [BOARD]);
  const peer = dgram.createSocket({ type: 'udp4', reuseAddr: true });
  try {
    peer.bind(0, GROUP);
    await once(peer, 'listening');
    peer.addMembership(GROUP, '127.0.0.1');
    peer.setMulticastInterface('127.0.0.1');
    const { port } = peer.address();
    const heard = once(peer, 'message') as Promise<[Buffer, dgram.RemoteInfo]>;
    // IGMPv2: the board becomes a member.
    const report = packet.concat(Uint8Array.of(0x16, 0, 0, 0), addressBytes(GROUP));
    packet.view(report).setUint16(2, packet.checksum(report));
    board.ip({ from: addressBytes(BOARD), to: addressBytes(GROUP), protocol: packet.PROTO_IGMP, ttl: 1 }, report);
    board.udp(BOARD, 5000, GROUP, port, 'from a board', 1);
    const [message, rinfo] = await heard;
    assert.strictEqual(message.toString(), 'from a board');

    peer.send('an answer', rinfo.port, rinfo.address);
    const answer = await board.next(({ udp }) => udp?.toPort === 5000);
    assert.strictEqual(Buffer.from(answer.udp?.payload ?? []).toString(), 'an answer');

    const sender = dgram.createSocket('udp4');
    sender.bind(0, '127.0.0.1');
    await once(sender, 'listening');
    sender.setMulticastInterface('127.0.0.1');
    sender.send('to the group', port, GROUP);
    const grouped = await board.next(({ to }) => addressText(to) === GROUP);
    sender.close();
    assert.strictEqual(Buffer.from(grouped.udp?.payload ?? []).toString(), 'to the group');
    assert.strictEqual(addressText(grouped.from), '10.0.2.2', "the host's loopback has no place on a wire");
    await assert.rejects(
      board.next(({ udp }) => Buffer.from(udp?.payload ?? []).toString() === 'from a board', 300),
      /no such packet/,
      'what boards send does not come back to them',
    );
  } finally {
    peer.close();
    gateway.close();
    await link.close();
  }
});

test('an interface that is not there is named', async () => {
  const link = Link.open();
  await assert.rejects(Gateway.open(link, { multicast: 'nic99' }), {
    name: 'UserError',
    message: /^This machine has no network interface nic99 .*lo/,
  });
  await link.close();
});
