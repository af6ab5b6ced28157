import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import { decodeImage, encodeImage, IMAGE_HEADER_SIZE, type Image } from '#toolchain/build/image';

const image: Image = {
  engine: 'quickjs',
  engineVersion: 0x07e9041a,
  codeFormat: 0x51000005,
  kind: 'source',
  code: Buffer.from('(function () { return "ü"; })'),
  entry: 'app.js',
};

test('an image reads back as it was written', () => {
  for (const kind of ['source', 'code'] as const) {
    for (const size of [0, 1, 7, 8, 9, 1000]) {
      const one = { ...image, kind, code: Buffer.alloc(size, 0xa5) };
      const read = decodeImage(encodeImage(one));
      assert.deepEqual({ ...read, code: Buffer.from(read.code) }, one);
    }
  }
});

test('the header has the offsets of runtime/core/image.h', () => {
  const data = encodeImage(image);
  assert.equal(data.toString('latin1', 0, 4), 'TGI1');
  assert.equal(data.readUInt16LE(4), 1);
  assert.equal(data.readUInt16LE(6), 64);
  assert.equal(data.readUInt32LE(8), data.length);
  assert.equal(data.readUInt32LE(12), crc32(data.subarray(16)));
  assert.equal(data.toString('latin1', 16, 32), 'quickjs'.padEnd(16, '\0'));
  assert.equal(data.readUInt32LE(32), 0x07e9041a);
  assert.equal(data.readUInt32LE(36), 0x51000005);
  assert.equal(data.readUInt32LE(40), 1);
  const [codeAt, codeSize, entryAt] = [44, 48, 52].map((at) => data.readUInt32LE(at)) as [number, number, number];
  assert.equal(codeAt % 8, 0);
  assert.equal(data.toString('utf8', codeAt, codeAt + codeSize), '(function () { return "ü"; })');
  assert.equal(data.toString('utf8', entryAt, entryAt + 7), 'app.js\0');
  assert.deepEqual([...data.subarray(56, 64)], [0, 0, 0, 0, 0, 0, 0, 0]);
});

test('one flipped bit anywhere is seen', () => {
  const data = encodeImage(image);
  for (let bit = 0; bit < data.length * 8; bit++) {
    const damaged = Buffer.from(data);
    damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
    assert.throws(() => decodeImage(damaged), /^UserError: app image: /, `bit ${bit}`);
  }
});

test('every shorter image is refused', () => {
  const data = encodeImage(image);
  for (let size = 0; size < data.length; size++)
    assert.throws(() => decodeImage(data.subarray(0, size)), /^UserError: app image: /);
});

test('a refusal names the field, what was found and what was expected', () => {
  const change = (at: number, value: number): Buffer => {
    const data = encodeImage(image);
    data.writeUInt16LE(value, at);
    data.writeUInt32LE(crc32(data.subarray(16)), 12);
    return data;
  };
  assert.throws(() => decodeImage(Buffer.alloc(10)), { message: 'app image: size is 10, expected at least 64 bytes' });
  assert.throws(() => decodeImage(Buffer.alloc(IMAGE_HEADER_SIZE)), {
    message: 'app image: magic is "\\u0000\\u0000\\u0000\\u0000", expected "TGI1"',
  });
  assert.throws(() => decodeImage(change(4, 2)), { message: 'app image: format version is 2, expected 1' });
  assert.throws(() => decodeImage(change(40, 9)), { message: 'app image: kind is 9, expected 1 or 2' });
  assert.throws(() => decodeImage(change(44, 68)), /app image: code is 30 bytes at 68/);
});
