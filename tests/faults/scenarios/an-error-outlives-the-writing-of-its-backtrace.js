// An error that comes while another's stack is written leaves that one whole.
'use strict';
const deep = (n) => {
  if (n === 0) throw new TypeError('at the bottom');
  deep(n - 1);
};
const wicked = {
  get name() {
    return deep(4);
  },
  get message() {
    return deep(2);
  },
};

// Its stack asks for its name and its message, which throw.
const written = () => {
  Error.captureStackTrace(wicked);
  throw new TypeError(String(wicked.stack).slice(0, 5) && 'after the stack');
};

console.log('faults: begin');
for (let round = 0; round < 3; round++) {
  for (const call of [() => deep(8), () => null.property, written, () => undefined()]) {
    let caught;
    try {
      call();
    } catch (error) {
      caught = error;
    }
    if (!(caught instanceof TypeError)) throw new Error('caught: ' + caught);
    if (!String(caught.stack).includes(caught.message)) throw new Error('without its message: ' + caught.stack);
  }
}
