/*
 * one.ts: one measurement, for those who make something faster:
 *
 *   make firmware BENCH=1 ENGINE=… && node build/tests/bench/one.js ENGINE tests/bench/apps/echo.js SIZE [PORTS]
 *
 * builds the app's image, measures its echo (board.ts) and prints least, median, most and mean, then the counts that
 * came most often.
 */
import * as path from 'node:path';
import { type Engine, inRoot } from '#toolchain/build/paths';
import { buildImage } from '#toolchain/commands/build';
import { countExchange, endWithSignals } from './board';
import { beginProgram } from '../runner/program';

beginProgram(module);

async function main(): Promise<void> {
  endWithSignals();
  const [engine, app, size, ports] = process.argv.slice(2) as [Engine, string, string, string | undefined];
  const out = inRoot('build', 'bench', 'one', `${path.basename(app, '.js')}-${engine}.tgi`);
  const { image } = await buildImage(app, { engine, port: 'qemu-arm', release: true, out });
  const counts = await countExchange(
    { firmware: inRoot('build', 'qemu-arm', `${engine}-bench`, 'firmware.elf'), image, env: { SOCKETS: ports ?? 1 } },
    { size: Number(size), ports: Number(ports ?? 1) },
  );
  const sorted = [...counts].sort((a, b) => a - b);
  const often = new Map<number, number>();
  for (const count of counts) often.set(count, (often.get(count) ?? 0) + 1);
  const list = [...often]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 8)
    .map(([count, times]) => `${count} (${times})`);
  console.log(
    `least ${sorted[0]}, median ${sorted[sorted.length >> 1]}, most ${sorted[sorted.length - 1]}, mean ` +
      `${sorted.reduce((a, b) => a + b) / sorted.length}\n${list.join(', ')}`,
  );
}

void main();
