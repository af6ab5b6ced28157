'use strict';
/* net-snmp: an agent with a reading and a setting. */
const snmp = require('net-snmp');

const agent = snmp.createAgent({ port: 161, disableAuthorization: true }, (error) => {
  if (error) console.log(`agent: ${error}`);
});
const mib = agent.getMib();

function scalar(name, oid, scalarType, access, value) {
  mib.registerProvider({ name, type: snmp.MibProviderType.Scalar, oid, scalarType, maxAccess: snmp.MaxAccess[access] });
  mib.setScalarValue(name, value);
}

scalar('reading', '1.3.6.1.4.1.8072.9999.1', snmp.ObjectType.Integer, 'read-only', 215);
scalar('setting', '1.3.6.1.4.1.8072.9999.2', snmp.ObjectType.OctetString, 'read-write', 'none');
console.log('ready');
