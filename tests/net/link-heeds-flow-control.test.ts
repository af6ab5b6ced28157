import assert from 'node:assert';
import { once } from 'node:events';
import * as net from 'node:net';
import { test } from 'node:test';
import { Deframer, enframe, Link } from '#toolchain/lab/switch';
import { ethernet } from './lib/frames';

const BOARD = '02:00:00:00:00:02';
const PEER = '02:00:00:00:00:01';

/** A station that has said "go on" `times` times, and what it received. */
async function open(link: Link, times: number) {
  const socket = net.connect(await link.plug('board'));
  await once(socket, 'connect');
  await link.connected('board');
  const received: Buffer[] = [];
  const deframer = new Deframer();
  socket.on('data', (chunk: Buffer) => deframer.push(chunk, (frame) => received.push(frame)));
  const goOn = () => socket.write(enframe(ethernet('01:80:c2:00:00:01', BOARD, 0x8808, Buffer.from([0, 1, 0, 0]))));
  for (let i = 0; i < times; i++) goOn();
  await new Promise((resolve) => setTimeout(resolve, 50)); // for the link to read them
  const reaches = async (count: number) => {
    for (let i = 0; i < 100 && received.length < count; i++) await new Promise((resolve) => setTimeout(resolve, 10));
    return received.length;
  };
  return { socket, goOn, reaches };
}

/** 40 frames of 1400 bytes, numbered; 6 of them are as much as a board's chip is sent without a sign from it. */
function flood(link: Link): void {
  const peer = link.attach('peer', () => assert.fail('the board sent nothing that a switch passes on'));
  for (let i = 0; i < 40; i++) peer.send(ethernet(BOARD, PEER, 0x88b5, Buffer.alloc(1400 - 14, i)));
}

test('a station with flow control gets no more than it has room for', async () => {
  const link = Link.open();
  const { socket, goOn, reaches } = await open(link, 1);
  flood(link);
  assert.strictEqual(await reaches(6), 6);
  goOn();
  assert.ok((await reaches(8)) >= 8);
  for (let i = 0; i < 20; i++) goOn();
  assert.strictEqual(await reaches(40), 40);
  assert.strictEqual(link.counters('board').sent, 0);
  await link.close();
  socket.destroy();
});

test('a station that stays silent gets the rest later', async () => {
  const link = Link.open();
  const { socket, reaches } = await open(link, 1);
  flood(link);
  assert.ok((await reaches(6)) < 40);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  assert.strictEqual(await reaches(40), 40);
  await link.close();
  socket.destroy();
});

test('a station without flow control gets everything at once', async () => {
  const link = Link.open();
  const { socket, reaches } = await open(link, 0);
  flood(link);
  assert.strictEqual(await reaches(40), 40);
  await link.close();
  socket.destroy();
});
