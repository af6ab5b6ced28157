'use strict';
/* Sockets that are not bound do not keep the program alive, nor do they use up sockets. */
const dgram = require('dgram');

for (let i = 0; i < 100; i++) dgram.createSocket(i % 2 ? 'udp4' : 'udp6');
