import assert from 'node:assert';
import { type Bench, onBench } from './lib/bench';
import { ACK, DISCOVER, OFFER, serveDhcp } from './lib/dhcp';
import { answerDns, Host } from './lib/host';

const SERVER = '192.168.77.53';
const LEASE = '192.168.77.40';
let server: Host;
const prepare = (bench: Bench): void => {
  server = new Host(bench.link, SERVER);
  serveDhcp(server, (kind) => ({
    kind: kind === DISCOVER ? OFFER : ACK,
    address: LEASE,
    server: SERVER,
    mask: '255.255.255.0',
    router: SERVER,
    dns: [SERVER],
  }));
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
