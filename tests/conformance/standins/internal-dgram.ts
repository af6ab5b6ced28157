/* internal-dgram.ts: the device's own internal/dgram, which the firmware shows to apps only when it is asked to (the
 * counterpart of Node's --expose-internals). It is no public module, so the bundler must not see the name. */
declare const require: (name: string) => object;

const load = require;
const internal = load('internal/dgram');
export = internal;
