// exit: 3
// prints: code 3
'use strict';
process.on('exit', (code) => console.log('code ' + code));
setTimeout(() => process.exit(3), 1);
setTimeout(() => console.log('too late'), 50);
