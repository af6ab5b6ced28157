import assert from 'node:assert';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'node:test';
import { Link } from '#toolchain/lab/switch';
import { PROTO_UDP, readPcap } from './lib/frames';
import { Host } from './lib/host';
import { Namespace, namespaceMissing } from './lib/namespace';

const skip = namespaceMissing();

test('a Node process behind the TAP talks to a station of this process; the pcap shows it', { skip }, async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tinygram-'));
  const pcap = path.join(folder, 'kernel.pcap');
  const link = Link.open({ pcap });
  let space: Namespace | undefined;
  try {
    space = await Namespace.open(link, ['192.168.77.1/24', 'fd77::1/64']);
    const host = new Host(link, '192.168.77.9');
    host.serve(7, (request) => Buffer.concat([Buffer.from('echo: '), request.payload]));
    const peer = await space.node();
    const socket = await peer.socket('udp4');
    await socket.send('hello', 7, '192.168.77.9');
    assert.strictEqual(await socket.nextText(), 'echo: hello');
    await peer.exit();
    const datagrams = readPcap(pcap).filter(
      (seen) => seen.protocol === PROTO_UDP && (seen.toPort === 7 || seen.fromPort === 7),
    );
    assert.deepStrictEqual(
      datagrams.map((seen) => [seen.from, seen.to, seen.payload!.toString()]),
      [
        ['192.168.77.1', '192.168.77.9', 'hello'],
        ['192.168.77.9', '192.168.77.1', 'echo: hello'],
      ],
    );
  } finally {
    space?.close();
    await link.close();
    fs.rmSync(folder, { recursive: true });
  }
});
