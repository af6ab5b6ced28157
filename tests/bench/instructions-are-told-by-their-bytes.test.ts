/* Of every instruction of each engine's firmware the bytes say what objdump's text says: call, return, loop, length. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildProfileFirmware } from '#toolchain/commands/profile';
import { binutils, loadedOf, symbolsOf } from '#toolchain/profile/elf';
import { ThumbCode } from '#toolchain/profile/thumb';
import { engineMissing, engines } from '../runner/targets';
import { instructionsOf } from './lib/disassembly';

/** Fewer than these in a firmware of half a megabyte: nothing was compared. */
const LEAST = { call: 10_000, return: 1_500, other: 100_000 };

for (const engine of engines()) {
  test(`the firmware with ${engine}`, { skip: engineMissing(engine), timeout: 300_000 }, async () => {
    const { firmware: elf, facts } = await buildProfileFirmware(engine);
    const code = new ThumbCode(loadedOf(elf), facts.functions);
    const seen = { call: 0, return: 0, other: 0 };
    // Lines of data among the instructions name a directive.
    const text = binutils('objdump', ['-d', elf]).replace(/^.*\t\.(word|short|byte).*\n/gm, '');
    const names = new Map(symbolsOf(elf).map(({ name, address }) => [name, address]));
    // Tables lie among the functions, and objdump shows them as instructions.
    const types = binutils('readelf', ['--syms', '--wide', elf]);
    const called = new Set([...types.matchAll(/ FUNC .* (\S+)$/gm)].map((match) => match[1]));
    for (const told of instructionsOf(text).values()) {
      if (!called.has(told.name)) continue;
      const read = code.get(told.address);
      const at = `at 0x${told.address.toString(16)} in ${told.name}`;
      const { kind, loop, next } = told;
      assert.deepEqual({ kind: read?.kind, loop: read?.loop, next: read?.next }, { kind, loop, next }, at);
      // Where several names are one address, either may be told.
      if (read?.name !== told.name) assert.equal(names.get(read?.name ?? ''), names.get(told.name), at);
      seen[told.kind]++;
    }
    for (const [kind, least] of Object.entries(LEAST))
      assert.ok(seen[kind as keyof typeof seen] > least, `${kind}: ${JSON.stringify(seen)}`);
  });
}
