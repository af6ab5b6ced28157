// network: link
// flags: ip=192.168.77.2/24 ip6=fd77::2/64 mac=02:00:00:00:00:07
'use strict';
const assert = require('assert');
const os = require('os');
setTimeout(() => {
  const list = os.networkInterfaces();
  const name = Object.keys(list).find((one) => !/^lo/.test(one));
  assert.deepStrictEqual(list[name].find((one) => one.family === 'IPv4'), {
    address: '192.168.77.2', netmask: '255.255.255.0', family: 'IPv4', mac: '02:00:00:00:00:07', internal: false,
    cidr: '192.168.77.2/24'
  });
  const global = list[name].find((one) => one.address === 'fd77::2');
  assert.strictEqual(global.netmask, 'ffff:ffff:ffff:ffff::');
  assert.strictEqual(global.scopeid, 0);
  const local = list[name].find((one) => one.address.startsWith('fe80:'));
  assert.ok(local.scopeid > 0 && !local.address.includes('%'));
}, 3000);
