import assert from 'node:assert';
import * as dgram from 'node:dgram';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { test } from 'node:test';
import { Gateway, type GatewayOptions } from '#toolchain/lab/gateway/gateway';
import { addressBytes, addressText, solicitedNode, text4 } from '#toolchain/lab/packets/address';
import { makeDhcp, OPTION, readDhcp, type Dhcp, type DhcpType } from '#toolchain/lab/packets/dhcp';
import { readDns } from '#toolchain/lab/packets/dns';
import * as packet from '#toolchain/lab/packets/packet';
import { Link } from '#toolchain/lab/switch';
import { StandIn, type Heard } from './lib/stand_in';

const BOARD4 = '10.0.2.15';
const BOARD6 = 'fd74:6e79:6772::15';
const HOST4 = '10.0.2.2';
const HOST6 = 'fd74:6e79:6772::2';
const TO_BOARD = { ip4: BOARD4, ip6: BOARD6 };

interface Scene {
  gateway: Gateway;
  board: StandIn;
  /** A socket of this process on loopback, closed at the end. */
  socket(type: 'udp4' | 'udp6', address?: string, port?: number): Promise<dgram.Socket & { port: number }>;
}

function scene(name: string, options: GatewayOptions, body: (scene: Scene) => Promise<void>): void {
  test(name, { timeout: 30_000 }, async () => {
    const link = Link.open();
    const gateway = await Gateway.open(link, options);
    const board = new StandIn(link, 'b1', gateway.mac, [BOARD4, BOARD6]);
    const sockets: dgram.Socket[] = [];
    const socket: Scene['socket'] = async (type, address = type === 'udp4' ? '127.0.0.1' : '::1', port = 0) => {
      const one = dgram.createSocket(type);
      sockets.push(one);
      one.bind(port, address);
      await once(one, 'listening');
      return Object.assign(one, { port: one.address().port });
    };
    try {
      await body({ gateway, board, socket });
    } finally {
      for (const one of sockets) one.close();
      gateway.close();
      await link.close();
    }
  });
}

const isUdp =
  (toPort: number) =>
  ({ udp }: Heard): boolean =>
    udp?.toPort === toPort;
const textOf = ({ udp }: Heard): string => Buffer.from(udp?.payload ?? []).toString();

for (const [family, from, host] of [
  ['udp4', BOARD4, HOST4],
  ['udp6', BOARD6, HOST6],
] as const) {
  scene(
    `a datagram to the gateway's address reaches the host, and the answer comes back (${family})`,
    {},
    async (s) => {
      const server = await s.socket(family);
      server.on('message', (message, { port, address }) => server.send(`re: ${message.toString()}`, port, address));
      s.board.udp(from, 5000, host, server.port, 'hello');
      const answer = await s.board.next(isUdp(5000));
      assert.deepStrictEqual(
        [addressText(answer.from), answer.udp?.fromPort, textOf(answer)],
        [host, server.port, 're: hello'],
      );
    },
  );

  scene(`datagrams of any size pass both ways in fragments (${family})`, {}, async (s) => {
    const server = await s.socket(family);
    server.on('message', (message, { port, address }) => server.send(message, port, address));
    for (const size of [0, 1472, 1473, 9000, 60_000]) {
      const payload = Buffer.alloc(size, `${size} `);
      s.board.udp(from, 5000, host, server.port, payload);
      const { udp } = await s.board.next(isUdp(5000));
      assert.ok(Buffer.from(udp?.payload ?? []).equals(payload), `${size} bytes`);
    }
  });

  scene(`a closed port of the host is told to the board as unreachable (${family})`, {}, async (s) => {
    const closed = await s.socket(family);
    closed.removeAllListeners();
    const { port } = closed;
    await new Promise<void>((resolve) => {
      const other = dgram.createSocket(family);
      other.bind(0, () => other.close(() => resolve()));
    });
    // Another port than any that listens: one that was free a moment ago.
    const free = await s.socket(family);
    const unused = free.port;
    await new Promise<void>((resolve) => {
      free.close(() => resolve());
      free.close = () => free;
    });
    assert.notStrictEqual(port, unused);
    s.board.udp(from, 5000, host, unused, 'anybody?');
    const { icmp, from: teller } = await s.board.next((heard) => heard.icmp !== undefined && heard.icmp.type < 128);
    assert.deepStrictEqual([icmp?.type, icmp?.code], family === 'udp4' ? [3, 3] : [1, 4]);
    assert.strictEqual(addressText(teller), host);
    const quoted = packet.readIp(
      family === 'udp4' ? packet.ETHER_IPV4 : packet.ETHER_IPV6,
      fixed(icmp?.body.subarray(4)),
    );
    const ports = packet.view(quoted?.payload as Uint8Array);
    assert.deepStrictEqual([ports.getUint16(0), ports.getUint16(2)], [5000, unused]);
  });

  scene(
    `a forwarded port leads to the board, and its answer back, whatever it has sent since (${family})`,
    {
      forwards: [{ host: 0, board: 7, to: TO_BOARD }],
    },
    async (s) => {
      const [port] = s.gateway.ports as [number];
      const [client, elsewhere] = [await s.socket(family), await s.socket(family)];
      client.send('question', port, client.address().address);
      const question = await s.board.next(isUdp(7));
      assert.strictEqual(addressText(question.from), host);
      s.board.udp(from, 7, host, elsewhere.port, 'elsewhere');
      s.board.udp(from, 7, family === 'udp4' ? '239.1.2.3' : 'ff15::123', 5000, 'to all');
      await once(elsewhere, 'message');
      const answered = once(client, 'message') as Promise<[Buffer, dgram.RemoteInfo]>;
      s.board.udp(from, 7, host, question.udp?.fromPort as number, 'answer');
      const [message, rinfo] = await answered;
      assert.deepStrictEqual([message.toString(), rinfo.port], ['answer', port]);
    },
  );
}

/** A quoted packet says the length of the whole; for a reader its length is what is there. */
function fixed(quote: Uint8Array | undefined): Uint8Array {
  const copy = (quote as Uint8Array).slice();
  if (copy[0] === 0x45) packet.view(copy).setUint16(2, copy.length);
  else packet.view(copy).setUint16(4, copy.length - 40);
  return copy;
}

scene(
  'two peers with one port number are told apart',
  { forwards: [{ host: 0, board: 7, to: TO_BOARD }] },
  async (s) => {
    const [port] = s.gateway.ports as [number];
    const one = await s.socket('udp4', '127.0.0.1');
    const other = await s.socket('udp4', '127.0.0.2', one.port);
    for (const [socket, text] of [
      [one, 'one'],
      [other, 'other'],
    ] as const) {
      socket.send(text, port, '127.0.0.1');
      const question = await s.board.next(isUdp(7));
      const answered = once(socket, 'message') as Promise<[Buffer]>;
      s.board.udp(BOARD4, 7, addressText(question.from), question.udp?.fromPort as number, `re: ${textOf(question)}`);
      assert.strictEqual((await answered)[0].toString(), `re: ${text}`);
    }
  },
);

for (const expose of [false, true]) {
  const where = expose ? 'every address' : 'loopback alone';
  scene(`forwarded ports are on ${where}`, { expose, forwards: [{ host: 0, board: 7, to: TO_BOARD }] }, async (s) => {
    const port = (s.gateway.ports[0] as number).toString(16).toUpperCase().padStart(4, '0');
    const bound = ['udp', 'udp6'].flatMap((name) =>
      [...fs.readFileSync(`/proc/net/${name}`, 'utf8').matchAll(/^\s*\d+: ([0-9A-F]+):([0-9A-F]{4}) /gm)]
        .filter((match) => match[2] === port)
        .map((match) => match[1] as string),
    );
    assert.deepStrictEqual(
      bound,
      expose ? ['00000000', '0'.repeat(32)] : ['0100007F', `${'0'.repeat(24)}01000000`],
      'addresses in the order of the kernel',
    );
  });
}

scene('DHCP gives an address, the same again, with router and name server', {}, async (s) => {
  const ask = async (type: DhcpType, wanted?: Uint8Array): Promise<Dhcp> => {
    const message: Dhcp = {
      reply: false,
      transaction: 42,
      broadcast: true,
      client: new Uint8Array(4),
      yours: new Uint8Array(4),
      mac: s.board.mac,
      type,
      options: new Map(wanted ? [[OPTION.requestedAddress, wanted]] : []),
    };
    s.board.udp('0.0.0.0', 68, '255.255.255.255', 67, makeDhcp(message));
    return readDhcp((await s.board.next(isUdp(68))).udp?.payload as Uint8Array) as Dhcp;
  };
  const offer = await ask('discover');
  assert.deepStrictEqual([offer.type, text4(offer.yours), offer.transaction], ['offer', '10.0.2.15', 42]);
  const ack = await ask('request', offer.yours);
  assert.deepStrictEqual([ack.type, text4(ack.yours)], ['ack', '10.0.2.15']);
  const option = (code: number): string => text4(ack.options.get(code) as Uint8Array);
  assert.deepStrictEqual([OPTION.mask, OPTION.router, OPTION.dns].map(option), ['255.255.0.0', HOST4, '10.0.2.3']);
  assert.strictEqual((await ask('request', addressBytes('10.0.2.99'))).type, 'nak');
});

const lookup: GatewayOptions['lookup'] = async (name) => {
  if (name === 'two.example') {
    return [
      { address: '192.0.2.7', family: 4 },
      { address: '2001:db8::7', family: 6 },
    ];
  }
  throw Object.assign(new Error(name), { code: name === 'late.example' ? 'EAI_AGAIN' : 'ENOTFOUND' });
};

scene("names are answered as the host's own resolver does", { lookup }, async (s) => {
  const ask = async (name: string, type: number): Promise<[number | undefined, ...string[]]> => {
    const labels = name.split('.').map((label) => packet.concat(Uint8Array.of(label.length), Buffer.from(label)));
    const query = packet.concat(
      Uint8Array.of(0, 9, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0),
      ...labels,
      Uint8Array.of(0, 0, type, 0, 1),
    );
    s.board.udp(BOARD4, 5353, '10.0.2.3', 53, query);
    const answer = readDns((await s.board.next(isUdp(5353))).udp?.payload as Uint8Array);
    assert.strictEqual(answer?.questions[0]?.name, name);
    return [answer?.rcode, ...(answer?.answers ?? []).map(({ data }) => data)];
  };
  assert.deepStrictEqual(await ask('two.example', 1), [0, '192.0.2.7']);
  assert.deepStrictEqual(await ask('two.example', 28), [0, '2001:db8::7']);
  assert.deepStrictEqual(await ask('none.example', 1), [3]);
  assert.deepStrictEqual(await ask('late.example', 1), [2]);
});

scene('a router solicitation gets the prefix, the router and its name server', {}, async (s) => {
  s.board.icmp('fe80::15', 'ff02::2', { type: 133, code: 0, body: new Uint8Array(4) });
  const { icmp, ttl, from } = await s.board.next((heard) => heard.icmp?.type === 134);
  assert.ok(ttl === 255 && addressText(from).startsWith('fe80::'));
  const options = new Map<number, Uint8Array>();
  const body = icmp?.body as Uint8Array;
  for (let at = 12; at < body.length; at += (body[at + 1] as number) * 8)
    options.set(body[at] as number, body.subarray(at, at + (body[at + 1] as number) * 8));
  assert.strictEqual(addressText(options.get(3)?.subarray(16, 32) as Uint8Array), 'fd74:6e79:6772::');
  assert.strictEqual(addressText(options.get(25)?.subarray(8, 24) as Uint8Array), HOST6);
  assert.deepStrictEqual([...(options.get(1) as Uint8Array).subarray(2)], [...s.gateway.mac]);
});

scene('the gateway answers for its addresses: neighbour solicitation and echo', {}, async (s) => {
  const body = packet.concat(new Uint8Array(4), addressBytes(HOST6), Uint8Array.of(1, 1), s.board.mac);
  s.board.icmp(BOARD6, addressText(solicitedNode(addressBytes(HOST6))), { type: 135, code: 0, body });
  const advertised = await s.board.next((heard) => heard.icmp?.type === 136);
  assert.strictEqual(addressText(advertised.icmp?.body.subarray(4, 20) as Uint8Array), HOST6);
  for (const [from, to, request, reply] of [
    [BOARD4, HOST4, 8, 0],
    [BOARD6, HOST6, 128, 129],
  ] as const) {
    s.board.icmp(from, to, { type: request, code: 0, body: Uint8Array.of(0, 1, 0, 2, 9, 9) });
    const echo = await s.board.next((heard) => heard.icmp?.type === reply);
    assert.deepStrictEqual([...(echo.icmp?.body as Uint8Array)], [0, 1, 0, 2, 9, 9]);
  }
});

scene('what has no place outside is refused or dropped, not sent', {}, async (s) => {
  const outside = s.gateway.counters.out;
  s.board.udp(BOARD4, 5000, '10.0.77.77', 9, 'a neighbour that is not there');
  const { icmp } = await s.board.next((heard) => heard.icmp?.type === 3);
  assert.strictEqual(icmp?.code, 1);
  for (const to of ['127.0.0.1', '0.1.2.3', '169.254.1.1', '250.0.0.1']) s.board.udp(BOARD4, 5000, to, 9, 'no');
  s.board.udp('192.168.1.1', 5000, HOST4, 9, 'a sender that is none of the boards');
  const wrong = packet.makeUdp(addressBytes(BOARD4), 5000, addressBytes(HOST4), 9, Buffer.from('x'));
  wrong[7] = (wrong[7] as number) ^ 1;
  s.board.ip({ from: addressBytes(BOARD4), to: addressBytes(HOST4), protocol: packet.PROTO_UDP, ttl: 64 }, wrong);
  s.board.icmp(BOARD4, HOST4, { type: 8, code: 0, body: new Uint8Array(4) });
  await s.board.next((heard) => heard.icmp?.type === 0);
  assert.strictEqual(s.gateway.counters.out, outside);
  assert.ok(s.gateway.counters.dropped >= 2);
});

scene('a board that opens flows without end loses its own oldest, not those of others', {}, async (s) => {
  const server = await s.socket('udp4');
  const seen = new Set<number>();
  server.on('message', (message, { port, address }) => {
    seen.add(port);
    server.send(message, port, address);
  });
  s.board.udp('10.0.2.16', 6000, HOST4, server.port, 'modest');
  await s.board.next(isUdp(6000));
  const first = [...seen][0];
  // One after the other: the server's socket holds few hundred.
  for (let port = 10_000; port < 10_400; port++) {
    s.board.udp(BOARD4, port, HOST4, server.port, 'greedy');
    await s.board.next(isUdp(port));
  }
  s.board.udp('10.0.2.16', 6000, HOST4, server.port, 'modest');
  await s.board.next(isUdp(6000));
  seen.clear();
  s.board.udp('10.0.2.16', 6000, HOST4, server.port, 'modest');
  await s.board.next(isUdp(6000));
  assert.deepStrictEqual([...seen].includes(first as number), true, 'the flow is the one it was');
});
