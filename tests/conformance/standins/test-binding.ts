/* test-binding.ts: the device's own internal/test/binding; see internal-dgram.ts for why the name is hidden. */
declare const require: (name: string) => object;

const load = require;
const binding = load('internal/test/binding');
export = binding;
