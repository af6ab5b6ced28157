// exit: 9
'use strict';
process.exitCode = 9;
