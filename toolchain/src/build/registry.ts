/**
 * build/<port>/<engine>/registry.c (runtime/core/registry.h): the built-in modules, precompiled, and the table of
 * bindings, both from what lies in modules/ and runtime/bindings/.
 */
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type * as typescript from 'typescript';
import { compileModules, type CompiledModule } from './compile';
import { compilerPath, filesBelow, inRoot, writeWhole, type Engine } from './paths';
import { precompile } from './precompile';

const WORDS_PER_LINE = 8;

interface PrecompiledModule {
  id: string;
  code: Buffer;
}

/**
 * Writes `out`. Code that did not change is not precompiled again; the file's time moves on even when its text is the
 * same, so that make sees the work as done.
 */
export async function writeRegistry(engine: Engine, out: string): Promise<void> {
  const compiled = await compileModules();
  const modules = precompileModules(engine, compiled);
  // QuickJS keeps the strings of its code in the code.
  const strings = engine === 'jerryscript' ? stringsOf((await import('typescript')).default, compiled, modules) : [];
  const bindings = filesBelow(inRoot('runtime', 'bindings'), (name) => name.endsWith('.c')).map((file) =>
    path.basename(file, '.c'),
  );
  const text = registryText(modules, bindings, strings);
  if (fs.existsSync(out) && fs.readFileSync(out, 'utf8') === text) fs.utimesSync(out, new Date(), new Date());
  else writeWhole(out, text);
}

/**
 * Precompiled code is the same for every port, so it is kept per engine in build/modules/<engine>/. Positions and names
 * of variables are left out: on QuickJS they take a third of the code, in flash and again in RAM.
 */
function precompileModules(engine: Engine, modules: CompiledModule[]): PrecompiledModule[] {
  const program = compilerPath(engine);
  const compiler = fs.existsSync(program) ? fs.readFileSync(program) : '';
  return modules.map(({ id, file }) => {
    const binary = inRoot('build', 'modules', engine, `${id}.bin`);
    const hash = crypto.createHash('sha256').update('strip').update(compiler).update(fs.readFileSync(file))
      .digest('hex');
    const stamp = `${binary}.stamp`;
    if (!fs.existsSync(binary) || !fs.existsSync(stamp) || fs.readFileSync(stamp, 'utf8') !== hash) {
      fs.mkdirSync(path.dirname(binary), { recursive: true });
      const temporary = `${binary}.${process.pid}.tmp`;
      precompile(engine, file, `tinygram:${id}`, temporary, true);
      fs.renameSync(temporary, binary);
      writeWhole(stamp, hash);
    }
    return { id, code: fs.readFileSync(binary) };
  });
}

/**
 * Names and texts that the modules' precompiled code holds, by size, then by bytes, as JerryScript searches them. It
 * keeps these in flash, where it would else look through a list of all strings for each one that it loads.
 */
function stringsOf(ts: typeof typescript, compiled: CompiledModule[], modules: PrecompiledModule[]): string[] {
  const found = new Set<string>();
  compiled.forEach(({ file }, index) => {
    const code = (modules[index] as PrecompiledModule).code;
    const take = (node: typescript.Node): void => {
      if (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) {
        const { text } = node;
        if (/^[ -~]{2,64}$/.test(text) && !found.has(text) && code.includes(text)) found.add(text);
      }
      ts.forEachChild(node, take);
    };
    take(ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.ES5));
  });
  return [...found].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}

const codeName = (id: string): string => `code_${id.replace(/[^A-Za-z0-9]/g, '_')}`;

/** The C text; code is written as 32-bit little-endian words, padded to a multiple of 8 bytes. */
export function registryText(modules: PrecompiledModule[], bindings: string[], strings: string[] = []): string {
  const lines = ['/* Made by the toolchain from modules/ and runtime/bindings/. */', '#include "core/registry.h"', ''];
  for (const { id, code } of modules) {
    const padded = Buffer.alloc(Math.max(8, Math.ceil(code.length / 8) * 8));
    code.copy(padded);
    lines.push(`static const _Alignas(8) uint32_t ${codeName(id)}[] = {`);
    for (let at = 0; at < padded.length; at += 4 * WORDS_PER_LINE) {
      const words: string[] = [];
      for (let word = at; word < Math.min(at + 4 * WORDS_PER_LINE, padded.length); word += 4) {
        words.push(`0x${padded.readUInt32LE(word).toString(16).padStart(8, '0')}`);
      }
      lines.push(`  ${words.join(', ')},`);
    }
    lines.push('};', '');
  }
  for (const name of bindings) lines.push(`jerry_value_t ${name}_binding(void);`);
  // The last entry ends the array for compilers that refuse an empty one; the counts leave it out.
  lines.push('', 'const struct registry_module registry_modules[] = {');
  for (const { id, code } of modules) lines.push(`  {"${id}", ${codeName(id)}, ${code.length}},`);
  lines.push('  {NULL, NULL, 0},', '};', `const size_t registry_module_count = ${modules.length};`, '');
  lines.push('const struct registry_binding registry_bindings[] = {');
  for (const name of bindings) lines.push(`  {"${name}", ${name}_binding},`);
  lines.push('  {NULL, NULL},', '};', `const size_t registry_binding_count = ${bindings.length};`, '');
  lines.push('const jerry_char_t *const registry_strings[] = {');
  for (const text of strings) lines.push(`  (const jerry_char_t *)${JSON.stringify(text).replace(/\?/g, '\\?')},`);
  lines.push('  NULL,', '};', 'const jerry_length_t registry_string_sizes[] = {');
  for (const text of strings) lines.push(`  ${text.length},`);
  lines.push('  0,', '};', `const uint32_t registry_string_count = ${strings.length};`, '');
  return lines.join('\n');
}
