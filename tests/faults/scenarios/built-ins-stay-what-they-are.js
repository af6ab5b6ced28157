// What the engine makes when it is first asked for is there, however little memory there was.
'use strict';
const names = [
  'Map',
  'Set',
  'WeakMap',
  'WeakSet',
  'Promise',
  'JSON',
  'Math',
  'Reflect',
  'Uint8Array',
  'Float64Array',
  'DataView',
  'ArrayBuffer',
  'Error',
  'TypeError',
  'RangeError',
  'Symbol',
  'Date',
  'RegExp',
  'BigInt',
  'parseInt',
  'isNaN',
  'encodeURIComponent',
  'Buffer',
  'setTimeout',
  'queueMicrotask',
  'EventTarget',
  'DOMException',
  'TextEncoder',
];
const methods = [
  ['', 'padStart'],
  ['', 'normalize'],
  ['', 'matchAll'],
  [[], 'flatMap'],
  [[], 'copyWithin'],
  [0, 'toFixed'],
  [new Date(0), 'toISOString'],
  [/a/, 'exec'],
  [() => 1, 'bind'],
  [Promise.resolve(), 'finally'],
  [new Map(), 'forEach'],
];

console.log('faults: begin');
for (let round = 0; round < 2; round++) {
  for (const name of names) {
    if (globalThis[name] === undefined) throw new Error(name + ' is undefined in round ' + round);
  }
  for (const [value, name] of methods) {
    if (typeof value[name] !== 'function') throw new Error(name + '() is ' + typeof value[name]);
  }
}
if (new Map([[1, 2]]).get(1) !== 2 || Math.max(1, 2) !== 2 || JSON.stringify([1]) !== '[1]') throw new Error('wrong');
