// exit: 12
'use strict';
process.exitCode = 12;
process.exit();
