'use strict';
/* A CoAP server of the package coap: a reading, one that is observed, one of several blocks, one that is set. */
const coap = require('coap');

let setting = 'none';

function observed(request, response) {
  let count = 0;
  response.write(`reading ${count}`);
  const timer = setInterval(() => {
    count++;
    if (count < 3) response.write(`reading ${count}`);
    else {
      clearInterval(timer);
      response.end('last reading');
    }
  }, 100);
}

const server = coap.createServer((request, response) => {
  if (request.headers.Observe === 0) observed(request, response);
  else if (request.url === '/large') response.end('0123456789'.repeat(300));
  else if (request.url === '/setting' && request.method === 'PUT') {
    setting = request.payload.toString();
    response.code = '2.04';
    response.end();
  } else if (request.url === '/setting') response.end(setting);
  else {
    response.code = '4.04';
    response.end();
  }
});
server.listen(5683, () => console.log('ready'));
