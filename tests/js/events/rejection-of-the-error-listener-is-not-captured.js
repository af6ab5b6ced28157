'use strict';
/* A rejection that comes to 'error' is not captured when the listener of 'error' rejects too: nobody handles that one. */
const assert = require('assert');
const EventEmitter = require('events');

const seen = [];
const e = new EventEmitter({ captureRejections: true });
e.on('x', async () => {
  throw new Error('late');
});
e.on('error', async (error) => {
  seen.push(error.message);
  if (seen.length < 5) throw new Error('again');
});
process.on('unhandledRejection', (error) => seen.push(`unhandled ${error.message}`));
e.emit('x');
process.on('exit', () => assert.deepStrictEqual(seen, ['late', 'unhandled again']));
