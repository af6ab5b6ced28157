// prints: Trace: here 5
// prints: /^ {4}at /
'use strict';
console.trace('here %d', 5);
