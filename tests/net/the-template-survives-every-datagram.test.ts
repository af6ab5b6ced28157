/* What people copy: the app of `tinygram new` answers after every kind of datagram and error. */
import assert from 'assert';
import * as fs from 'fs';
import { test } from 'node:test';
import { startBoard } from '#toolchain/boards/board';
import { inRoot } from '#toolchain/build/paths';
import { Link, macFor } from '#toolchain/lab/switch';
import { engineMissing, firmwareOf, targetName, targets } from '../runner/targets';
import { App } from './lib/app';
import { icmp4, ipv4, PROTO_ICMP, PROTO_UDP, udp4 } from './lib/frames';
import { Stranger } from './lib/stranger';

const PEER = '192.168.77.9';
const DEVICE = '192.168.77.2';
const PORT = 41234;

for (const target of targets(process.env.PORT, process.env.ENGINE)) {
  test(
    `the template goes on (${targetName(target)})`,
    { skip: engineMissing(target.engine), timeout: 120_000 },
    async () => {
      const source = fs.readFileSync(inRoot('toolchain', 'templates', 'echo', 'src', 'app.ts'), 'utf8');
      const app = await App.build(target, source);
      const mac = macFor('board0');
      const link = Link.open();
      const stranger = new Stranger(link, mac, [PEER]);
      const board = await startBoard({
        port: target.port,
        firmware: await firmwareOf(target),
        image: app.image,
        timeoutMs: 60_000,
        words: [`ip=${DEVICE}/24`, `mac=${mac}`],
        network: { kind: 'link', socket: await link.plug('board0') },
      });
      try {
        await board.waitFor(`listening 0.0.0.0:${PORT}`, 20_000);
        const lives = async (after: string): Promise<void> => {
          stranger.datagram(PEER, 5000, DEVICE, PORT, after);
          assert.ok(await stranger.heard(PEER, 5000, after), `after ${after}:\n${board.output}`);
        };
        await lives('its start');
        stranger.datagram(PEER, 0, DEVICE, PORT, 'from port 0');
        await lives('source port 0');
        stranger.datagram(PEER, 5000, DEVICE, PORT, '');
        await lives('an empty datagram');
        stranger.datagram(
          PEER,
          5000,
          DEVICE,
          PORT,
          Buffer.from(Array.from({ length: 1400 }, (_, i) => 255 - (i % 256))),
        );
        await lives('bytes that are no text');
        stranger.datagram('192.168.77.250', 5000, DEVICE, PORT, 'nobody answers for me');
        await lives('a sender that is not there');
        stranger.datagram('10.1.2.3', 5000, DEVICE, PORT, 'from where no route leads');
        await lives('a sender without a route');
        const quote = ipv4(
          { from: DEVICE, to: PEER, protocol: PROTO_UDP },
          udp4(DEVICE, PORT, PEER, 5000, Buffer.alloc(1)),
        );
        stranger.ip4(
          { from: PEER, to: DEVICE, protocol: PROTO_ICMP },
          icmp4(3, 3, Buffer.concat([Buffer.alloc(4), quote])),
        );
        await lives('an error of ICMP');
      } finally {
        board.kill();
        await board.exited;
        stranger.close();
        await link.close();
        app.remove();
      }
    },
  );
}
