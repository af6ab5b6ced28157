'use strict';
const assert = require('assert');
const { Readable, Writable, Transform, PassThrough, Duplex, pipeline, finished } = require('stream');
const promises = require('stream/promises');

assert.strictEqual(promises, require('stream').promises);
const seen = [];
const upper = new Transform({
  transform(chunk, encoding, callback) {
    callback(null, chunk.toString().toUpperCase());
  },
});
const sink = () => new Writable({
  write(chunk, encoding, callback) {
    seen.push(chunk.toString());
    setImmediate(callback);
  },
});
async function main() {
  await promises.pipeline(Readable.from(['a', 'b', 'ä']), upper, new PassThrough(), sink());
  assert.deepStrictEqual(seen, ['A', 'B', 'Ä']);
  let text = '';
  const chunks = Readable.from([Buffer.from('x'), Buffer.from('y')])[Symbol.asyncIterator]();
  for (let step = await chunks.next(); !step.done; step = await chunks.next()) text += step.value;
  assert.strictEqual(text, 'xy');
  await assert.rejects(
    promises.pipeline(new Readable({ read() { this.destroy(new Error('broken')); } }), sink()), /broken/);
  const both = new Duplex({ read() {}, write(chunk, encoding, callback) { this.push(chunk); callback(); } });
  both.setEncoding('hex');
  both.once('data', (chunk) => assert.strictEqual(chunk, '6869'));
  both.write('hi');
  both.end();
  both.push(null);
  await promises.finished(both);
}
let done = 0;
main().then(() => done++);
const early = new PassThrough();
finished(early, (error) => {
  assert.strictEqual(error.code, 'ERR_STREAM_PREMATURE_CLOSE');
  done++;
});
early.destroy();
pipeline(Readable.from([]), sink(), (error) => {
  assert.ifError(error);
  done++;
});
process.on('exit', () => assert.strictEqual(done, 3));
