import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { test } from 'node:test';
import { filesBelow, inRoot } from '#toolchain/build/paths';
import { evaluateKconfig, parseKconfig, sdkconfigHeader } from '../esp32/kconfig';
import { CHIPS, sdkconfigOf, VARIANTS } from '../esp32/variants';

const EXAMPLE = parseKconfig(`
menu "Example"
    choice ENGINE
        prompt "Engine"
        default BIG if ROOM
        default SMALL
        help
            default BIG is text here.
        config SMALL
            bool "small"
        config BIG
            bool "big"
            depends on ROOM || (FORCED && !THIN)
    endchoice
    config FORCED
        bool "forced"
        depends on !ROOM
        default n
    config FLOOR
        int
        default 100 if BIG
        default 10
    config SIZE
        int "size"
        range FLOOR 200 if BIG
        range FLOOR 50
        default 120 if BIG
        default 20
    config NAME
        string "name"
        depends on BIG
        default "x"
endmenu
`);

const header = (given: Record<string, string | number | boolean>): string[] =>
  sdkconfigHeader(evaluateKconfig(EXAMPLE, given))
    .split('\n')
    .filter((line) => line.startsWith('#define CONFIG_'))
    .sort();

test('a symbol whose condition is off does not exist', () => {
  assert.deepEqual(header({}), ['#define CONFIG_FLOOR 10', '#define CONFIG_SIZE 20', '#define CONFIG_SMALL 1']);
  assert.deepEqual(header({ ROOM: true }), [
    '#define CONFIG_BIG 1',
    '#define CONFIG_FLOOR 100',
    '#define CONFIG_NAME "x"',
    '#define CONFIG_ROOM 1',
    '#define CONFIG_SIZE 120',
  ]);
});

test('what may not be chosen is an error, as is a number out of its range', () => {
  assert.ok(header({ FORCED: true, BIG: true }).includes('#define CONFIG_BIG 1'));
  assert.throws(() => header({ BIG: true }), /BIG cannot be chosen/);
  assert.throws(() => header({ BIG: true, FORCED: true, THIN: true }), /BIG cannot be chosen/);
  assert.throws(() => header({ SIZE: 9 }), /SIZE is 9, but 10 to 50 are possible/);
  assert.throws(() => parseKconfig('menu "x"\nimply Y\n'), /"imply Y" is not understood/);
});

test('JerryScript is what every chip gets; QuickJS asks for external RAM, and has its heap there', () => {
  for (const chip of Object.keys(CHIPS)) {
    const plain = sdkconfigOf({ chip, engine: 'jerryscript', chosen: {} });
    assert.match(plain, /CONFIG_TINYGRAM_ENGINE_JERRYSCRIPT 1/);
    assert.doesNotMatch(plain, /HEAP_IN_PSRAM/);
    const quickjs = { TINYGRAM_ENGINE_QUICKJS: true };
    assert.throws(() => sdkconfigOf({ chip, engine: 'quickjs', chosen: quickjs }), /QUICKJS cannot be chosen/);
    assert.match(
      sdkconfigOf({ chip, engine: 'quickjs', chosen: { SPIRAM: true, ...quickjs } }),
      /CONFIG_TINYGRAM_HEAP_IN_PSRAM 1/,
    );
  }
});

test('every symbol of ours that C names is in Kconfig, and some variant compiles with it', () => {
  const known = new Set(
    Object.values(VARIANTS).flatMap((variant) =>
      [...sdkconfigOf(variant).matchAll(/CONFIG_(TINYGRAM_\w+)/g)].map(([, name]) => name as string),
    ),
  );
  for (const file of filesBelow(inRoot('ports/esp32'), (name) => /\.[ch]$/.test(name))) {
    for (const [, name] of fs.readFileSync(file, 'utf8').matchAll(/\bCONFIG_(TINYGRAM_\w*\w)\b/g)) {
      // A comment may break a name across lines.
      if (name?.endsWith('_')) continue;
      assert.ok(known.has(name as string), `${file}: CONFIG_${name}`);
    }
  }
});
