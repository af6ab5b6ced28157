import assert from 'node:assert';
import { once } from 'node:events';
import * as path from 'node:path';
import { test } from 'node:test';
import { type Board, startBoard } from '#toolchain/boards/board';
import { inRoot } from '#toolchain/build/paths';
import { Link } from '#toolchain/lab/switch';
import { engineMissing, firmwareOf, type Target, targetName, targets } from '../runner/targets';
import { App } from './lib/app';
import { Namespace, namespaceMissing } from './lib/namespace';

const APPS = inRoot('tests', 'net', 'apps');

/** Registers a test of an app with packages of npm's, as they come, beside a peer in a namespace at 192.168.77.1. */
function withPeer(name: string, file: string, body: (board: Board, space: Namespace) => Promise<void>): void {
  for (const target of targets(process.env.PORT, process.env.ENGINE)) {
    if (target.port === 'qemu-riscv') continue; // the same code as qemu-arm, of 32 bits too
    const skip = namespaceMissing() || engineMissing(target.engine);
    test(`${name} (${targetName(target)})`, { skip, timeout: 180_000 }, () => meet(target, file, body));
  }
}

async function meet(target: Target, file: string, body: (board: Board, space: Namespace) => Promise<void>) {
  const app = await App.build(target, path.join(APPS, file));
  const link = Link.open();
  let space: Namespace | undefined;
  let board: Board | undefined;
  try {
    space = await Namespace.open(link, ['192.168.77.1/24']);
    board = await startBoard({
      port: target.port,
      firmware: await firmwareOf(target),
      image: app.image,
      network: { kind: 'link', socket: await link.plug('board') },
      words: ['ip=192.168.77.2/24', 'gw=192.168.77.1', 'mac=02:00:00:00:77:02'],
      timeoutMs: 120_000,
    });
    await body(board, space);
  } finally {
    board?.kill();
    await board?.exited;
    space?.close();
    await link.close();
    app.remove();
  }
}

/** libcoap's client in the namespace; what it printed. Not spawnSync(): the link between the two is in this process. */
async function coapClient(space: Namespace, ...args: string[]): Promise<string> {
  const child = space.spawn(['coap-client-notls', '-v', '3', '-B', '10', ...args]);
  let output = '';
  child.stdout!.on('data', (data: Buffer) => {
    output += data.toString();
  });
  await once(child, 'close');
  return output.trim();
}

withPeer("coap: libcoap's client reads, observes, gets blocks and sets", 'coap-server.js', async (board, space) => {
  const at = 'coap://192.168.77.2';
  await board.waitFor(/^ready$/m, 60_000);
  assert.ok((await coapClient(space, '-m', 'get', `${at}/large`)) === '0123456789'.repeat(300));
  await coapClient(space, '-m', 'put', '-e', '21.5', `${at}/setting`);
  assert.strictEqual(await coapClient(space, '-m', 'get', `${at}/setting`), '21.5');
  const observed = await coapClient(space, '-s', '2', '-m', 'get', `${at}/reading`);
  assert.match(observed, /reading 0[\s\S]*reading 1[\s\S]*reading 2[\s\S]*last reading/);
});

withPeer("coap: a client on the board asks libcoap's server", 'coap-client.js', async (board, space) => {
  space.spawn(['coap-server-notls', '-A', '192.168.77.1', '-d', '10']);
  const { code } = await board.exited;
  assert.strictEqual(code, 0, board.output);
  assert.match(board.output, /^GET \/\.well-known\/core 2\.05 .*<\/time>/m);
  assert.match(board.output, /^PUT \/example_data 2\.0[14] /m);
  assert.match(board.output, /^GET \/example_data 2\.05 from the board/m);
});
