/*
 * test-binding.ts: Node's `internalBinding`, as far as its dgram tests go, on the device's native bindings. Firmware
 * shows them to apps only when asked to; see internal-dgram.ts for why the name is hidden.
 */
type Native = (binding: string) => any;

declare const require: (name: string) => Native;

const load = require;
const native = load('internal/native');

/** libuv's names of the error codes: UV_EINVAL is -22. */
function uv(): object {
  const names: { [name: string]: unknown } = {};
  const map = new Map<number, [string, string]>();
  for (const [number, name, message] of native('process').errors() as Array<[number, string, string]>) {
    names['UV_' + name] = number;
    map.set(number, [name, message]);
  }
  names.errname = (code: number) => {
    const entry = map.get(code);
    return entry === undefined ? 'Unknown system error ' + code : entry[0];
  };
  names.getErrorMap = () => map;
  return names;
}

function udpWrap(): object {
  return { UDP: native('dgram').UDP, constants: { UV_UDP_IPV6ONLY: 1, UV_UDP_REUSEADDR: 4 } };
}

const makers: { [name: string]: () => object } = { uv, udp_wrap: udpWrap };
const made: { [name: string]: object } = {};

export function internalBinding(name: string): object {
  const make = Object.prototype.hasOwnProperty.call(makers, name) ? makers[name] : undefined;
  if (make === undefined) throw new Error('No such binding: ' + name);
  return made[name] ?? (made[name] = make());
}
