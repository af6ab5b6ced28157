// prints: outer
// prints: /^ {2}inner$/
// prints: /^ {4}two$/
// prints: /^ {4}lines$/
// prints: after
'use strict';
console.group('outer');
console.log('inner');
console.group();
console.log('two\nlines');
console.groupEnd();
console.groupEnd();
console.groupEnd();
console.log('after');
