import assert from 'node:assert';
import { test, type TestContext } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import { addressText } from '#toolchain/lab/packets/address';
import { PROTO_ICMP } from '#toolchain/lab/packets/packet';
import { engineMissing, firmwareOf, targets, type Target } from '../runner/targets';
import { scratch } from '../toolchain/lib/scratch';
import { readPcap } from './lib/frames';
import { Namespace, namespaceMissing, type Running } from './lib/namespace';

const skip = namespaceMissing();
const ports: Target[] = targets(process.env.PORT, process.env.ENGINE).filter(
  ({ port, engine }) => port !== 'qemu-riscv' && engineMissing(engine) === undefined,
);
const host = ports.find(({ port }) => port === 'host') ?? (ports[0] as Target);

/** `tinygram run app.js` in a namespace; the image is built there too. */
async function start(space: Namespace, target: Target, app: string, ...options: string[]): Promise<Running> {
  await firmwareOf(target);
  const cwd = scratch({ 'app.js': app, 'package.json': '{}' });
  const own = ['run', 'app.js', '--target', target.port, '--engine', target.engine, ...options];
  return space.run([process.execPath, inRoot('build', 'toolchain', 'cli.js'), ...own], { cwd });
}

function spaces(t: TestContext): [Namespace, Namespace] {
  const pair = Namespace.pair();
  t.after(async () => {
    for (const space of pair) await space.stop();
  });
  return pair;
}

// A device of both families: member of a group, tells the group and everyone, answers whoever asks.
const DEVICE = `
const dgram = require('dgram');
for (const [type, group, port] of [['udp4', '239.77.1.1', 41234], ['udp6', 'ff15::77', 41236]]) {
  const socket = dgram.createSocket(type);
  socket.on('message', (message, from) => {
    console.log(type, 'heard', String(message), 'from', from.address);
    if (String(message).startsWith('ask')) socket.send('answer to ' + message, from.port, from.address);
  });
  socket.bind(port, () => {
    socket.addMembership(group);
    if (type === 'udp4') socket.setBroadcast(true);
    console.log(type, 'is ready');
    setInterval(() => {
      socket.send(type + ' to the group', 5000, group);
      if (type === 'udp4') socket.send('to everyone', 5000, '255.255.255.255');
    }, 100);
  });
}
`;

// A peer on the cable; "!" in what it prints keeps it apart from what the boards say.
const PEER = `
const dgram = require('node:dgram');
const sides = [
  ['udp4', '239.77.1.1', '10.9.0.255', '10.9.0.2'],
  ['udp6', 'ff15::77%eth0', '', '::%eth0'],
];
for (const [type, group, everyone, own] of sides) {
  const socket = dgram.createSocket({ type, ipv6Only: type === 'udp6' });
  const port = type === 'udp4' ? 41234 : 41236;
  socket.on('message', (message, from) => console.log(type + '! ' + message + ' from ' + from.address));
  socket.bind(5000, () => {
    socket.addMembership(group.replace('%eth0', ''), own);
    socket.setMulticastInterface(own);
    if (everyone) socket.setBroadcast(true);
    setInterval(() => {
      socket.send('ask the group', port, group);
      if (everyone) socket.send('ask everyone', port, everyone);
      socket.send('ask the port', port, type === 'udp4' ? '10.9.0.1' : 'fd99::1');
    }, 100);
  });
}
`;

test(
  'multicast, broadcast and exposed ports pass between boards and an interface',
  { skip, timeout: 120_000 },
  async (t) => {
    const [here, there] = spaces(t);
    const ways = ['--udp', '41234', '--udp', '41236', '--multicast', 'eth0', '--expose'];
    const run = await start(here, host, DEVICE, ...ways);
    for (const type of ['udp4', 'udp6']) await run.prints(new RegExp(`^${type} is ready`, 'm'), 60_000);
    const peer = there.run([process.execPath, '-e', PEER]);
    await peer.prints(/^udp4! udp4 to the group from 10\.9\.0\.1$/m);
    await peer.prints(/^udp6! udp6 to the group from (fd99::1|fe80::\S+)$/m);
    await peer.prints(/^udp4! to everyone from 10\.9\.0\.1$/m);
    await run.prints(/^udp4 heard ask the group from 10\.9\.0\.2$/m);
    await run.prints(/^udp6 heard ask the group from \S+$/m);
    await run.prints(/^udp4 heard ask everyone from 10\.9\.0\.2$/m);
    await peer.prints(/^udp4! answer to ask the group from 10\.9\.0\.1$/m);
    await peer.prints(/^udp4! answer to ask everyone from 10\.9\.0\.1$/m);
    await peer.prints(/^udp6! answer to ask the group from \S+$/m);
    await peer.prints(/^udp4! answer to ask the port from 10\.9\.0\.1$/m);
    await peer.prints(/^udp6! answer to ask the port from fd99::1$/m);
    assert.strictEqual(await run.end(), 143);
  },
);

test('what the outside says of a datagram comes back as the error it is', { skip, timeout: 90_000 }, async (t) => {
  const [here] = spaces(t);
  here.ip('route', 'add', 'unreachable', '203.0.113.1');
  here.ip('route', 'add', 'prohibit', '203.0.113.2');
  // The router of IPv6 makes itself known a moment after the start.
  const app = `
    const all = [['udp4', '10.9.0.2'], ['udp6', 'fd99::2'], ['udp4', '203.0.113.1'], ['udp4', '203.0.113.2']];
    setTimeout(() => all.concat([['udp4', '198.51.100.1']]).forEach(([type, address]) => {
      const socket = require('dgram').createSocket(type);
      socket.on('error', (error) => { console.log(address, error.code); clearInterval(timer); socket.close(); });
      socket.connect(9, address);
      const timer = setInterval(() => socket.send('anybody?'), 200);
    }), 500);
  `;
  const pcap = `${scratch({})}/run.pcap`;
  const run = await start(here, host, app, '--pcap', pcap);
  await run.prints(/^10\.9\.0\.2 ECONNREFUSED$/m, 60_000);
  await run.prints(/^fd99::2 ECONNREFUSED$/m);
  // Type, code, and where the datagram should have gone: host, network and "forbidden" are no end for a socket.
  const wanted = ['3/3 10.9.0.2', '3/1 203.0.113.1', '3/13 203.0.113.2', '3/0 198.51.100.1'];
  for (const end = Date.now() + 20_000; !wanted.every((one) => unreachable(pcap).has(one)); await pause(100))
    assert.ok(Date.now() < end, [...unreachable(pcap)].join());
});

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What ICMP has said in a pcap: type/code and the destination of the packet that it quotes. */
function unreachable(pcap: string): Set<string> {
  const said = new Set<string>();
  for (const { protocol, type, code, payload } of readPcap(pcap)) {
    if (protocol === PROTO_ICMP && type === 3 && payload)
      said.add(`3/${code} ${addressText(payload.subarray(20, 24))}`);
  }
  return said;
}

for (const target of ports) {
  const name = `${target.port}/${target.engine}`;
  test(
    `--net tap:NAME puts a board on a TAP device of this machine (${name})`,
    { skip, timeout: 90_000 },
    async (t) => {
      const [here] = spaces(t);
      here.ip('tuntap', 'add', 'tap9', 'mode', 'tap');
      here.ip('address', 'add', '192.168.50.1/24', 'dev', 'tap9');
      here.ip('link', 'set', 'tap9', 'up');
      const app = `
      const socket = require('dgram').createSocket('udp4');
      socket.on('message', (message, from) => socket.send('re: ' + message, from.port, from.address));
      socket.bind(7, () => console.log('ready'));
    `;
      const run = await start(here, target, app, '--net', 'tap:tap9', '--boot', 'ip=192.168.50.2/24');
      await run.prints(/^ready$/m, 60_000);
      const ask = `
      const socket = require('node:dgram').createSocket('udp4');
      const timer = setInterval(() => socket.send('hello', 7, '192.168.50.2'), 100);
      socket.on('message', (message) => { console.log(String(message)); clearInterval(timer); socket.close(); });
    `;
      await here.run([process.execPath, '-e', ask]).prints(/^re: hello$/m);
    },
  );

  test(`--net none leaves a board its loopback (${name})`, { skip, timeout: 90_000 }, async (t) => {
    const [here] = spaces(t);
    const app = `
      console.log(Object.keys(require('os').networkInterfaces()).join());
      const socket = require('dgram').createSocket('udp4');
      socket.on('message', (message) => { console.log(String(message)); socket.close(); });
      socket.bind(7, () => socket.send('to myself', 7, '127.0.0.1'));
      const out = require('dgram').createSocket('udp4');
      out.send('anybody?', 7, '10.0.2.2', (error) => { console.log(error.code); out.close(); });
    `;
    const run = await start(here, target, app, '--net', 'none');
    await run.prints(/^lo0?$/m, 60_000);
    await run.prints(/^to myself$/m);
    await run.prints(/^ENETUNREACH$/m);
    assert.doesNotMatch(run.output, /warning/);
  });
}
