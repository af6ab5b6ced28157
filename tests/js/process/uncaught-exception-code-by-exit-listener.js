// exit: 42
// prints: Uncaught Error: x
'use strict';
process.on('exit', () => { process.exitCode = 42; });
throw new Error('x');
