'use strict';
/* tftp: a file of several windows is read, and written under another name. */
const tftp = require('tftp');

const client = tftp.createClient({ host: '192.168.77.1', retries: 5, timeout: 5000 });
const chunks = [];
const get = client.createGetStream('reading.bin');
get.on('error', (error) => console.log(`get: ${error.message}`));
get.on('data', (chunk) => chunks.push(chunk));
get.on('end', () => {
  const content = Buffer.concat(chunks);
  console.log(`got ${content.length}`);
  const put = client.createPutStream('written.bin', { size: content.length });
  put.on('error', (error) => console.log(`put: ${error.message}`));
  put.on('finish', () => console.log('put'));
  put.end(content);
});
