'use strict';
/* hot-shots: counts, a gauge, a timing and a set, several in one datagram. */
const { StatsD } = require('hot-shots');

const client = new StatsD({ host: '192.168.77.1', prefix: 'board.', maxBufferSize: 500, bufferFlushInterval: 100 });
client.gauge('temperature', 21.5);
client.timing('answer', 40);
client.set('peers', 'one');
client.set('peers', 'two');
for (let i = 0; i < 3; i++) client.increment('datagrams', 7);
setTimeout(() => client.close((error) => console.log(`closed ${error}`)), 500);
