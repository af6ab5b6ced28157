import assert from 'node:assert';
import { crc32 } from 'node:zlib';
import { IMAGE_VERSION } from '#toolchain/build/image';
import { onTargets } from './lib/app';

const EXIT_IMAGE = 71;

/** Makes the checksum right again after a change of the header. */
function sealed(image: Buffer): Buffer {
  image.writeUInt32LE(crc32(image.subarray(16)), 12);
  return image;
}

const SOURCE = "console.log('it ran');";

onTargets('images that cannot run are refused with the reason, and never run', SOURCE, async (app) => {
  const good = await app.run();
  assert.deepStrictEqual([good.code, good.output.includes('it ran')], [0, true], good.output);

  const refused = async (what: RegExp, change: (image: Buffer) => Buffer | void): Promise<void> => {
    const run = await app.runChanged(change);
    assert.strictEqual(run.code, EXIT_IMAGE, run.output);
    assert.match(run.output, what);
    assert.ok(!run.output.includes('it ran'), run.output);
  };
  await refused(/CRC|checksum|damaged/i, (image) => {
    image[70]! ^= 4;
  });
  await refused(/version/i, (image) => {
    image.writeUInt16LE(IMAGE_VERSION + 1, 4);
    return sealed(image);
  });
  const other = app.target.engine === 'quickjs' ? 'jerryscript' : 'quickjs';
  await refused(new RegExp(`${other}[^]*${app.target.engine}|${app.target.engine}[^]*${other}`), (image) => {
    image.fill(0, 16, 32);
    image.write(other, 16, 'latin1');
    return sealed(image);
  });
  await refused(new RegExp(`${app.target.engine} \\d[^]* has \\d`), (image) => {
    // Precompiled code is for one version of its engine.
    image.writeUInt32LE(2, 40);
    image.writeUInt32LE(image.readUInt32LE(32) + 0x10000, 32);
    return sealed(image);
  });
  await refused(/cut off: it says it has \d+ bytes/, (image) => {
    image.writeUInt32LE(0x7fffffff, 8);
    return sealed(image);
  });
  const none = await app.run([], '');
  assert.strictEqual(none.code, EXIT_IMAGE, none.output);
  assert.match(none.output, /no app image/);
});
