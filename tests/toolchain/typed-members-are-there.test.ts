/** Every member that a typing promises is in a running program's modules, classes and objects, on each engine. */
import assert from 'node:assert/strict';
import * as path from 'node:path';
import { test } from 'node:test';
import { startBoard } from '#toolchain/boards/board';
import { ENGINES, inRoot } from '#toolchain/build/paths';
import { buildFirmware, buildImage } from '#toolchain/commands/build';
import { NAMES_A_TYPE } from '../lint/typed_modules';
import { typedIds, typedValues, variableOf } from '../lint/typed_members';
import { engineMissing } from '../runner/targets';
import { scratch } from './lib/scratch';

/** Values that a program makes, besides all exports and the prototypes of classes. */
const EXPRESSIONS = [
  "new assert.AssertionError({ message: 'x' })",
  'new assert.CallTracker()',
  'new buffer.SlowBuffer(1)',
  "buffer.Buffer.from('x')",
  "buffer.Buffer.from('x').toJSON()",
  'new console.Console({ stdout: process.stdout })',
  "crypto.createHash('sha256')",
  "crypto.createHmac('sha256', 'key')",
  "dgram.createSocket('udp4')",
  "new dgram.Socket('udp6')",
  "diagnostics_channel.channel('x')",
  "diagnostics_channel.tracingChannel('x')",
  'new events.EventEmitter()',
  'new net.BlockList()',
  'new net.SocketAddress({})',
  'os.networkCounters()',
  'Object.values(os.networkInterfaces())[0]![0]',
  "path.parse('/a')",
  "perf_hooks.performance.mark('x')",
  "perf_hooks.performance.measure('x')",
  'process.memoryUsage()',
  'process.hrtime',
  'new string_decoder.StringDecoder()',
  'new stream.Readable()',
  'new stream.Writable()',
  'new stream.Duplex()',
  'new stream.Transform()',
  'new stream.PassThrough()',
  'test.mock.fn()',
  'test.mock.fn().mock',
  'timers.setTimeout(() => undefined, 0)',
  'timers.setImmediate(() => undefined)',
  'timers_promises.setInterval(1)[Symbol.asyncIterator]()',
  "new url.URL('x:y')",
  'new url.URLSearchParams()',
  "url.parse('x:y')",
  'util.parseArgs({ args: [] })',
  'new util.TextDecoder()',
  'new util.TextEncoder()',
  "new util.TextEncoder().encodeInto('x', new Uint8Array(1))",
  'new AbortController()',
  'new AbortController().signal',
  "new Event('x')",
  'new EventTarget()',
  'new DOMException()',
  'globalThis.performance',
  'globalThis.crypto',
];

const OWN = 'its objects have these as their own';
const FOR_CLASSES = 'is called where a class that extends this one has it';

/** What is not there, by how it begins, each with its reason. */
const ABSENT = new Map([
  ['buffer.SlowBuffer.prototype.', 'it gives Buffers, whose methods are on Buffer.prototype'],
  ['console.Console.prototype.', OWN],
  ['new console.Console({ stdout: process.stdout }).Console', 'as in Node: the global console alone has it'],
  ...['Writable', 'Duplex'].flatMap((name) => [
    [`stream.${name}.prototype._final`, FOR_CLASSES] as const,
    [`new stream.${name}()._final`, FOR_CLASSES] as const,
  ]),
  ...['Transform', 'PassThrough'].flatMap((name) => [
    [`stream.${name}.prototype._flush`, FOR_CLASSES] as const,
    [`new stream.${name}()._flush`, FOR_CLASSES] as const,
  ]),
  ...['timers.setTimeout', 'timers.setImmediate'].map((name) => [`${name}.__promisify__`, NAMES_A_TYPE] as const),
]);

const { values, unmade } = typedValues(inRoot(), EXPRESSIONS);

/** The program that asks. Each name stands in it as a property too, which is what brings additions into an image. */
function program(): string {
  const ids = typedIds();
  const lines = values.map(({ expression, members }) => {
    const plain = expression.replaceAll('!', '');
    const names = members.map((name) => (name.startsWith('Symbol.') ? name : JSON.stringify(name)));
    const named = members.filter((name) => /^[A-Za-z_$][\w$]*$/.test(name)).map((name) => `it.${name}`);
    return `ask(${JSON.stringify(plain)}, () => ${plain}, [${names.join(', ')}], (it) => [${named.join(', ')}]);`;
  });
  return `${ids.map((id) => `const ${variableOf(id)} = require('${id}');`).join('\n')}
const absent = [];
let asked = 0;
function ask(what, make, names) {
  let value;
  try {
    value = Object(make());
  } catch (error) {
    absent.push(what + ': ' + error);
  }
  for (const name of value === undefined ? [] : names) {
    asked++;
    if (!(name in value)) absent.push(what + '.' + String(name));
  }
}
${lines.join('\n')}
for (const line of absent) console.log('absent ' + line);
console.log('asked ' + asked);
process.exit(0);
`;
}

test('of each class with data in its objects one is made', () => assert.deepEqual(unmade, []));

for (const engine of ENGINES) {
  test(`members of typings on ${engine}`, { skip: engineMissing(engine), timeout: 120_000 }, async () => {
    const folder = scratch({ 'app.js': program() });
    const firmware = await buildFirmware('host', engine);
    const out = path.join(folder, 'app.tgi');
    const { image } = await buildImage(path.join(folder, 'app.js'), { engine, port: 'host', out });
    // With a channel `process` has send() and the like.
    const board = await startBoard({ port: 'host', firmware, image, channel: true, timeoutMs: 30_000 });
    await board.exited;
    const all = values.reduce((sum, { members }) => sum + members.length, 0);
    assert.match(board.output, new RegExp(`^asked ${all}$`, 'm'), board.output);
    const absent = [...board.output.matchAll(/^absent (.*)$/gm)].map((match) => match[1].trim());
    const known = [...ABSENT.keys()];
    const isOf = (start: string) => (name: string) => name.startsWith(start);
    assert.deepEqual(
      absent.filter((name) => !known.some((start) => isOf(start)(name))),
      [],
    );
    assert.deepEqual(
      known.filter((start) => !absent.some(isOf(start))),
      [],
      'is there: take it from ABSENT',
    );
  });
}
