'use strict';
/* statsd-client: a gauge, a timing, counts of a child client. */
const Client = require('statsd-client');

const client = new Client({ host: '192.168.77.1', prefix: 'board' });
client.gauge('temperature', 21.5);
client.timing('answer', 40);
const child = client.getChildClient('radio');
for (let i = 0; i < 3; i++) child.increment('datagrams', 7);
setTimeout(() => {
  client.close();
  console.log('closed');
}, 500);
