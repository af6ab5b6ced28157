// exit: 1
// prints: Uncaught RangeError: nobody cares
'use strict';
setTimeout(() => console.log('too late'), 20);
Promise.reject(new RangeError('nobody cares'));
