import assert from 'node:assert';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import { engineMissing, firmwareOf, targets, type Target } from '../runner/targets';
import { scratch } from '../toolchain/lib/scratch';

const APP = `
const me = require('os').hostname();
const socket = require('dgram').createSocket('udp4');
socket.on('message', (message) => { console.log('heard', message.toString()); });
socket.bind(4000, () => {
  socket.setBroadcast(true);
  setInterval(() => socket.send(me, 4000, '10.0.255.255'), 100);
});
`;
const OTHER = `console.log('the other app'); setTimeout(() => process.exit(3), 1500);`;

test('run shows each board by name, takes commands, and ends with the first code', { timeout: 180_000 }, async () => {
  const target = targets('host', process.env.ENGINE).find(
    ({ engine }) => engineMissing(engine) === undefined,
  ) as Target;
  await firmwareOf(target);
  const folder = scratch({ 'app.js': APP, 'other.js': OTHER, 'package.json': '{}' });
  const args = ['run', 'app.js', '--target', 'host', '--engine', target.engine, '--boards', '3', '--app', 'other.js'];
  const cli = inRoot('build', 'toolchain', 'cli.js');
  const run = spawn(process.execPath, [cli, ...args, '--duration', '4s', '--pcap', 'out.pcap'], { cwd: folder });
  let [out, errors] = ['', ''];
  run.stdout.on('data', (data: Buffer) => (out += data.toString()));
  run.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  run.stdin.write('delay b1-b3 5ms\nshow\nfly\n');
  const code = await new Promise((resolve) => run.once('close', resolve));
  const text = `${out}${errors}`;
  assert.strictEqual(code, 3, text);
  assert.match(out, /^b2 \| the other app$/m);
  assert.match(out, /^b1 \| heard b3$/m);
  assert.match(out, /^b3 \| heard b1$/m);
  assert.match(errors, /^b1-b3: delay 5ms$/m);
  assert.match(errors, /^There is no command "fly"\. There are:\n {2}link NAME up\|down/m);
  assert.match(errors, /^Board b2 has ended with code 3\.$/m);
});
