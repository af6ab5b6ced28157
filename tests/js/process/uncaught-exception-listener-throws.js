// exit: 7
// prints: Uncaught Error: in the listener
'use strict';
process.on('uncaughtException', () => { throw new Error('in the listener'); });
throw new Error('first');
