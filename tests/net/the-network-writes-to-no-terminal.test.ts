/* An app prints what it hears: on the terminal of `tinygram run` its control characters are text, but for --raw. */
import assert from 'node:assert';
import { spawn } from 'node:child_process';
import * as dgram from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import { engineMissing, firmwareOf, targets, type Target } from '../runner/targets';
import { scratch } from '../toolchain/lib/scratch';

const APP = `
const socket = require('dgram').createSocket('udp4');
socket.on('message', (message) => {
  console.log('heard ' + message);
  console.error('heard ' + message);
  process.exit(0);
});
socket.bind(4000, () => console.log('ready'));
`;
const TITLE = '\x1b]0;somebody else\x07\x1b[2J\x9b31m';
const AS_TEXT = 'heard \\x1b]0;somebody else\\x07\\x1b[2J\\x9b31m\n';

for (const raw of [false, true]) {
  test(`run ${raw ? 'sends them on when told to' : 'shows them'}`, { timeout: 120_000 }, async () => {
    const target = targets('host', process.env.ENGINE).find(
      ({ engine }) => engineMissing(engine) === undefined,
    ) as Target;
    await firmwareOf(target);
    const folder = scratch({ 'app.js': APP, 'package.json': '{}' });
    const socket = dgram.createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const free = dgram.createSocket('udp4');
    free.bind(0, '127.0.0.1');
    await once(free, 'listening');
    const { port: mapped } = free.address();
    free.close();
    const words = ['run', 'app.js', '--target', 'host', '--engine', target.engine, '--udp', `${mapped}:4000`];
    const run = spawn(
      process.execPath,
      [inRoot('build', 'toolchain', 'cli.js'), ...words, '--duration', '60s', ...(raw ? ['--raw'] : [])],
      { cwd: folder },
    );
    let [out, errors] = ['', ''];
    const knock = setInterval(() => {
      if (out.includes('ready')) socket.send(TITLE, mapped, '127.0.0.1');
    }, 200);
    run.stdout.on('data', (data: Buffer) => (out += data.toString()));
    run.stderr.on('data', (data: Buffer) => (errors += data.toString()));
    try {
      const [code] = (await once(run, 'close')) as [number];
      assert.strictEqual(code, 0, `${out}${errors}`);
      if (raw) {
        assert.ok(`${out}${errors}`.includes(`heard ${TITLE}\n`), out);
      } else {
        assert.ok(out.includes(AS_TEXT) && errors.includes(AS_TEXT), JSON.stringify([out, errors]));
        assert.doesNotMatch(`${out}${errors}`, /[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
      }
    } finally {
      clearInterval(knock);
      socket.close();
      run.kill();
    }
  });
}
