/* modules.ts: which of Node's tests are those of a module, and what a test asks for that no device can have. */
import * as fs from 'node:fs';
import * as path from 'node:path';

/** Patterns of the names of tests below Node's test/parallel/, by module. */
const TESTS: { [module: string]: RegExp } = {
  assert: /^test-assert/,
  buffer: /^test-(?:buffer|atob|btoa)/,
  events: /^test-(?:event-|events-)/,
  path: /^test-path/,
  querystring: /^test-querystring/,
  stream: /^test-stream/,
  string_decoder: /^test-string-decoder/,
  timers: /^test-timers/,
  url: /^test-(?:url|whatwg-url)/,
  util: /^test-util/,
};

export const MODULES = Object.keys(TESTS);

/** The tests of a module, "parallel/test-path.js", sorted. */
export function moduleTests(folder: string, module: string): string[] {
  const pattern = TESTS[module];
  if (pattern === undefined) throw new Error(`There are no tests of ${module}, there are of ${MODULES.join(', ')}`);
  return fs
    .readdirSync(path.join(folder, 'parallel'))
    .filter((name) => pattern.test(name) && /\.m?js$/.test(name))
    .sort()
    .map((name) => `parallel/${name}`);
}

/** [what a test's text shows, what it asks for]. */
const LACKS: [RegExp, string][] = [
  [/\brequire\('(?:node:)?(?:fs|fs\/promises)'\)|from 'fs'/, 'it needs files'],
  [/\brequire\('(?:node:)?(?:child_process|cluster|worker_threads)'\)/, 'it starts programs or threads'],
  [
    /\brequire\('(?:node:)?(?:http|https|http2|tls|zlib|repl|readline|inspector|v8|vm)'\)/,
    'it needs a module that only a desktop has',
  ],
  [/require\('(?:node:)?net'\)/, 'it needs TCP'],
  [/\binternalBinding\(|internal\/test\/binding|process\.binding\(/, "it looks into Node's C++"],
  [/require\('internal\//, "it looks into Node's own files"],
  [
    /^\/\/ Flags:.*--(?:allow-natives-syntax|pending-deprecation|no-warnings|experimental|expose.gc|disable|icu)/m,
    "it needs one of Node's or V8's own flags",
  ],
  [
    /\.\.\/common\/(?:fixtures|wpt|tmpdir|heap|gc|ongc)|\.\.\/fixtures|fixtures\.(?:path|read)/,
    "it needs Node's files of fixtures",
  ],
  [/\bnew (?:Readable|Writable|Transform)Stream\b|\bstream\/web\b|\.(?:toWeb|fromWeb)\(/, 'it needs web streams'],
  [/\bnew Blob\b|\bBlob\(/, 'it needs Blob'],
  [/common\.(?:spawnPromisified|PIPE|isWindows\)|hasCrypto)\b/, 'it needs programs, pipes or TLS'],
];

/** What the test's text shows that it asks for and no device has; undefined when nothing. */
export function deviceLacks(file: string): string | undefined {
  const source = fs.readFileSync(file, 'utf8');
  return LACKS.find(([pattern]) => pattern.test(source))?.[1];
}
