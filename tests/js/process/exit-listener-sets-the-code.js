// exit: 5
'use strict';
process.on('exit', (code) => { process.exitCode = code + 5; });
