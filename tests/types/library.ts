// Library modules and globals, typed alike by Node's types and by ours.
import * as path from 'node:path';
import * as querystring from 'node:querystring';
import * as url from 'node:url';
import { StringDecoder } from 'node:string_decoder';
import { createHash, createHmac, randomBytes, randomInt, randomUUID, timingSafeEqual } from 'node:crypto';
import { BlockList, isIP, SocketAddress } from 'node:net';
import { PassThrough, pipeline, Readable, Transform, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { isatty } from 'node:tty';
import { performance as clock } from 'node:perf_hooks';
import { lookup } from 'node:dns/promises';
import { parseArgs } from 'node:util';
import { scheduler } from 'node:timers/promises';
import { transcode } from 'node:buffer';
import { channel } from 'node:diagnostics_channel';

export const texts: string[] = [
  path.join('a', 'b'),
  path.parse('/a').name,
  querystring.stringify({ a: 1, b: ['x'] }),
  new StringDecoder('utf8').write(Buffer.from('x')),
  createHash('sha256').update('x').digest('hex'),
  createHmac('md5', 'k').update(randomBytes(4)).digest('base64'),
  randomUUID(),
  new URL('http://h').searchParams.toString(),
  new url.URLSearchParams({ a: 'b' }).getAll('a')[0],
  url.fileURLToPath(url.pathToFileURL('/x')),
  btoa(atob('YQ==')),
  transcode(Buffer.from('x'), 'utf8', 'latin1').toString(),
];
export const numbers: number[] = [randomInt(5), isIP('::1'), clock.now(), performance.timeOrigin];
export const list = new BlockList();
list.addSubnet('10.0.0.0', 8);
export const checks: boolean[] = [
  list.check(new SocketAddress({ address: '10.0.0.1' })),
  isatty(1),
  channel('a').hasSubscribers,
  timingSafeEqual(Buffer.alloc(1), Buffer.alloc(1)),
  parseArgs({ options: { a: { type: 'boolean' } } }).positionals.length === 0,
];
export const copied: { a: number } = structuredClone({ a: 1 });

export async function streams(): Promise<void> {
  const upper = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      callback(null, chunk.toString().toUpperCase());
    },
  });
  const sink = new Writable({
    write(_chunk, _encoding, callback) {
      callback();
    },
  });
  pipeline(Readable.from(['a']), upper, new PassThrough(), sink, (error) => {
    if (error) throw error;
  });
  await finished(sink);
  await scheduler.wait(1);
  await lookup('localhost');
}
