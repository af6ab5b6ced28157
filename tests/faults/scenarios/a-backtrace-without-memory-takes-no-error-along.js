// Where the text of a deep backtrace has no memory, the error under way is thrown all the same, with its message.
'use strict';
const ascii = 'a'.repeat(400);
const beyond = 'é'.repeat(300);
const functions = {
  [ascii]: (n, end) => (n === 0 ? end() : functions[ascii](n - 1, end) + 1),
  [beyond]: (n, end) => (n === 0 ? end() : functions[beyond](n - 1, end) + 1),
};
const ends = [
  () => null.property,
  () => undefined(),
  () => {
    throw new TypeError('made here');
  },
];

console.log('faults: begin');
for (const name of [ascii, beyond]) {
  for (const end of ends) {
    let caught;
    try {
      functions[name](60, end);
    } catch (error) {
      caught = error;
    }
    if (!(caught instanceof TypeError)) throw new Error('caught: ' + caught);
    if (caught.message === '' || !String(caught.stack).startsWith('TypeError: ' + caught.message)) {
      throw new Error('without its message: ' + caught.stack);
    }
  }
}
