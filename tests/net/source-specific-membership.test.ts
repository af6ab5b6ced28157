import assert from 'node:assert';
import { address4, address6, onBench } from './lib/bench';

for (const [family, group, address] of [
  ['udp4', '232.1.2.3', address4],
  ['udp6', 'ff35::1234', address6],
] as const) {
  onBench(`${family}: only the named sources are heard, and the report names them`, { boards: 3 }, async (bench) => {
    const [receiver, wanted, unwanted] = await Promise.all(bench.boards.map((board) => board.socket(family)));
    await receiver!.bind(4000);
    await receiver!.call('addSourceSpecificMembership', address(1), group);
    await bench.frame(
      (seen) =>
        seen.records !== undefined &&
        seen.records.some((record) => record.group === group && record.sources.includes(address(1))),
    );
    // A bound source address, so that IPv6 does not choose the link-local one.
    await wanted!.bind(0, address(1));
    await unwanted!.bind(0, address(2));
    await unwanted!.send('unwanted', 4000, group);
    await wanted!.send('wanted', 4000, group);
    const first = await receiver!.next();
    assert.strictEqual(first.data!.toString(), 'wanted');
    assert.strictEqual(first.from.address, address(1));
    await receiver!.quiet(300);
    await receiver!.call('addSourceSpecificMembership', address(2), group);
    await unwanted!.send('now wanted', 4000, group);
    assert.strictEqual(await receiver!.nextText(), 'now wanted');
    await receiver!.call('dropSourceSpecificMembership', address(1), group);
    await wanted!.send('no more', 4000, group);
    await receiver!.quiet(300);
  });
}
