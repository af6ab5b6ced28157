/* Fragments in a host's name that never become whole, and others' that use up the room for them, some a second. */
import assert from 'node:assert';
import { address4, onBench } from './lib/bench';
import { PROTO_UDP, udp4 } from './lib/frames';
import { PEER4 } from './lib/neighbour';
import { Stranger } from './lib/stranger';

const DEVICE4 = address4(0);
/** More than any board has room for, and few enough for its ring of receive buffers. */
const FORGED = 8;

onBench(
  "a host's large datagrams arrive while others forge its name",
  { timeout: 120_000, badChecksums: true },
  async (bench) => {
    const device = bench.boards[0]!;
    const stranger = new Stranger(bench.link, device.mac, [PEER4]);
    const socket = await device.socket('udp4');
    await socket.bind(7000);
    let identification = 30_000;
    const part = (from: string): void =>
      stranger.ip4(
        {
          from,
          to: DEVICE4,
          protocol: PROTO_UDP,
          identification: identification++,
          fragment: { offset: 0, more: true },
        },
        Buffer.alloc(64),
      );
    let size = 3000;
    const large = async (when: string): Promise<void> => {
      const segment = udp4(PEER4, 5000, DEVICE4, 7000, Buffer.alloc(++size));
      const id = identification++;
      for (let offset = 0; offset < segment.length; offset += 1480) {
        const more = offset + 1480 < segment.length;
        stranger.ip4(
          { from: PEER4, to: DEVICE4, protocol: PROTO_UDP, identification: id, fragment: { offset, more } },
          segment.subarray(offset, offset + 1480),
        );
      }
      assert.strictEqual((await socket.messages.take(5000))?.from.size, size, when);
    };
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1000));
    await large('before');
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < FORGED; i++) part(PEER4);
      await new Promise((resolve) => setTimeout(resolve, 50));
      for (let i = 0; i < FORGED; i++) part(`10.${round}.0.${i + 1}`);
      for (let i = 0; i < 4; i++) {
        await pause();
        await large(`${round}.${i}`);
        // In their names too, so that the oldest that is waited for is another's.
        for (let k = 0; k < 2; k++) part(`10.${round}.${i + 1}.${k + 1}`);
        part(PEER4);
      }
    }
    stranger.close();
  },
);
