// exit: 1
// prints: Uncaught Error: boom 0
'use strict';
process.on('exit', (code) => { throw new Error('boom ' + code); });
