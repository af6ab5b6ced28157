// exit: 70
// prints: /^tinygram: out of memory: the script heap of \d+ KiB is full \(\d+ KiB in use\)\.$/
// prints: /^Keep fewer objects alive/
'use strict';
process.on('uncaughtException', () => console.log('no exception comes'));
let held; // a chain, as the growth of a long array is one large request
try {
  for (let number = 0; ; number++) held = { number, text: 'some text ' + number, next: held };
} catch {
  console.log('nothing is thrown');
}
