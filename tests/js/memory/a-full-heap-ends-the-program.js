// exit: 70
// prints: /^tinygram: out of memory: the script heap of \d+ KiB is full \(\d+ KiB in use\)\.$/
// prints: /^Keep fewer objects alive/
'use strict';
process.on('uncaughtException', () => console.log('no exception comes'));
const held = [];
try {
  for (;;) held.push({ number: held.length, text: 'some text ' + held.length });
} catch {
  console.log('nothing is thrown');
}
