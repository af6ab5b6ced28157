/* osc-min, which is ES modules alone and makes DataViews: a message and a bundle from one socket to another. */
import assert from 'assert';
import dgram from 'dgram';
import { fromBuffer, toBuffer } from 'osc-min';
import { called } from '../dgram/lib/calls.js';

const MESSAGE = '2f666164657200002c66697354000000' + '3f000000' + '0000002a' + '6c6f7564' + '00000000';
const when = new Date('2024-02-29T12:00:00.500Z');
let received = 0;

const server = dgram.createSocket('udp4', called('message', (bytes) => {
  const packet = fromBuffer(bytes);
  if (received++ === 0) {
    assert.strictEqual(bytes.toString('hex'), MESSAGE);
    assert.strictEqual(packet.oscType, 'message');
    assert.strictEqual(packet.address, '/fader');
    assert.deepStrictEqual(packet.args.map(({ type, value }) => [type, value]),
      [['float', 0.5], ['integer', 42], ['string', 'loud'], ['true', true]]);
    client.send(toBuffer({
      timetag: when,
      elements: [{ address: '/blob', args: [new Uint8Array([1, 2, 3])] }, { address: '/none' }]
    }), server.address().port, '127.0.0.1');
    return;
  }
  assert.strictEqual(packet.oscType, 'bundle');
  assert.deepStrictEqual(packet.timetag, [3918196800, 0x80000000]);
  assert.deepStrictEqual(packet.elements.map(({ address }) => address), ['/blob', '/none']);
  const { type, value } = packet.elements[0].args[0];
  assert.strictEqual(type, 'blob');
  assert.deepStrictEqual([value.byteLength, value.getUint8(0), value.getUint8(2)], [3, 1, 3]);
  server.close();
  client.close();
}, 2));
const client = dgram.createSocket('udp4');
server.bind(0, '127.0.0.1', () => {
  client.send(toBuffer({ address: '/fader', args: [0.5, { type: 'integer', value: 42 }, 'loud', true] }),
    server.address().port, '127.0.0.1');
});
