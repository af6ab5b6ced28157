'use strict';
const assert = require('assert');
const fail = () => { throw Object.assign(new TypeError('bad thing'), { code: 'E1' }); };
assert.throws(fail, { name: 'TypeError', code: 'E1', message: 'bad thing' });
assert.throws(fail, { message: /bad/ });
assert.throws(fail, Object.assign(new TypeError('bad thing'), { code: 'E1' }));
assert.throws(() => assert.throws(fail, { code: 'E2' }), {
  code: 'ERR_ASSERTION',
  message: "Expected values to be strictly deep-equal:\n+ actual - expected\n\n  Comparison {\n+   code: 'E1'\n" +
    "-   code: 'E2'\n  }"
});
assert.throws(() => assert.throws(fail, { missing: undefined }), { code: 'ERR_ASSERTION' });
assert.throws(() => assert.throws(fail, {}), { code: 'ERR_INVALID_ARG_VALUE' });
