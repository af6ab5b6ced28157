// The least that script can do: one callback and one native call a datagram, without what dgram puts around them.
const dgram = require('dgram');
const { UDP } = (0, require)(['internal', 'native'].join('/'))('dgram');

const handle = new UDP(4);
const send = dgram && UDP.prototype._send; // without the accessor that dgram, once loaded, puts over it
const owner = {
  emit: (event, data, from) => send.call(handle, data, from.port, from.address),
};
if (handle.bind('0.0.0.0', 7, 0) !== 0 || handle.recvStart(owner) !== 0) throw new Error('cannot receive');
console.log('listening');
