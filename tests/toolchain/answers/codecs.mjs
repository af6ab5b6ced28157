// Codecs of protocols and hashes, with messages of their own making and with any bytes. ES modules alone but for the
// packages, as an app is that is written today.
import * as coap from 'coap-packet';
import * as dns from 'dns-packet';
import * as osc from 'osc-min';
import { hmac } from '@noble/hashes/hmac';
import { md5, sha1 } from '@noble/hashes/legacy';
import { sha256, sha512 } from '@noble/hashes/sha2';
import { blake2s } from '@noble/hashes/blake2';
import { keccak_256 } from '@noble/hashes/sha3';
import show from './show.js';

const { answer, chances } = show;
const next = chances(2024);
const bytes = (size) => Buffer.from(Array.from({ length: size }, () => next(256)));

const ANSWERS = [
  { type: 'A', name: 'host.local', ttl: 120, data: '10.0.2.15' },
  { type: 'AAAA', name: 'host.local', data: 'fe80::1:2' },
  { type: 'TXT', name: 'a b.local', data: ['x=1', 'y'] },
  { type: 'SRV', name: 's._udp.local', data: { port: 8080, weight: 1, priority: 2, target: 'host.local' } },
  { type: 'PTR', name: '_s._udp.local', data: 's._udp.local' },
  { type: 'MX', name: 'x.org', data: { preference: 10, exchange: 'mail.x.org' } },
  {
    type: 'SOA',
    name: 'x.org',
    data: { mname: 'ns.x.org', rname: 'me.x.org', serial: 7, refresh: 1, retry: 2, expire: 3, minimum: 4 },
  },
  { type: 'CAA', name: 'x.org', data: { flags: 0, tag: 'issue', value: 'ca.org', issuerCritical: false } },
  { type: 'HINFO', name: 'h', data: { cpu: 'arm', os: 'none' } },
  { type: 'OPT', name: '.', udpPayloadSize: 4096, flags: 0, options: [] },
];
for (const one of ANSWERS) {
  const packet = {
    type: 'response',
    id: next(65536),
    flags: dns.RECURSION_DESIRED,
    answers: [one],
    questions: [{ type: one.type, name: one.name }],
  };
  console.log(
    'dns ' +
      one.type +
      ': ' +
      answer(() => dns.encode(packet)) +
      ' ' +
      answer(() => dns.decode(dns.encode(packet))) +
      ' ' +
      answer(() => dns.streamDecode(dns.streamEncode(packet))),
  );
}
for (let round = 0; round < 60; round++) {
  const message = {
    code: ['GET', '2.05', 'PUT', '4.04'][next(4)],
    confirmable: next(2) === 1,
    messageId: next(65536),
    token: bytes(next(9)),
    payload: bytes(next(20)),
    options: Array.from({ length: next(4) }, () => ({
      name: ['Uri-Path', 'Etag', 'Observe', 'Size1'][next(4)],
      value: bytes(next(5)),
    })),
  };
  console.log(
    'coap ' +
      round +
      ': ' +
      answer(() => coap.generate(message)) +
      ' ' +
      answer(() => coap.parse(coap.generate(message))),
  );
}
for (let round = 0; round < 150; round++) {
  const any = bytes(next(48));
  // Of a header that is right more is read.
  const like = Buffer.concat([Buffer.from([0x40 | next(5), next(256), 1, 2]), any]);
  console.log(
    'any ' +
      round +
      ': ' +
      [() => dns.decode(any), () => coap.parse(any), () => coap.parse(like), () => osc.fromBuffer(any)]
        .map((call) => answer(call))
        .join(' '),
  );
}
const VALUES = [
  1,
  -7,
  0.5,
  'text',
  true,
  false,
  null,
  bytes(5),
  { type: 'double', value: 1e-7 },
  { type: 'timetag', value: [1, 2] },
  [1, 'two'],
  { type: 'bigint', value: 5n },
  -0,
  3.0000001,
  '',
];
for (let round = 0; round < 40; round++) {
  const args = Array.from({ length: next(4) }, () => VALUES[next(VALUES.length)]);
  const packet = next(4)
    ? { address: '/a/' + round, args }
    : { timetag: [next(100), 0], elements: [{ address: '/in', args }] };
  console.log(
    'osc ' +
      round +
      ': ' +
      answer(() => new Uint8Array(osc.toBuffer(packet).buffer)) +
      ' ' +
      answer(() => osc.fromBuffer(osc.toBuffer(packet))),
  );
}
const HASHES = { md5, sha1, sha256, sha512, blake2s, keccak_256 };
for (const [name, hash] of Object.entries(HASHES)) {
  for (const size of [0, 1, 55, 56, 64, 111, 112, 200]) {
    const text = bytes(size);
    console.log(name + ' ' + size + ': ' + answer(() => hash(text)) + ' ' + answer(() => hmac(hash, text, text)));
  }
}
