// prints: Assertion failed
// prints: Assertion failed: told 5
'use strict';
console.assert(true, 'not printed');
console.assert(false);
console.assert(0, 'told', 5);
