import assert from 'node:assert';
import { test } from 'node:test';
import { Link } from '#toolchain/lab/switch';
import { ethernet } from './lib/frames';

const A = '02:00:00:00:00:0a';
const B = '02:00:00:00:00:0b';
const C = '02:00:00:00:00:0c';

test('a frame for a known station goes there alone, broadcast and unknown ones to all others', async () => {
  const link = Link.open();
  const heard: string[] = [];
  const plug = (name: string) => link.attach(name, (frame) => heard.push(name + frame.toString('latin1', 14)));
  const [a, b, c] = [plug('a'), plug('b'), plug('c')];
  const settle = async (): Promise<string[]> => {
    // Stations of this process hear on the next turn.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    return heard.splice(0).sort();
  };
  try {
    a.send(ethernet('ff:ff:ff:ff:ff:ff', A, 0x88b5, Buffer.from('1')));
    assert.deepStrictEqual(await settle(), ['b1', 'c1']);
    b.send(ethernet(A, B, 0x88b5, Buffer.from('2')));
    assert.deepStrictEqual(await settle(), ['a2']);
    a.send(ethernet(C, A, 0x88b5, Buffer.from('3')));
    assert.deepStrictEqual(await settle(), ['b3', 'c3']);
    c.send(ethernet(A, C, 0x88b5, Buffer.from('4')));
    a.send(ethernet(C, A, 0x88b5, Buffer.from('5')));
    assert.deepStrictEqual(await settle(), ['a4', 'c5']);
    a.send(ethernet('01:00:5e:00:00:01', A, 0x88b5, Buffer.from('6')));
    assert.deepStrictEqual(await settle(), ['b6', 'c6']);
    b.close();
    a.send(ethernet(B, A, 0x88b5, Buffer.from('7')));
    assert.deepStrictEqual(await settle(), ['c7']);
    assert.throws(() => a.send(Buffer.alloc(13)), RangeError);
  } finally {
    await link.close();
  }
});
