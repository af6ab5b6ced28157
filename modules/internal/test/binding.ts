/** `internalBinding` for programs that test internals (TINYGRAM_EXPOSE_INTERNALS=1), as far as there is one here. */

/** libuv's names of the error codes: UV_EINVAL is -22. */
function uv(): object {
  const names: { [name: string]: unknown } = {};
  const map = new Map<number, [string, string]>();
  native('process').errors().forEach(function (entry) {
    names['UV_' + entry[1]] = entry[0];
    map.set(entry[0], [entry[1], entry[2]]);
  });
  names.errname = function (code: number) {
    const entry = map.get(code);
    return entry === undefined ? 'Unknown system error ' + code : entry[0];
  };
  names.getErrorMap = function () { return map; };
  return names;
}

function udpWrap(): object {
  return { UDP: native('dgram').UDP, constants: { UV_UDP_IPV6ONLY: 1, UV_UDP_REUSEADDR: 4 } };
}

/** Bytes: the script heap's size, what is in use, and the most that ever was. */
function heap(): object {
  return { usage: native('process').memoryUsage };
}

const makers: { [name: string]: () => object } = { uv: uv, udp_wrap: udpWrap, heap: heap };
const made: { [name: string]: object } = {};

export function internalBinding(name: string): object {
  if (!Object.prototype.hasOwnProperty.call(makers, name)) throw new Error('No such binding: ' + name);
  if (made[name] === undefined) made[name] = makers[name]!();
  return made[name]!;
}
