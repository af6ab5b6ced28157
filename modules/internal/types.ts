/** util.types: what kind of object a value is, by its Object.prototype.toString() tag. */

const tagOf = Object.prototype.toString;

function never(): boolean {
  return false;
}

const builtIn = [
  'Promise',
  'RegExp',
  'Date',
  'Map',
  'Set',
  'WeakMap',
  'WeakSet',
  'DataView',
  'ArrayBuffer',
  'SharedArrayBuffer',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
] as const;
const boxes = ['Number', 'String', 'Boolean', 'Symbol', 'BigInt'] as const;

/** Whether a value is an object of one of these tags. */
function tagged(tags: readonly string[]): (value: unknown) => boolean {
  return function (value) {
    return Object(value) === value && tags.indexOf(tagOf.call(value).slice(8, -1)) >= 0;
  };
}

type ByTag = {
  [name in `is${(typeof builtIn)[number]}` | `is${(typeof boxes)[number]}Object`]: (value: unknown) => boolean;
};

const types = {
  isNativeError: function (value: unknown) {
    return value instanceof Error && tagOf.call(value) === '[object Error]';
  },
  isArrayBufferView: ArrayBuffer.isView,
  isTypedArray: function (value: unknown) {
    return ArrayBuffer.isView(value) && !(value instanceof DataView);
  },
  isProxy: native('util').isProxy,
  isExternal: never,
  isModuleNamespaceObject: never,
  isBoxedPrimitive: tagged(boxes),
  isAnyArrayBuffer: tagged(['ArrayBuffer', 'SharedArrayBuffer']),
  isMapIterator: tagged(['Map Iterator']),
  isSetIterator: tagged(['Set Iterator']),
  isArgumentsObject: tagged(['Arguments']),
  isAsyncFunction: tagged(['AsyncFunction', 'AsyncGeneratorFunction']),
  isGeneratorFunction: tagged(['GeneratorFunction', 'AsyncGeneratorFunction']),
  isGeneratorObject: tagged(['Generator', 'AsyncGenerator']),
};
const byTag = types as unknown as { [name: string]: unknown };
for (const name of builtIn) byTag['is' + name] = tagged([name]);
for (const name of boxes) byTag['is' + name + 'Object'] = tagged([name]);

export = types as typeof types & ByTag;
