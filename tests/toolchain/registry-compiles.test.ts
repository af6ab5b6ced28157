import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { test } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import { registryText } from '#toolchain/build/registry';
import { scratch } from './lib/scratch';

const MAIN = `
#include <stdio.h>
#include "core/registry.h"
jerry_value_t udp_binding(void) { jerry_value_t zero = {0}; return zero; }
int main(void) {
  for (size_t i = 0; i < registry_module_count; i++) {
    const struct registry_module *module = &registry_modules[i];
    printf("%s %zu %d:", module->name, module->size, (int)((uintptr_t)module->code % 8));
    for (size_t k = 0; k < module->size; k++) printf(" %d", ((const uint8_t *)module->code)[k]);
    printf("\\n");
  }
  for (size_t i = 0; i < registry_binding_count; i++) {
    printf("%s %d\\n", registry_bindings[i].name, registry_bindings[i].init == udp_binding);
  }
  for (uint32_t i = 0; i < registry_string_count; i++) {
    printf("%u %s\\n", (unsigned)registry_string_sizes[i], (const char *)registry_strings[i]);
  }
  return 0;
}
`;

function built(modules: { id: string; code: Buffer }[], bindings: string[], strings: string[] = []): string {
  const folder = scratch({ 'registry.c': registryText(modules, bindings, strings), 'main.c': MAIN });
  const out = path.join(folder, 'main');
  execFileSync(
    'gcc',
    [
      '-std=c11',
      '-Wall',
      '-Wextra',
      '-Werror',
      `-I${inRoot('runtime')}`,
      `-I${inRoot('runtime', 'engine', 'quickjs', 'include')}`,
      'registry.c',
      'main.c',
      '-o',
      out,
    ],
    { cwd: folder },
  );
  return execFileSync(out, { encoding: 'utf8' });
}

test('C finds each module under its name, aligned, byte for byte', () => {
  const odd = Buffer.from([1, 2, 3, 254, 255]);
  const long = Buffer.from(Array.from({ length: 100 }, (_, index) => (index * 7) & 255));
  assert.equal(
    built(
      [
        { id: 'dgram', code: odd },
        { id: 'internal/errors', code: long },
      ],
      ['udp'],
    ),
    `dgram 5 0: 1 2 3 254 255\ninternal/errors 100 0: ${[...long].join(' ')}\nudp 1\n`,
  );
});

test('empty tables compile', () => {
  assert.equal(built([], []).trim(), '');
});

test('strings come as they are, with their sizes', () => {
  const strings = ['on', 'a"b', '??/', 'x\\y', '%d %s'];
  assert.equal(built([], [], strings), strings.map((text) => `${text.length} ${text}\n`).join(''));
});
