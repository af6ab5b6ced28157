// prints: default: 1
// prints: default: 2
// prints: x: 1
// prints: default: 1
'use strict';
console.count();
console.count();
console.count('x');
console.countReset();
console.count('default');
