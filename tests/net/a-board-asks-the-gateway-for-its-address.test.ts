import assert from 'node:assert';
import { test } from 'node:test';
import { APP_NAME, buildImage } from '#toolchain/commands/build';
import { Laboratory } from '#toolchain/lab/laboratory';
import { engineMissing, firmwareOf, targetName, targets } from '../runner/targets';
import { scratch } from '../toolchain/lib/scratch';

// Waits for the address that is made of the advertised prefix; tells all of them, and the name servers.
const APP = `
const os = require('os');
const wait = setInterval(() => {
  const all = Object.values(os.networkInterfaces()).flat().map((entry) => entry.address);
  if (!all.some((address) => address.startsWith('fd74:6e79:6772:'))) return;
  clearInterval(wait);
  console.log(JSON.stringify([...all, ...require('dns').getServers()]));
}, 50);
`;

for (const target of targets('host', process.env.ENGINE)) {
  const skip = engineMissing(target.engine) ?? false;
  test(
    `a board gets addresses by DHCP and from the prefix (${targetName(target)})`,
    { skip, timeout: 60_000 },
    async () => {
      const folder = scratch({ 'app.js': APP });
      const { image, map } = await buildImage(`${folder}/app.js`, { engine: target.engine, out: `${folder}/app.tgi` });
      const lab = await Laboratory.open({
        ...target,
        firmware: await firmwareOf(target),
        boards: [{ name: 'b1', image, map, appName: APP_NAME, argv: [], words: ['dhcp'] }],
        network: 'lab',
      });
      try {
        const printed = await lab.board('b1')?.waitFor(/^\[.*\]$/m, 30_000);
        const addresses = JSON.parse(printed?.[0] as string) as string[];
        assert.ok(addresses.includes('10.0.2.15') && addresses.includes('10.0.2.3'), addresses.join(' '));
      } finally {
        await lab.close();
      }
    },
  );
}
