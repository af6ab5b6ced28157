'use strict';
const assert = require('assert');
const { parseArgs } = require('util');

const options = {
  verbose: { type: 'boolean', short: 'v', multiple: true },
  port: { type: 'string', short: 'p', default: '5683' },
};
const parsed = parseArgs({ args: ['-vv', '--port=1', 'file', '--', '-x'], options, allowPositionals: true });
assert.deepStrictEqual({ ...parsed.values }, { verbose: [true, true], port: '1' });
assert.deepStrictEqual(parsed.positionals, ['file', '-x']);
assert.strictEqual(parseArgs({ args: [], options }).values.port, '5683');
assert.deepStrictEqual(parseArgs({ args: ['-p7', '-vp', '8'], options, tokens: true }).tokens, [
  { kind: 'option', name: 'port', rawName: '-p', index: 0, value: '7', inlineValue: true },
  { kind: 'option', name: 'verbose', rawName: '-v', index: 1, value: undefined, inlineValue: undefined },
  { kind: 'option', name: 'port', rawName: '-p', index: 1, value: '8', inlineValue: false },
]);
assert.throws(() => parseArgs({ args: ['--no'], options }), { code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION' });
assert.throws(() => parseArgs({ args: ['x'], options }), { code: 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL' });
assert.throws(() => parseArgs({ args: ['--port'], options }), { code: 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE' });
assert.throws(() => parseArgs({ args: ['--verbose=1'], options }), { code: 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE' });
assert.throws(() => parseArgs({ options: { a: { type: 'x' } } }), { code: 'ERR_INVALID_ARG_VALUE' });
assert.deepStrictEqual({ ...parseArgs({ args: ['--a', '--b=c'], strict: false }).values }, { a: true, b: 'c' });
