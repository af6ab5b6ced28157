import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { test } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import { registryText, type RegistryContent } from '#toolchain/build/registry';
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
  for (uint32_t i = 0; i < registry_strings.count; i++) {
    printf("%d %s\\n", (int)registry_strings.sizes[i], (const char *)registry_strings.texts[i]);
  }
  if (registry_probe.name) printf("probe %s %zu\\n", registry_probe.name, registry_probe.size);
  return 0;
}
`;

function built(content: RegistryContent): string {
  const folder = scratch({ 'registry.c': registryText(content), 'main.c': MAIN });
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
    built({
      modules: [
        { id: 'dgram', code: odd },
        { id: 'internal/errors', code: long },
      ],
      bindings: ['udp'],
    }),
    `dgram 5 0: 1 2 3 254 255\ninternal/errors 100 0: ${[...long].join(' ')}\nudp 1\n`,
  );
});

test('empty tables compile', () => {
  assert.equal(built({ modules: [], bindings: [] }).trim(), '');
});

test('strings come as they are, with their sizes in bytes', () => {
  const strings = ['on', 'a"b', '??/', 'x\\y', '%d %s', '1\t2', 'h\u00e9'];
  assert.equal(
    built({ modules: [], bindings: [], strings }),
    strings.map((text) => `${Buffer.byteLength(text)} ${text}\n`).join(''),
  );
});

test('the probe carries what it is expected to give', () => {
  const probe = { code: Buffer.from([1, 2, 3]), expected: 'to"String' };
  assert.equal(built({ modules: [], bindings: [], constant: true, probe }), 'probe to"String 3\n');
});
