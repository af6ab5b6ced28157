'use strict';
/* syslog-client: a message in the form of RFC 3164 reaches a server, and the callback comes when it has been sent. */
const assert = require('assert');
const dgram = require('dgram');
const syslog = require('syslog-client');
const { called } = require('../dgram/lib/calls');

const server = dgram.createSocket('udp4');
server.on('message', called('message', (message) => {
  assert.match(message.toString(), /^<132>\w{3} [ \d]\d \d\d:\d\d:\d\d board too warm\n$/);
  server.close();
}));
server.bind(0, '127.0.0.1', () => {
  const client = syslog.createClient('127.0.0.1', {
    port: server.address().port,
    transport: syslog.Transport.Udp,
    syslogHostname: 'board',
  });
  const options = { facility: syslog.Facility.Local0, severity: syslog.Severity.Warning };
  client.log('too warm', options, called('log', (error) => {
    assert.ifError(error);
    client.close();
  }));
});
