/* ARP and neighbour discovery that put a host at no place, at a group's or at the device's own are not believed: what
 * is sent to it would be lost. */
import assert from 'node:assert';
import { address4, address6, onBench } from './lib/bench';
import { ETHER_ARP, ethernet, ip4Bytes, ip6Bytes, macBytes } from './lib/frames';
import { listenBesideStranger, PEER4, PEER6 } from './lib/neighbour';

const DEVICE4 = address4(0);
const DEVICE6 = address6(0);

onBench('answers go to a host, whatever is said of where it is', {}, async (bench) => {
  const { device, stranger, v4, v6 } = await listenBesideStranger(bench);
  const say = async (text: string): Promise<void> => {
    await v4.send(text, 9, PEER4);
    await v6.send(text, 9, PEER6);
    assert.ok(await stranger.heard(PEER4, 9, text), `IPv4, ${text}`);
    assert.ok(await stranger.heard(PEER6, 9, text), `IPv6, ${text}`);
  };
  const nowhere = ['00:00:00:00:00:00', device.mac, 'ff:ff:ff:ff:ff:ff', '33:33:00:00:00:01'];
  const claim = async (mac: string): Promise<void> => {
    for (const operation of [1, 2]) {
      const body = [Buffer.from([0, 1, 8, 0, 6, 4, 0, operation]), macBytes(mac), ip4Bytes(PEER4)];
      const to = [macBytes(device.mac), ip4Bytes(DEVICE4)];
      stranger.raw(ethernet(device.mac, stranger.mac, ETHER_ARP, Buffer.concat([...body, ...to])));
    }
    const option = (type: number): Buffer => Buffer.concat([Buffer.from([type, 1]), macBytes(mac)]);
    const asks = Buffer.concat([Buffer.alloc(4), ip6Bytes(DEVICE6), option(1)]);
    const tells = Buffer.concat([Buffer.from([0x60, 0, 0, 0]), ip6Bytes(PEER6), option(2)]);
    stranger.icmp6(PEER6, DEVICE6, 135, 0, asks, 255);
    stranger.icmp6(PEER6, DEVICE6, 136, 0, tells, 255);
    // Handled in their order: what was claimed is behind the device when this arrives.
    stranger.datagram('192.168.77.8', 5000, DEVICE4, 7000, mac);
    assert.strictEqual(await v4.nextText(), mac);
  };
  for (const mac of nowhere) await claim(mac); // nothing is known of the host yet
  await say('first');
  for (const mac of nowhere) {
    await claim(mac);
    await say(`not at ${mac}`);
  }
  stranger.close();
});
