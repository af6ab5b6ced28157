'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
let returned = false;
socket.close(called('close', () => assert.ok(returned)));
returned = true;
