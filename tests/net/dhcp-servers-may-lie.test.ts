/* Whatever answers for DHCP on the link, the device goes on: what is no offer is none, what is granted can be used. */
import assert from 'node:assert';
import { address6, type Bench, onBench } from './lib/bench';
import { ACK, DISCOVER, NAK, OFFER, reply, REQUEST, serveDhcp, type Terms } from './lib/dhcp';
import { answerDns, Host } from './lib/host';
import { PEER6 } from './lib/neighbour';
import { Stranger } from './lib/stranger';

const SERVER = '192.168.77.53';
const LEASE = '192.168.77.40';
const OTHER = '192.168.77.41';
const GOOD = { address: LEASE, server: SERVER, mask: '255.255.255.0', router: SERVER, dns: [SERVER] };
const words = (): string[] => ['dhcp', `ip6=${address6(0)}/64`];

/** What a lying server grants, one after the other. */
const GRANTS: Omit<Terms, 'kind'>[] = [
  {
    address: '192.168.77.255',
    server: '127.0.0.1',
    mask: '0.0.0.0',
    router: '127.0.0.1',
    dns: ['127.0.0.1', '255.255.255.255'],
    lease: 0,
  },
  {
    address: LEASE,
    server: '255.255.255.255',
    mask: '255.0.255.1',
    router: '224.0.0.1',
    dns: ['224.0.0.251', LEASE],
    lease: 1,
    renewal: 0xffffffff,
    rebinding: 0,
  },
  { address: '10.0.0.1', server: '0.0.0.0', mask: '255.255.255.255', router: '10.0.0.1', lease: 1, renewal: 0 },
];

/** What no client may take for an offer. */
function noOffers(discovery: Buffer): Buffer[] {
  const offer = (terms: Partial<Terms>): Buffer => reply(discovery, { ...GOOD, kind: OFFER, ...terms });
  const changed = (at: number): Buffer => {
    const bytes = offer({});
    bytes[at]! ^= 0x55;
    return bytes;
  };
  const overload = (place: number): Buffer => {
    const bytes = reply(discovery, { ...GOOD, kind: OFFER, tail: Buffer.from([52, 1, 3, 255]) });
    bytes.fill(54, place, place + 2); // an option that goes beyond its field, of 64 or 128 bytes
    bytes.fill(200, place + 1, place + 2);
    return bytes;
  };
  return [
    ...['127.0.0.1', '224.0.0.1', '255.255.255.255', '240.0.0.1'].map((address) => offer({ address })),
    changed(4), // not this exchange
    changed(28), // another client's
    changed(0), // a question
    ...[0, 100, 239, 241, 243].map((size) => offer({}).subarray(0, size)),
    offer({ tail: Buffer.from([51, 200, 1]) }), // beyond the end
    offer({ tail: Buffer.from([1, 0, 255]) }),
    offer({ tail: Buffer.from([52, 1, 3]) }), // without an end
    offer({ tail: Buffer.from([53]) }),
    overload(44),
    overload(108),
  ];
}

let server: Host;
const attach = (bench: Bench): void => {
  server = new Host(bench.link, SERVER);
};

let refused = 0;
const refusing = (bench: Bench): void => {
  attach(bench);
  refused = 0;
  serveDhcp(server, (kind) => ({ ...GOOD, kind: kind === DISCOVER ? OFFER : ++refused > 2000 ? ACK : NAK }));
};

onBench('a storm of refusals ends with the lease', { words, prepare: refusing, timeout: 90_000 }, async (bench) => {
  const device = bench.boards[0]!;
  const stranger = new Stranger(bench.link, device.mac, [PEER6]);
  const socket = await device.socket('udp6');
  await socket.bind(7002);
  for (let i = 0; refused <= 2000; i++) {
    stranger.datagram(PEER6, 5000, address6(0), 7002, `at ${i}`);
    assert.strictEqual(await socket.nextText(), `at ${i}`);
  }
  const v4 = await device.socket('udp4');
  await v4.bind(7000);
  server.send(5000, LEASE, 7000, Buffer.from('to the lease'), device.mac);
  assert.strictEqual(await v4.nextText(), 'to the lease');
  stranger.close();
});

const lying = (bench: Bench): void => {
  attach(bench);
  server.serve(53, ({ payload }) => answerDns(payload, { 'true.example': { a: ['192.0.2.1'] } }));
  let asked = 0;
  const grants = [...GRANTS];
  serveDhcp(server, (kind, message) => {
    if (kind === REQUEST) {
      const grant = grants.shift();
      // The largest lease that has an end.
      return grant === undefined ? { ...GOOD, kind: ACK, lease: 0xfffffffe } : { ...grant, kind: ACK };
    }
    if (asked++ === 0)
      for (const lie of noOffers(message)) server.send(67, '255.255.255.255', 68, lie, 'ff:ff:ff:ff:ff:ff');
    return { ...(grants[0] ?? GOOD), kind: OFFER };
  });
};

onBench(
  'nonsense is no offer, and what is granted stops nothing',
  { words, prepare: lying, timeout: 120_000 },
  async (bench) => {
    const device = bench.boards[0]!;
    const stranger = new Stranger(bench.link, device.mac, [PEER6]);
    const v6 = await device.socket('udp6');
    const v4 = await device.socket('udp4');
    await v6.bind(7002);
    await v4.bind(7000);
    const end = Date.now() + 90_000;
    const addresses = async (): Promise<string[]> =>
      Object.values(await device.interfaces())
        .flat()
        .filter(({ family, internal }) => String(family).endsWith('4') && !internal)
        .map(({ address }) => address);
    const seen = new Set<string>();
    const isGood = (): boolean =>
      bench.frames().filter(({ toPort, from }) => toPort === 67 && from === '0.0.0.0').length > 7;
    for (let i = 0; !(isGood() && (await addresses()).includes(LEASE)); i++) {
      assert.ok(Date.now() < end, `not in time: ${[...seen].join(' ')}`);
      (await addresses()).forEach((address) => seen.add(address));
      stranger.datagram(PEER6, 5000, address6(0), 7002, `at ${i}`);
      assert.strictEqual(await v6.nextText(), `at ${i}`);
      // Wherever these go, they end.
      await v4.send('anywhere', 9, '192.0.2.1').catch(() => undefined);
      await device.lookup(`name${i}.example`, { family: 4 }).catch(() => undefined);
    }
    assert.deepStrictEqual(await device.lookup('true.example', { family: 4 }), [{ address: '192.0.2.1', family: 4 }]);
    const discoveries = (): number => bench.frames().filter(({ toPort }) => toPort === 67).length;
    const before = discoveries();
    await new Promise((resolve) => setTimeout(resolve, 7000));
    assert.strictEqual(discoveries(), before, 'a lease of 136 years ends in seconds');
    server.send(5000, LEASE, 7000, Buffer.from('to the lease'), device.mac);
    assert.strictEqual(await v4.nextText(), 'to the lease');
    stranger.close();
  },
);

const moving = (bench: Bench): void => {
  attach(bench);
  const other = new Host(bench.link, '192.168.77.54', 'other');
  server.serve(53, ({ payload }) => answerDns(payload, { 'who.example': { a: ['192.0.2.1'] } }));
  other.serve(53, ({ payload }) => answerDns(payload, { 'who.example': { a: ['192.0.2.66'] } }));
  let granted = 0;
  serveDhcp(server, (kind) =>
    kind === DISCOVER
      ? { ...GOOD, kind: OFFER }
      : granted++ === 0
        ? { ...GOOD, kind: ACK, renewal: 1 }
        : { ...GOOD, kind: ACK, address: OTHER, dns: ['192.168.77.54'] },
  );
};

onBench('servers that an app has chosen outlive the lease', { words, prepare: moving, boards: 0 }, async (bench) => {
  const lookups = (address: string): string =>
    `require('dns').lookup('who.example', 4, (error, found) => console.log('${address}', error ? error.code : found));`;
  const output = await bench.run(
    `const dns = require('dns'), os = require('os'), dgram = require('dgram');
     ${lookups('by DHCP')}
     const bound = dgram.createSocket('udp4');
     bound.bind(7000, '${LEASE}', () => setTimeout(() => {
       dns.setServers(['${SERVER}']);
       ${lookups('chosen')}
       const wait = setInterval(() => {
         const own = Object.values(os.networkInterfaces()).flat().map(({ address }) => address);
         if (!own.includes('${OTHER}')) return;
         clearInterval(wait);
         console.log('servers', dns.getServers().join());
         dns.lookup('other.example', 4, (error) => console.log('other', error.code));
         bound.send('x', 9, '${SERVER}', (error) => { console.log('bound', error && error.code); bound.close(); });
         const any = dgram.createSocket('udp4');
         any.send('x', 9, '${SERVER}', (error) => { console.log('any', error); any.close(); });
       }, 100);
     }, 500));`,
    words(),
  );
  const lines = ['by DHCP 192.0.2.1', 'chosen 192.0.2.1', `servers ${SERVER}`, 'other ENOTFOUND', 'bound EINVAL'];
  for (const line of lines) assert.ok(output.includes(line), `${line} in\n${output}`);
  assert.match(output, /any null/);
});

/* The lines of names are long, and each of them ends when no server can be asked any more: one after the other, not one
 * inside the other. */
const NAMES = 60;
const leaving = (bench: Bench): void => {
  attach(bench);
  let granted = 0;
  serveDhcp(server, (kind) => {
    if (granted > 0 && kind === DISCOVER) return undefined;
    if (kind === DISCOVER) return { ...GOOD, kind: OFFER, dns: ['192.168.77.99'] };
    return granted++ === 0 ? { ...GOOD, kind: ACK, dns: ['192.168.77.99'], renewal: 1 } : { ...GOOD, kind: NAK };
  });
};

onBench('all names that wait fail when the address goes', { words, prepare: leaving, boards: 0 }, async (bench) => {
  const output = await bench.run(
    `const dns = require('dns');
     let left = ${NAMES};
     const began = Date.now();
     for (let i = 0; i < ${NAMES}; i++)
       dns.lookup('name' + i + '.example', (error) => {
         if (--left === 0) console.log('last', error.code, Date.now() - began < 30000);
       });`,
    words(),
  );
  assert.match(output, /last EAI_AGAIN true/);
});
