'use strict';
const assert = require('assert');

const seen = [];
process.on('warning', (warning) => seen.push(`${warning.name} ${warning.code} ${warning.message}`));
process.emitWarning('a');
process.emitWarning('b', 'Kind');
process.emitWarning('c', 'Kind', 'C1');
process.emitWarning('d', process.emitWarning);
process.emitWarning(new Error('e'));
assert.throws(() => process.emitWarning(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => process.emitWarning('x', 1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => process.emitWarning('x', 'Kind', 1), { code: 'ERR_INVALID_ARG_TYPE' });
process.on('exit', () => assert.deepStrictEqual(seen,
  ['Warning undefined a', 'Kind undefined b', 'Kind C1 c', 'Warning  d', 'Error undefined e']));
