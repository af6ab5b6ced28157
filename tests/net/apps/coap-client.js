'use strict';
/* A CoAP client of the package coap: it reads the peer's resources, then sets one and reads it back. */
const coap = require('coap');
const agent = new coap.Agent();

function ask(method, pathname, payload, next) {
  const request = coap.request({ host: '192.168.77.1', method, pathname, agent });
  request.on('response', (response) => {
    console.log(`${method} ${pathname} ${response.code} ${response.payload.toString()}`);
    setImmediate(next);
  });
  request.end(payload);
}

ask('GET', '/.well-known/core', undefined, () => {
  ask('PUT', '/example_data', 'from the board', () => {
    ask('GET', '/example_data', undefined, () => process.exit());
  });
});
