// exit: 5
// prints: Uncaught Error: boom 5
'use strict';
process.on('exit', (code) => { throw new Error('boom ' + code); });
process.exit(5);
