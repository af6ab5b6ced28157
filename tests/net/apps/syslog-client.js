'use strict';
/* syslog-client: a line after RFC 3164 and one after RFC 5424. */
const syslog = require('syslog-client');

function log(rfc3164, message, next) {
  const client = syslog.createClient('192.168.77.1', { rfc3164, syslogHostname: 'board', appName: 'thermometer' });
  client.log(message, { facility: syslog.Facility.Local3, severity: syslog.Severity.Warning }, (error) => {
    if (error) throw error;
    client.close();
    next();
  });
}

log(true, 'too warm: 41 °C', () => log(false, 'too cold: -3 °C', () => console.log('logged')));
