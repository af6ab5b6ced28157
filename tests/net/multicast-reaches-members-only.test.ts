import assert from 'node:assert';
import { onBench } from './lib/bench';

for (const [family, group] of [
  ['udp4', '239.1.2.3'],
  ['udp6', 'ff15::1:2:3'],
] as const) {
  onBench(
    `${family} multicast reaches the boards and the Linux that have joined, until they leave`,
    { boards: 3, kernel: true },
    async (bench) => {
      const peer = await bench.kernel.node();
      const linux = await peer.socket(family);
      const [sender, joined, stranger] = await Promise.all(bench.boards.map((board) => board.socket(family)));
      for (const socket of [linux, sender!, joined!, stranger!]) await socket.bind(4000);
      const zone = family === 'udp6' ? '::%tap0' : '192.168.77.1';
      await linux.call('addMembership', group, zone);
      await joined!.call('addMembership', group);
      await sender!.send('to the group', 4000, group);
      assert.strictEqual(await joined!.nextText(), 'to the group');
      assert.strictEqual(await linux.nextText(), 'to the group');
      await stranger!.quiet(200);

      await linux.call('setMulticastInterface', zone);
      await linux.send('from Linux', 4000, group);
      assert.strictEqual(await joined!.nextText(), 'from Linux');
      await stranger!.quiet(200);

      await joined!.call('dropMembership', group);
      await stranger!.call('addMembership', group);
      await sender!.send('second', 4000, group);
      assert.strictEqual(await stranger!.nextText(), 'second');
      await joined!.quiet(200);
    },
  );
}
