/*
 * A module whose first load fails for want of memory is loaded anew by the next require(), and is whole then. So that
 * the want is an error that script can catch, what modules call while they are loaded asks for something large here.
 */
'use strict';
const LARGE = 9000;
const names = { util: 25, os: 10, dns: 20, 'timers/promises': 3 };
const called = [
  [Object, 'assign'],
  [Object, 'create'],
  [Object, 'defineProperty'],
  [Object, 'keys'],
  [Symbol, 'for'],
  [Array.prototype, 'forEach'],
];
const asked = {};

/** The module, or undefined where a load has failed. */
function loaded(name) {
  const originals = called.map(([holder, key]) => holder[key]);
  for (let i = 0; i < called.length; i++) {
    const [holder, key] = called[i];
    holder[key] = function () {
      asked[name] = true;
      'x'.repeat(LARGE);
      return originals[i].apply(this, arguments);
    };
  }
  try {
    return require(name);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  } finally {
    for (let i = 0; i < called.length; i++) called[i][0][called[i][1]] = originals[i];
  }
}

console.log('faults: begin');
const modules = {};
for (const name of Object.keys(names)) {
  const module = loaded(name) || require(name);
  if (!asked[name]) throw new Error(name + ' asks for nothing while it is loaded');
  if (require(name) !== module) throw new Error(name + ' is loaded twice');
  if (Object.keys(module).length < names[name]) throw new Error(name + ' has only ' + Object.keys(module));
  modules[name] = module;
}
const { format, inspect, TextDecoder } = modules.util;
if (format('%s %o', 'a', inspect({ b: [1, 2] })) !== "a '{ b: [ 1, 2 ] }'") throw new Error('util is not whole');
if (new TextDecoder().decode(new Uint8Array([65])) !== 'A') throw new Error('TextDecoder is not whole');
if (`${modules.os.platform}` !== modules.os.platform()) throw new Error('os is not whole');
