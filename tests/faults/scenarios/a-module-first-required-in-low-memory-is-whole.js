// A module whose first load fails for want of memory is loaded anew by the next require(), and is whole then.
'use strict';
const names = { util: 25, os: 10, console: 15, 'timers/promises': 3, dns: 20, buffer: 5 };

function required(name) {
  try {
    return require(name);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return required(name);
  }
}

console.log('faults: begin');
for (const name of Object.keys(names)) {
  const module = required(name);
  if (require(name) !== module) throw new Error(name + ' is loaded twice');
  if (Object.keys(module).length < names[name]) throw new Error(name + ' has only ' + Object.keys(module));
}
const { format, inspect, TextDecoder } = required('util');
if (format('%s %o', 'a', inspect({ b: [1, 2] })) !== "a '{ b: [ 1, 2 ] }'") throw new Error('util is not whole');
if (new TextDecoder().decode(new Uint8Array([65])) !== 'A') throw new Error('TextDecoder is not whole');
