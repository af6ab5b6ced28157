/* test-binding.ts: our stand-in for `internal/test/binding`: the natives that the dgram tests look at. */
import util = require('util');
import internalDgram = require('./internal-dgram');

interface Names {
  [name: string]: unknown;
}

/** libuv's error numbers as Node shows them: UV_EINVAL and so on. */
function numbers(): Names {
  const names: Names = {};
  util.getSystemErrorMap().forEach((entry, number) => {
    names['UV_' + entry[0]] = number;
  });
  return names;
}

export function internalBinding(name: string): Names {
  switch (name) {
    case 'uv':
      return numbers();
    case 'udp_wrap':
      return { UDP: internalDgram.UDP };
    default:
      throw new Error('no such binding on the device: ' + name);
  }
}
