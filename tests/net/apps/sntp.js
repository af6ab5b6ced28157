'use strict';
/* sntp: the board's own clock stays, sntp.now() is the server's. */
const sntp = require('sntp');

async function main() {
  const options = { host: '192.168.77.1', timeout: 10_000, resolveReference: false };
  const { isValid, stratum, t } = await sntp.time(options);
  await sntp.start({ ...options, clockSyncRefresh: 60_000 });
  console.log(`valid ${isValid} ${stratum} offset ${Math.round(t)} now ${Math.round(sntp.now() - Date.now())}`);
  sntp.stop();
}
void main();
