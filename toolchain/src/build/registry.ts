/**
 * build/<port>/<engine>/registry.c (runtime/core/registry.h): the built-in modules, precompiled, and the table of
 * bindings, both from what lies in modules/ and runtime/bindings/.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { engineCode, type ModuleCode, type ModuleOptions } from '../engines/engine';
import { compileModules } from './compile';
import { filesBelow, inRoot, writeWhole, type Engine } from './paths';

const WORDS_PER_LINE = 8;

export interface RegistryContent extends ModuleCode {
  bindings: string[];
}

/**
 * Writes `out`. Code that did not change is not precompiled again; the file's time moves on even when its text is the
 * same, so that make sees the work as done.
 */
export async function writeRegistry(engine: Engine, out: string, options: ModuleOptions = {}): Promise<void> {
  const compiled = await compileModules();
  // dgram_send.c is a part of dgram.c.
  const bindings = filesBelow(inRoot('runtime', 'bindings'), (name) => /^[^_]+\.c$/.test(name)).map((file) =>
    path.basename(file, '.c'),
  );
  const text = registryText({ ...(await engineCode(engine).compileModules(compiled, options)), bindings });
  if (fs.existsSync(out) && fs.readFileSync(out, 'utf8') === text) fs.utimesSync(out, new Date(), new Date());
  else writeWhole(out, text);
}

/** The C name of a module's code. */
export const codeName = (id: string): string => `code_${id.replace(/[^A-Za-z0-9]/g, '_')}`;

/** An array of 32-bit little-endian words, padded to a multiple of 8 bytes. */
function codeText(name: string, code: Buffer): string[] {
  const padded = Buffer.alloc(Math.max(8, Math.ceil(code.length / 8) * 8));
  code.copy(padded);
  const lines = [`static const _Alignas(8) uint32_t ${name}[] = {`];
  for (let at = 0; at < padded.length; at += 4 * WORDS_PER_LINE) {
    const words: string[] = [];
    for (let word = at; word < Math.min(at + 4 * WORDS_PER_LINE, padded.length); word += 4)
      words.push(`0x${padded.readUInt32LE(word).toString(16).padStart(8, '0')}`);
    lines.push(`  ${words.join(', ')},`);
  }
  return [...lines, '};', ''];
}

/** A C string of the UTF-8 text. */
const cText = (text: string): string =>
  `"${[...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[ -~]/.test(character) && !/["\\?]/.test(character)
        ? character
        : `\\${byte.toString(8).padStart(3, '0')}`;
    })
    .join('')}"`;

/** The C text. */
export function registryText({ modules, bindings, constant = false, strings = [], probe }: RegistryContent): string {
  const lines = ['/* Made by the toolchain from modules/ and runtime/bindings/. */', '#include "core/registry.h"', ''];
  for (const { id, code } of modules) lines.push(...codeText(codeName(id), code));
  for (const name of bindings) lines.push(`jerry_value_t ${name}_binding(void);`);
  // The last entry ends the array for compilers that refuse an empty one; the counts leave it out.
  lines.push('', 'const struct registry_module registry_modules[] = {');
  for (const { id, code } of modules) lines.push(`  {"${id}", ${codeName(id)}, ${code.length}, ${constant}},`);
  lines.push('  {NULL, NULL, 0, false},', '};', `const size_t registry_module_count = ${modules.length};`, '');
  lines.push('const struct registry_binding registry_bindings[] = {');
  for (const name of bindings) lines.push(`  {"${name}", ${name}_binding},`);
  lines.push('  {NULL, NULL},', '};', `const size_t registry_binding_count = ${bindings.length};`, '');
  lines.push('static const jerry_char_t *const registry_texts[] = {');
  for (const text of strings) lines.push(`  (const jerry_char_t *)${cText(text)},`);
  lines.push('  NULL,', '};', 'static const jerry_length_t registry_sizes[] = {');
  for (const text of strings) lines.push(`  ${Buffer.byteLength(text)},`);
  lines.push('  0,', '};');
  lines.push(`const struct engine_strings registry_strings = {registry_texts, registry_sizes, ${strings.length}};`, '');
  if (probe !== undefined) lines.push(...codeText('probe_code', probe.code));
  lines.push(
    `const struct registry_module registry_probe = {${
      probe === undefined ? 'NULL, NULL, 0, false' : `${cText(probe.expected)}, probe_code, ${probe.code.length}, true`
    }};`,
    '',
  );
  return lines.join('\n');
}
