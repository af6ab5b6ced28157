import assert from 'node:assert';
import { type Bench, onBench } from './lib/bench';
import { ip4Bytes } from './lib/frames';
import { answerDns, Host } from './lib/host';

const SERVER = '192.168.77.53';
const LEASE = '192.168.77.40';
const COOKIE = Buffer.from([99, 130, 83, 99]);

/** The value of an option of a DHCP message. */
function option(message: Buffer, wanted: number): Buffer | undefined {
  for (let at = 240; at < message.length && message[at] !== 255;) {
    if (message[at] === 0) {
      at++;
      continue;
    }
    const length = message[at + 1]!;
    if (message[at] === wanted) {
      return message.subarray(at + 2, at + 2 + length);
    }
    at += 2 + length;
  }
  return undefined;
}

/** Offers LEASE to a discovery and acknowledges a request for it. */
function answerDhcp(message: Buffer): Buffer | undefined {
  const kind = option(message, 53)?.[0];
  if (kind !== 1 && kind !== 3) {
    return undefined;
  }
  const reply = Buffer.alloc(236);
  message.copy(reply, 0, 0, 34);
  reply[0] = 2;
  reply.set(ip4Bytes(LEASE), 16);
  reply.set(ip4Bytes(SERVER), 20);
  const options = [
    [53, 1, kind === 1 ? 2 : 5],
    [54, 4, ...ip4Bytes(SERVER)],
    [51, 4, 0, 0, 14, 16],
    [1, 4, 255, 255, 255, 0],
    [3, 4, ...ip4Bytes(SERVER)],
    [6, 4, ...ip4Bytes(SERVER)],
    [255],
  ];
  return Buffer.concat([reply, COOKIE, Buffer.from(options.flat())]);
}

let server: Host;
const prepare = (bench: Bench): void => {
  server = new Host(bench.link, SERVER);
  server.serve(67, (request) => answerDhcp(request.payload));
  server.serve(53, (request) => answerDns(request.payload, { 'leased.example': { a: ['192.0.2.77'] } }));
};

const words = (): string[] => ['dhcp'];

onBench('a device that asks by DHCP gets its address, router and name server', { prepare, words }, async (bench) => {
  const device = bench.boards[0]!;
  const interfaces = Object.values(await device.interfaces()).flat();
  const entry = interfaces.find(({ address }) => address === LEASE);
  assert.strictEqual(entry?.netmask, '255.255.255.0');
  assert.deepStrictEqual(await device.lookup('leased.example', { family: 4 }), [{ address: '192.0.2.77', family: 4 }]);
  const socket = await device.socket('udp4');
  await socket.bind(4000);
  server.send(4001, LEASE, 4000, Buffer.from('to the lease'), device.mac);
  assert.strictEqual(await socket.nextText(), 'to the lease');
});
