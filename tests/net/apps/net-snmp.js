'use strict';
/* net-snmp: a session gets a value of an agent, and walks a table. */
const snmp = require('net-snmp');

const NAME = '1.3.6.1.2.1.1.5.0';
const TABLE = '1.3.6.1.2.1.1.9.1.2';
const session = snmp.createSession('192.168.77.1', 'public', { version: snmp.Version2c, timeout: 10_000 });
session.get([NAME], (error, rows) => {
  console.log(`name ${error ?? rows[0].value}`);
  let below = 0;
  session.subtree(
    TABLE,
    10,
    (more) => void (below += more.length),
    (failed) => {
      console.log(`rows ${failed ?? below > 2}`);
      session.close();
      console.log('done');
    },
  );
});
