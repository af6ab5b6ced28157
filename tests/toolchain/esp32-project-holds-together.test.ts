/** The ESP-IDF project of ports/esp32, which IDF is not here to build: its parts name each other rightly. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import { scratch } from './lib/scratch';

const PORT = inRoot('ports', 'esp32');
const read = (...names: string[]): string => fs.readFileSync(path.join(PORT, ...names), 'utf8');
const sources = fs.readdirSync(PORT).filter((name) => /\.[ch]$/.test(name));
const component = fs
  .readdirSync(path.join(PORT, 'components/tinygram'))
  .map((name) => read('components/tinygram', name));

interface Option {
  lines: string[];
  /** A choice itself, or one of its members: C need not ask for the one that remains. */
  ofChoice: boolean;
}

/** Kconfig's options by name, each with the lines of its block. */
function kconfig(): Map<string, Option> {
  const options = new Map<string, Option>();
  let lines: string[] = [];
  let inChoice = false;
  for (const line of read('components/tinygram/Kconfig.projbuild').split('\n')) {
    const found = /^\s*(config|choice) (\w+)$/.exec(line);
    if (found?.[1] === 'choice') inChoice = true;
    if (found) options.set(found[2], { lines: (lines = []), ofChoice: inChoice });
    else lines.push(line.trim());
    if (line.trim() === 'endchoice') inChoice = false;
  }
  return options;
}

const used = (text: string): string[] => [...text.matchAll(/\bCONFIG_(TINYGRAM_\w+)/g)].map((match) => match[1]);

test('every option that C and CMake ask for is in Kconfig, and the other way round', () => {
  const options = kconfig();
  const asked = new Set([...sources.map((name) => read(name)), ...component].flatMap(used));
  for (const name of asked) {
    // restart.h breaks a name across lines.
    if (!name.endsWith('_')) assert.ok(options.has(name), `CONFIG_${name} is not in Kconfig.projbuild`);
  }
  for (const [name, { ofChoice }] of options) {
    const conditions = [...options.values()]
      .flatMap(({ lines }) => lines)
      .filter((line) => /\bif |^depends on /.test(line));
    const known = asked.has(name) || ofChoice || conditions.some((line) => line.split(/\W+/).includes(name));
    assert.ok(known, `nothing asks for CONFIG_${name}`);
  }
});

test("the options that tests are built with have Kconfig's defaults", () => {
  const options = kconfig();
  const stand = fs.readFileSync(inRoot('tests/unit/esp32/idf/sdkconfig.h'), 'utf8');
  let compared = 0;
  for (const [, name, value] of stand.matchAll(/^#define CONFIG_(TINYGRAM_\w+) (-?\d+|".*")$/gm)) {
    const defaults = (options.get(name)?.lines ?? []).filter((line) => line.startsWith('default '));
    assert.ok(options.has(name), `sdkconfig.h has CONFIG_${name}, Kconfig.projbuild has not`);
    if (!/^-?\d|^"/.test(defaults[0]?.slice(8) ?? '')) continue; // a choice or a bool
    assert.ok(
      defaults.some((line) => line.slice(8).split(' if ')[0] === value),
      `CONFIG_${name} is ${value} in tests, in Kconfig: ${defaults.join(', ')}`,
    );
    compared++;
  }
  assert.ok(compared >= 20, `${compared} options compared`);
});

test('partitions lie in 4 MB, on sectors, apart from each other; the firmware at 64 KiB', () => {
  const rows = read('partitions.csv')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').map((cell) => cell.trim()));
  const parts = rows.map(([name, , , offset, size]) => ({ name, from: Number(offset), size: Number(size) }));
  assert.deepEqual(
    parts.map((part) => part.name),
    ['nvs', 'phy_init', 'factory', 'app_a', 'app_b', 'slots'],
  );
  let end = 0x9000; // after the partition table
  for (const part of parts) {
    assert.ok(part.from >= end && part.from % 4096 === 0 && part.size % 4096 === 0, `${part.name} is misplaced`);
    end = part.from + part.size;
  }
  assert.ok(end <= 4 << 20);
  assert.equal(parts[2].from % 0x10000, 0);
  assert.equal(parts[3].size, parts[4].size);
});

test('defaults are options, one a line', () => {
  const files = fs.readdirSync(PORT).filter((name) => name.startsWith('sdkconfig.defaults'));
  assert.deepEqual(files.map((name) => name.slice('sdkconfig.defaults'.length)).sort(), [
    '',
    '.esp32',
    '.esp32c3',
    '.esp32c6',
    '.esp32s3',
  ]);
  for (const file of files) {
    const seen = new Set<string>();
    for (const line of read(file).split('\n')) {
      if (line === '' || line.startsWith('#')) continue;
      const found = /^(CONFIG_[A-Z0-9_]+)=(y|n|\d+|".*")$/.exec(line);
      assert.ok(found, `${file}: ${line}`);
      assert.ok(!seen.has(found[1]), `${file}: ${found[1]} twice`);
      seen.add(found[1]);
    }
  }
});

/** What ESP-IDF looks at before the project's name, in place of ESP-IDF. */
const IDF_PROJECT = `
foreach(name EXTRA_COMPONENT_DIRS SDKCONFIG_DEFAULTS COMPONENTS)
  foreach(word IN LISTS \${name})
    message("\${name} \${word}")
  endforeach()
endforeach()
macro(project)
endmacro()
`;

test("a project of one's own as the page has it names what the example names, and no less", () => {
  const page = /^```cmake\n(.*?)^```$/ms.exec(read('README.md'))?.[1] ?? '';
  assert.match(page, /\/path\/to\/tinygram/);
  const folder = scratch({
    'idf/tools/cmake/project.cmake': IDF_PROJECT,
    'mine/CMakeLists.txt': page.replace('/path/to/tinygram', inRoot()),
    'mine/sdkconfig.defaults': '',
  });
  const told = (project: string): string[] => {
    const env = { ...process.env, IDF_PATH: path.join(folder, 'idf') };
    const build = path.join(folder, `build-${path.basename(project)}`);
    const run = spawnSync('cmake', ['-S', project, '-B', build, '-Wno-dev'], {
      encoding: 'utf8',
      env,
      timeout: 60_000,
    });
    return run.stderr
      .split('\n')
      .map((line) => /^(EXTRA_COMPONENT_DIRS|SDKCONFIG_DEFAULTS|COMPONENTS) (.*)$/.exec(line))
      .filter((found) => found !== null)
      .map(([, name, word]) => {
        if (name === 'COMPONENTS') return `${name} ${word}`;
        assert.ok(fs.existsSync(word), `${project}: ${name} names ${word}`);
        const own = path.dirname(fs.realpathSync(word)) === fs.realpathSync(project);
        return `${name} ${own ? `own/${path.basename(word)}` : path.relative(PORT, fs.realpathSync(word))}`;
      });
  };
  const mine = told(path.join(folder, 'mine'));
  assert.deepEqual(mine, [
    'EXTRA_COMPONENT_DIRS components',
    'SDKCONFIG_DEFAULTS sdkconfig.defaults',
    'SDKCONFIG_DEFAULTS own/sdkconfig.defaults',
    'COMPONENTS main',
  ]);
  assert.deepEqual(told(path.join(PORT, 'example')), mine);
});

test('the table of memory adds up: a C3 and a classic ESP32 keep more than 40 KB at the peak of Wi-Fi', () => {
  const page = read('README.md');
  const numbers = (text: string): number[] => [...text.matchAll(/\d[\d,]*/g)].map(([n]) => Number(n.replace(/,/g, '')));
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map((cells) => cells.slice(1, -1));
  const at = rows.findIndex(([part]) => part === 'part');
  const end = rows.findIndex(([part]) => part === '**sum**');
  assert.ok(at >= 0 && end > at);
  const sum = (column: number): number =>
    rows
      .slice(at + 1, end)
      .filter(([part]) => !/^-+$/.test(part))
      .flatMap((row) => numbers(row[column]))
      .reduce((all, one) => all + one, 0);
  assert.deepEqual([sum(1), sum(2)], [rows[end][1], rows[end][2]].flatMap(numbers));

  // IDF's default for frames that come in, ours for those that go out, 1.6 KB each.
  const out = Number(/^CONFIG_ESP_WIFI_DYNAMIC_TX_BUFFER_NUM=(\d+)$/m.exec(read('sdkconfig.defaults'))?.[1]);
  const peak = rows.find(([part]) => part.includes('at their peak')) ?? [];
  assert.deepEqual(numbers(peak[2] ?? ''), [(32 + out) * 1600]);

  const [c3, esp32] = rows.slice(end + 1, end + 3);
  const [, memory, slow, code] = numbers(c3[0]);
  const leftOnC3 = memory + slow - code - sum(1) - sum(2);
  const [, data, secondCore] = numbers(esp32[0]);
  const leftOnEsp32 = data - secondCore - sum(1) - sum(2);
  for (const [left, row] of [
    [leftOnC3, c3],
    [leftOnEsp32, esp32],
  ] as const) {
    assert.ok(left > 40 * 1024, `${row[0]}: ${left}`);
    assert.ok(Math.abs(left - numbers(row[2])[0]) < 1000, `${row[0]}: ${left}, the page says ${row[2]}`);
  }
});
