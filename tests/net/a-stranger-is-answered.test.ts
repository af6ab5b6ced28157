/* A host that never asked for the device's address: its first datagram is heard and answered; its first ping makes the
 * device ask for the host, and the second is answered. */
import assert from 'node:assert';
import { address4, address6, type Device, onBench } from './lib/bench';
import { icmp4, icmp6, PROTO_ICMP, PROTO_ICMP6, type Seen } from './lib/frames';
import { Stranger } from './lib/stranger';

const DATAGRAM4 = '192.168.77.9';
const PING4 = '192.168.77.10';
const DATAGRAM6 = 'fd77::9';
const PING6 = 'fd77::10';

const echoes = async (device: Device, family: 'udp4' | 'udp6', port: number): Promise<() => Promise<void>> => {
  const socket = await device.socket(family);
  await socket.bind(port);
  return async () => {
    const { data, from } = await socket.next();
    await socket.send(data!.toString(), from.port, from.address);
  };
};

onBench('the first datagram is answered, and the second ping', {}, async (bench) => {
  const device = bench.boards[0]!;
  const stranger = new Stranger(bench.link, device.mac, [DATAGRAM4, PING4, DATAGRAM6, PING6]);
  const answer4 = await echoes(device, 'udp4', 7000);
  const answer6 = await echoes(device, 'udp6', 7002);
  stranger.datagram(DATAGRAM4, 5000, address4(0), 7000, 'first');
  await answer4();
  assert.ok(await stranger.heard(DATAGRAM4, 5000, 'first'));
  stranger.datagram(DATAGRAM6, 5000, address6(0), 7002, 'first');
  await answer6();
  assert.ok(await stranger.heard(DATAGRAM6, 5000, 'first'));

  const ping = (number: number): void => {
    const body = Buffer.from([0, 1, 0, number, 1, 2, 3, 4]);
    stranger.ip4({ from: PING4, to: address4(0), protocol: PROTO_ICMP }, icmp4(8, 0, body));
    stranger.ip6({ from: PING6, to: address6(0), next: PROTO_ICMP6 }, icmp6(PING6, address6(0), 128, 0, body));
  };
  const answers = (type: number): number[] =>
    stranger.seen.filter((seen) => seen.type === type).map((seen: Seen) => seen.payload![3]!);
  ping(1);
  await stranger.until((seen) => seen.some(({ arp, to }) => arp === 1 && to === PING4), 'the device does not ask');
  await stranger.until(
    (seen) =>
      seen.some(
        ({ type, payload }) =>
          type === 135 && payload!.subarray(4, 20).equals(Buffer.from('fd770000000000000000000000000010', 'hex')),
      ),
    'the device does not ask',
  );
  await new Promise((resolve) => setTimeout(resolve, 200));
  ping(2);
  await stranger.until(() => answers(0).includes(2) && answers(129).includes(2), 'the second is not answered');
  assert.deepStrictEqual([answers(0), answers(129)], [[2], [2]]);
  stranger.close();
});
