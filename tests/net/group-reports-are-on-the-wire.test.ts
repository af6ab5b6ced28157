import assert from 'node:assert';
import { onBench } from './lib/bench';
import { PROTO_ICMP6, PROTO_IGMP, type Seen } from './lib/frames';

const GROUP4 = '239.1.2.6';
const GROUP6 = 'ff15::1:2:6';

/** Whether a frame tells routers that its sender is in the group, in IGMP version 2 or 3, MLD version 1 or 2. */
function joins(seen: Seen, group: string): boolean {
  if (seen.records !== undefined) {
    return seen.records.some(
      (record) => record.group === group && (record.type === 4 || record.type === 2) && record.sources.length === 0,
    );
  }
  return (
    seen.group === group &&
    ((seen.protocol === PROTO_IGMP && seen.type === 0x16) || (seen.protocol === PROTO_ICMP6 && seen.type === 131))
  );
}

/** Whether a frame tells that its sender has left the group. */
function leaves(seen: Seen, group: string): boolean {
  if (seen.records !== undefined)
    return seen.records.some((record) => record.group === group && record.type === 3 && record.sources.length === 0);
  return (
    seen.group === group &&
    ((seen.protocol === PROTO_IGMP && seen.type === 0x17) || (seen.protocol === PROTO_ICMP6 && seen.type === 132))
  );
}

for (const [family, group] of [
  ['udp4', GROUP4],
  ['udp6', GROUP6],
] as const) {
  onBench(`${family}: joining is reported, and so is leaving by close`, {}, async (bench) => {
    const socket = await bench.boards[0]!.socket(family);
    await socket.bind(4000);
    await socket.call('addMembership', group);
    const report = await bench.frame((seen) => joins(seen, group));
    assert.strictEqual(report.ttl, 1);
    assert.ok(!bench.frames().some((seen) => leaves(seen, group)));
    await socket.close();
    await bench.frame((seen) => leaves(seen, group));
  });

  onBench(`${family}: the group is left when its last member leaves`, {}, async (bench) => {
    const [first, second] = [await bench.boards[0]!.socket(family), await bench.boards[0]!.socket(family)];
    await first.call('addMembership', group);
    await second.call('addMembership', group);
    await bench.frame((seen) => joins(seen, group));
    await first.call('dropMembership', group);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.ok(!bench.frames().some((seen) => leaves(seen, group)));
    await second.call('dropMembership', group);
    await bench.frame((seen) => leaves(seen, group));
  });
}
