// exit: 1
// prints: code 1
// prints: /^Uncaught TypeError: that went wrong$/
// prints: /^    at inner \(.*uncaught-exception-ends\.js:\d+:\d+\)$/
'use strict';
function inner() {
  throw new TypeError('that went wrong');
}
process.on('exit', (code) => console.log('code ' + code));
setTimeout(() => console.log('too late'), 20);
inner();
