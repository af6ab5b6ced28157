// exit: 1
// prints: /^Uncaught Error \[ERR_UNHANDLED_REJECTION\]: .*The promise rejected with the reason "7"\.$/
'use strict';
Promise.reject(7);
