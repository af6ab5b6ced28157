/*
 * When a socket has been bound, what waited for that runs in turn. An exception out of one of them, here of the 'error'
 * listener of a membership that cannot be had, is uncaught as any other; those behind it still run: a send goes out,
 * close() closes, and nothing keeps the program running. Node loses them.
 */
const assert = require('assert');
const dgram = require('dgram');

const thrown = [];
process.on('uncaughtException', (error) => thrown.push(error.message));

const peer = dgram.createSocket('udp4');
const closed = [];
peer.bind(0, '127.0.0.1', () => {
  const socket = dgram.createSocket('udp4');
  socket.on('error', (error) => {
    throw new Error('listener: ' + error.code);
  });
  socket.on('close', () => closed.push('socket'));
  socket.bind(0);
  socket.addMembership('10.0.0.1');
  socket.addMembership('10.0.0.2');
  socket.send('behind', peer.address().port, '127.0.0.1');
  socket.close();
});
peer.on('message', (message) => {
  assert.strictEqual(message.toString(), 'behind');
  peer.close(() => closed.push('peer'));
});
process.on('exit', () => {
  assert.deepStrictEqual(thrown, ['listener: EINVAL', 'listener: EINVAL']);
  assert.deepStrictEqual(closed, ['socket', 'peer']);
});
