/** util.types: what kind of object a value is, by its Object.prototype.toString() tag. */

const tagOf = Object.prototype.toString;

function never(): boolean {
  return false;
}

const types: { [name: string]: (value: unknown) => boolean } = {
  isNativeError: function (value) {
    return value instanceof Error && tagOf.call(value) === '[object Error]';
  },
  isArrayBufferView: ArrayBuffer.isView,
  isTypedArray: function (value) {
    return ArrayBuffer.isView(value) && !(value instanceof DataView);
  },
  isProxy: native('util').isProxy,
  isExternal: never,
  isModuleNamespaceObject: never,
};

/** Adds the function that tells objects of these tags; without tags, of its own name. */
function add(name: string, tags: string[] = [name]): void {
  types['is' + name] = function (value) {
    return Object(value) === value && tags.indexOf(tagOf.call(value).slice(8, -1)) >= 0;
  };
}
for (const name of [
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
]) {
  add(name);
}
const boxes = ['Number', 'String', 'Boolean', 'Symbol', 'BigInt'];
for (const name of boxes) add(name + 'Object', [name]);
add('BoxedPrimitive', boxes);
add('AnyArrayBuffer', ['ArrayBuffer', 'SharedArrayBuffer']);
add('MapIterator', ['Map Iterator']);
add('SetIterator', ['Set Iterator']);
add('ArgumentsObject', ['Arguments']);
add('AsyncFunction', ['AsyncFunction', 'AsyncGeneratorFunction']);
add('GeneratorFunction', ['GeneratorFunction', 'AsyncGeneratorFunction']);
add('GeneratorObject', ['Generator', 'AsyncGenerator']);

export = types;
