// exit: 1
// prints: Uncaught 'just text'
'use strict';
throw 'just text';
