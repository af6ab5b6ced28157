/** Compiles against our typings and against @types/node 18. */
import dgram, { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import * as everything from 'dgram';
import dns from 'node:dns';

const socket: dgram.Socket = createSocket('udp4', (msg, rinfo) => {
  const text: string = msg.toString('utf8');
  const family: 'IPv4' | 'IPv6' = rinfo.family;
  const numbers: number = rinfo.port + rinfo.size;
  return text + family + numbers + rinfo.address;
});
const options: dgram.SocketOptions = {
  type: 'udp6',
  reuseAddr: true,
  ipv6Only: false,
  recvBufferSize: 4096,
  sendBufferSize: undefined,
  signal: new AbortController().signal,
  lookup: (hostname, how, callback) => dns.lookup(hostname, how, callback),
};
const other: Socket = dgram.createSocket(options);
// @ts-expect-error no such type
createSocket('tcp4');
// @ts-expect-error the type of a socket is needed
createSocket({ reuseAddr: true });

socket.on('message', (msg: Buffer, rinfo: RemoteInfo) => msg.length + rinfo.size);
socket
  .once('error', (error) => error.message)
  .on('close', () => undefined)
  .addListener('listening', () => undefined);
socket.prependListener('connect', () => undefined).prependOnceListener('message', (msg) => msg.byteLength);
const emitted: boolean = socket.emit('close');

const bound: Socket = socket
  .bind()
  .bind(5000)
  .bind(5000, () => undefined)
  .bind(5000, '127.0.0.1', () => undefined);
bound.bind(() => undefined).bind({ port: 5000, address: '::', exclusive: true }, () => undefined);
// @ts-expect-error a port is a number
bound.bind('5000');

const sent = (error: Error | null, bytes: number): number => (error ? 0 : bytes);
socket.send('text', 5000, '127.0.0.1', sent);
socket.send(Buffer.from('x'), 5000, sent);
socket.send(new Uint16Array(4), 5000);
socket.send(new DataView(new ArrayBuffer(4)), 0, 4, 5000, '127.0.0.1', sent);
socket.send(['a', Buffer.from('b')], 5000, '127.0.0.1');
socket.send(new Uint8Array(4), 0, 2, 5000, sent);
socket.send('connected');
socket.send('connected', sent);
socket.send('connected', 0, 4, sent);
// @ts-expect-error a number is no datagram
socket.send(5, 5000);

socket.connect(5000);
socket.connect(5000, () => undefined);
socket.connect(5000, '127.0.0.1', () => undefined);
const peer: { address: string; family: string; port: number } = socket.remoteAddress();
socket.disconnect();
const { address, family, port } = socket.address();
export const where: string = address + family + port + peer.port + emitted;

socket.setBroadcast(true);
socket.setMulticastInterface('::%en1');
export const settings: [number, number, boolean] = [
  socket.setTTL(64),
  socket.setMulticastTTL(1),
  socket.setMulticastLoopback(true),
];
socket.addMembership('224.0.0.114');
socket.addMembership('224.0.0.114', '127.0.0.1');
socket.dropMembership('224.0.0.114');
socket.addSourceSpecificMembership('10.0.0.1', '232.1.1.1', '127.0.0.1');
socket.dropSourceSpecificMembership('10.0.0.1', '232.1.1.1');
socket.setRecvBufferSize(1024);
socket.setSendBufferSize(1024);
export const sizes: number =
  socket.getRecvBufferSize() + socket.getSendBufferSize() + socket.getSendQueueSize() + socket.getSendQueueCount();
socket
  .ref()
  .unref()
  .close(() => undefined)
  .close();

class Counting extends everything.Socket {
  count = 0;
}
export const counting = (some: Counting): Socket => (some.count > 0 ? some : other);
