/** `make lint` names the lines of C on which something is governed without braces, and no others. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { braceErrors, bracelessLines } from '../lint/braces';
import { scratch } from './lib/scratch';

for (const source of [
  'if (a) return;',
  'if (a)\n  return;',
  'if (a) {\n  b();\n} else c();',
  'if (a) {\n  b();\n} else if (c) d();',
  'while (a) b();',
  'while (*at++ != 0);',
  'for (int i = 0; i < f(i); i++) b();',
  'do b(); while (a);',
  '#define B(a) \\\n  if (a) \\\n    b()',
  'if (strcmp(a, ") {") == 0) b();',
])
  test(`lint refuses ${JSON.stringify(source)}`, () => assert.notDeepEqual(bracelessLines(source), []));

for (const source of [
  'if (a) {\n  b();\n} else if (c) {\n  d();\n} else {\n  e();\n}',
  'for (;;) {\n}',
  'do {\n  b();\n} while (a);',
  '#define B(a) \\\n  do { \\\n    b(a); \\\n  } while (0)',
  '#if A\nint a;\n#else\nint b;\n#endif',
  '// if (a) b();\n/* while (a) b(); */\nconst char *text = "if (a) b();";',
  'int iffy(int done) { return elsewhere(done); }',
])
  test(`lint takes ${JSON.stringify(source)}`, () => assert.deepEqual(bracelessLines(source), []));

test('what lint says has the file and the line', () => {
  const folder = scratch();
  fs.writeFileSync(path.join(folder, 'a.c'), 'void f(int a) {\n  if (a)\n    g();\n}\n');
  assert.deepEqual(braceErrors(folder, ['a.c']), ['a.c:2: without braces']);
});
