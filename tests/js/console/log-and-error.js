// prints: plain 5 { a: 1 }
// prints: 100% done
// prints: to stderr [ 1 ]
'use strict';
const assert = require('assert');
console.log('plain', 5, { a: 1 });
console.info('%d%% %s', 100, 'done');
console.error('to stderr', [1]);
assert.strictEqual(require('console'), console);
