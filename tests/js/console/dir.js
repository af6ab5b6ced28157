// prints: { a: { b: [Object] } }
'use strict';
console.dir({ a: { b: { c: 1 } } }, { depth: 1 });
