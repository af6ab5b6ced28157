'use strict';
/* Of signals that are aborted already the first one in the list gives the reason. */
const assert = require('assert');

const list = ['first', 'second', 'third'].map((reason) => AbortSignal.abort(reason));
assert.strictEqual(AbortSignal.any(list).reason, 'first');
assert.strictEqual(AbortSignal.any([new AbortController().signal, list[1], list[0]]).reason, 'second');
