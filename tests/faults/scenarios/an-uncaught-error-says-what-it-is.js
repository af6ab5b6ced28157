// exit: 1
// prints: /^Uncaught Error: the reason of it all$/
// An error that nobody catches is printed as itself, or the program ends for want of memory; never as null.
'use strict';
const reason = () => {
  throw new Error('the reason of it all');
};
console.log('faults: begin');
setImmediate(() => [1].forEach(reason));
