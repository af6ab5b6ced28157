import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { startBoard, type BoardOptions } from '#toolchain/boards/board';
import { qemuCommand } from '#toolchain/boards/qemu';
import { buildFirmware, buildImage } from '#toolchain/commands/build';
import { scratch } from './lib/scratch';

/** Options of a "board" that is a shell script. */
function script(text: string): BoardOptions & { firmware: string } {
  const firmware = path.join(scratch({ program: `#!/bin/sh\n${text}\n` }), 'program');
  fs.chmodSync(firmware, 0o755);
  return { port: 'host', firmware, timeoutMs: 20_000 };
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test("the console is stdout and stderr, the exit code is the program's", async () => {
  const board = await startBoard(script('echo out; sleep 0.1; echo "ü €" >&2; exit 42'));
  assert.deepEqual(await board.exited, { code: 42, reason: 'exit' });
  assert.equal(board.output, 'out\nü €\n');
});

test('image, network, channel, words and argv become boot options', async () => {
  const board = await startBoard({
    ...script('for word; do echo "$word"; done'),
    image: '/x/app.tgi',
    network: { kind: 'link', socket: '/x/s.sock' },
    channel: true,
    words: ['ip=192.168.77.2/24', 'env.A=b c'],
    argv: ['one', 'two words'],
  });
  await board.exited;
  assert.equal(
    board.output,
    'image=/x/app.tgi\nnet=link:/x/s.sock\nchannel=3\nip=192.168.77.2/24\nenv.A=b c\n--\none\ntwo words\n',
  );
});

test('the channel carries lines both ways and can be closed', async () => {
  const board = await startBoard({
    ...script('while read -r line <&3; do echo "got $line" >&3; done; echo closed'),
    channel: true,
  });
  const lines: string[] = [];
  board.on('channel', (line) => {
    lines.push(line);
    if (lines.length === 2) board.disconnect();
  });
  board.send('{"a":1}');
  board.send('"ü"');
  assert.deepEqual(await board.exited, { code: 0, reason: 'exit' });
  assert.deepEqual(lines, ['got {"a":1}', 'got "ü"']);
  assert.equal(board.output, 'closed\n');
});

test('waitFor finds text that was, text that comes, and says why it did not', async () => {
  const board = await startBoard(script('echo early; sleep 0.2; echo "port 4711"; exec sleep 0.3'));
  await board.waitFor('early', 5000);
  await board.waitFor('early', 5000);
  assert.equal((await board.waitFor(/port (\d+)/, 5000))[1], '4711');
  await assert.rejects(
    board.waitFor('never', 50),
    /^UserError: The board did not print \/never\/: 50 ms have passed\. Its console:\nearly\nport 4711$/,
  );
  await assert.rejects(board.waitFor('never', 5000), /it ended with code 0 \(exit\)/);
  await assert.rejects(board.waitFor('never', 5000), /it ended with code 0 \(exit\)/, 'after the end too');
});

test('the time limit, kill() and a crash end a board, each told apart', async () => {
  const slow = await startBoard({ ...script('exec sleep 60'), timeoutMs: 100 });
  assert.deepEqual(await slow.exited, { code: 124, reason: 'timeout', signal: 'SIGKILL' });
  assert.equal(alive(slow.pid), false);
  const killed = await startBoard(script('exec sleep 60'));
  killed.kill();
  assert.deepEqual(await killed.exited, { code: 137, reason: 'killed', signal: 'SIGKILL' });
  assert.equal(alive(killed.pid), false);
  const crashed = await startBoard(script('kill -SEGV $$'));
  assert.deepEqual(await crashed.exited, { code: 73, reason: 'crash', signal: 'SIGSEGV' });
});

test('a program that is not there is a failure that names it', async () => {
  await assert.rejects(
    startBoard({ port: 'host', firmware: '/nowhere/tinygram' }),
    /^UserError: .*\/nowhere\/tinygram/,
  );
  await assert.rejects(
    startBoard({ port: 'qemu-arm', firmware: '/nowhere/firmware.elf' }),
    /^UserError: There is no firmware \/nowhere/,
  );
});

test('QEMU gets words as boot arguments, quoted for QEMU and for the board', async () => {
  const { firmware } = script('');
  const command = await qemuCommand(firmware, {
    port: 'qemu-arm',
    words: ['dns=1.1.1.1,9.9.9.9', 'env.T=a "b" c'],
    argv: [''],
    image: '/x/a,b.tgi',
    network: { kind: 'link', socket: '/x/a,b.sock' },
  });
  const after = (option: string): string => command.args[command.args.indexOf(option) + 1] as string;
  assert.equal(
    after('-semihosting-config'),
    'enable=on,target=native,arg=dns=1.1.1.1,,9.9.9.9,arg="env.T=a \\"b\\" c",arg=--,arg=""',
  );
  assert.equal(after('-device'), 'loader,file=/x/a,,b.tgi,addr=0x21000000,force-raw=on');
  assert.equal(after('-netdev'), 'stream,id=n0,server=off,addr.type=unix,addr.path=/x/a,,b.sock');
  assert.equal(after('-kernel'), firmware);
  command.cleanUp();
});

test('each emulated board gets the emulator, Ethernet and channel that it has', async () => {
  const { firmware } = script('');
  const network = { kind: 'link', socket: '/x/s.sock' } as const;
  const args = async (port: 'qemu-arm' | 'qemu-riscv'): Promise<string> => {
    const command = await qemuCommand(firmware, { port, words: ['mac=02:00:00:00:00:01'], network, channel: true });
    command.cleanUp();
    return [command.program, ...command.args].join(' ');
  };
  const arm = await args('qemu-arm');
  assert.match(arm, /^qemu-system-arm -machine mps2-an385 /);
  assert.match(arm, / -net nic,netdev=n0,model=lan9118,macaddr=02:00:00:00:00:01 /);
  assert.match(arm, / -serial chardev:channel /);
  const riscv = await args('qemu-riscv');
  assert.match(riscv, /^qemu-system-riscv32 -machine virt /);
  assert.match(riscv, / -device virtio-net-device,netdev=n0,mac=02:00:00:00:00:01 /);
  assert.match(riscv, / -device virtserialport,chardev=channel,nr=1 /);
});

test('what a board says last on its channel is heard, however busy this process is when it ends', async () => {
  const port = 'qemu-riscv';
  const folder = scratch({ 'app.js': "process.send('last words'); process.exit(3);\n" });
  const { image } = await buildImage(path.join(folder, 'app.js'), {
    engine: 'quickjs',
    port,
    out: path.join(folder, 'app.tgi'),
  });
  const board = await startBoard({ port, firmware: await buildFirmware(port, 'quickjs'), image, channel: true });
  const heard: string[] = [];
  board.on('channel', (line) => heard.push(line));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);
  assert.deepEqual([(await board.exited).code, heard], [3, ['"last words"']]);
});
