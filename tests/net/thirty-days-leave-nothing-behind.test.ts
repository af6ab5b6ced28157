/*
 * A device echoes ten datagrams a second, on a virtual clock (years.c) that wraps meanwhile: 2^32 milliseconds, and
 * 2^31 seconds since 1970. Every datagram is answered, no timer drifts, no memory grows. Two hours of it; YEARS_SECONDS
 * is for more: 2592000 are 30 days. Then both clocks across 2^32 seconds, for ten minutes.
 */
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { test } from 'node:test';
import { engineMissing, firmwareOf, targetName, targets, type Target } from '../runner/targets';
import { inRoot } from '#toolchain/build/paths';
import { App } from './lib/app';

const SECONDS = Number(process.env.YEARS_SECONDS ?? '7200');

const appFor = (seconds: number): string => `
const dgram = require('dgram');
const socket = dgram.createSocket('udp4');
const heaps = [];
let ticks = 0, least = Infinity;
const uptime = process.uptime(), wall = Date.now(), each = ${Math.floor(seconds / 30)};
setInterval(() => {
  const { heapUsed } = process.memoryUsage();
  if (heapUsed < least) least = heapUsed;
  if (++ticks % each === 0) {
    heaps.push(least);
    least = Infinity;
  }
}, 1000);
socket.on('message', (message, from) => {
  if (String(message) === 'end') {
    const [up, passed] = [process.uptime() - uptime, (Date.now() - wall) / 1000];
    console.log(JSON.stringify({ ticks, heaps, up, passed }));
    process.exit(0);
  }
  socket.send(message, from.port, from.address);
});
socket.bind(7000);
`;

interface Told {
  ticks: number;
  heaps: (number | null)[];
  up: number;
  passed: number;
}

async function run(target: Target, seconds: number, bits: 31 | 32): Promise<void> {
  const app = await App.build(target, appFor(seconds), 'app.js');
  const library = path.join(app.folder, 'years.so');
  try {
    const source = inRoot('tests', 'net', 'years.c');
    const made = spawnSync('gcc', ['-O2', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', source, '-o', library]);
    assert.strictEqual(made.status, 0, made.stderr.toString());
    const words = [`image=${app.image}`, 'net=link:/nowhere', 'mac=02:00:00:00:00:01', 'ip=192.168.77.2/24'];
    const { status, stdout, stderr } = spawnSync(await firmwareOf(target), [...words, 'env.TINYGRAM_CHECK=1'], {
      encoding: 'utf8',
      env: {
        ...process.env,
        LD_PRELOAD: library,
        YEARS_SECONDS: `${seconds}`,
        YEARS_BEFORE: `${Math.floor(seconds / 2)}`,
        YEARS_BITS: `${bits}`,
      },
    });
    assert.strictEqual(status, 0, `exit code ${status}\n${stdout}\n${stderr}`);
    const { ticks, heaps, up, passed } = JSON.parse(stdout) as Told;
    const wire = JSON.parse(stderr) as { sent: number; echoed: number; grownKiB: number };
    console.log(`${targetName(target)}: ${JSON.stringify({ ...wire, ticks, up, passed, heaps })}`);
    assert.strictEqual(wire.sent, (seconds - 2) * 10);
    assert.strictEqual(wire.echoed, wire.sent);
    assert.ok(Math.abs(up - seconds) < 1 && Math.abs(passed - seconds) < 1, `${up} and ${passed} s have passed`);
    assert.ok(Math.abs(ticks - seconds) <= 1, `${ticks} seconds were told of`);
    assert.ok(wire.grownKiB <= 128, `memory grew by ${wire.grownKiB} KiB`);
    const known = heaps.filter((heap) => heap !== null);
    assert.ok(known.length === 0 || Math.max(...known.slice(-5)) <= Math.max(...known.slice(0, 5)) + 2048, `${known}`);
  } finally {
    app.remove();
  }
}

for (const target of targets('host', process.env.ENGINE)) {
  test(
    `thirty days leave nothing behind (${targetName(target)})`,
    { skip: engineMissing(target.engine) ?? false, timeout: 60_000 + SECONDS * 4 },
    () => run(target, SECONDS, 31),
  );
  test(
    `nor does the second at which 32 bits are full (${targetName(target)})`,
    { skip: engineMissing(target.engine) ?? false, timeout: 60_000 },
    () => run(target, 600, 32),
  );
}
