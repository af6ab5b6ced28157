/** util.types: what kind of object a value is, by its Object.prototype.toString() tag. */

const binding = native('util');
const tagOf = Object.prototype.toString;

const types: { [name: string]: (value: unknown) => boolean } = {
  isNativeError: function (value) {
    return value instanceof Error && tagOf.call(value) === '[object Error]';
  },
  isArrayBufferView: function (value) {
    return ArrayBuffer.isView(value);
  },
  isTypedArray: function (value) {
    return ArrayBuffer.isView(value) && !(value instanceof DataView);
  },
  isAnyArrayBuffer: function (value) {
    return types.isArrayBuffer(value) || types.isSharedArrayBuffer(value);
  },
  isAsyncFunction: function (value) {
    return typeof value === 'function' && /^\[object Async(Generator)?Function\]$/.test(tagOf.call(value));
  },
  isGeneratorFunction: function (value) {
    return typeof value === 'function' && /^\[object (Async)?GeneratorFunction\]$/.test(tagOf.call(value));
  },
  isArgumentsObject: function (value) {
    return tagOf.call(value) === '[object Arguments]';
  },
  isGeneratorObject: function (value) {
    return /^\[object (Async)?Generator\]$/.test(tagOf.call(value));
  },
  isBoxedPrimitive: function (value) {
    return types.isNumberObject(value) || types.isStringObject(value) || types.isBooleanObject(value) ||
      types.isSymbolObject(value) || types.isBigIntObject(value);
  },
  isProxy: function (value) {
    return binding.isProxy(value);
  },
  isExternal: function () {
    return false;
  },
  isModuleNamespaceObject: function () {
    return false;
  }
};

function add(name: string, tag: string): void {
  const text = '[object ' + tag + ']';
  types['is' + name] = function (value) {
    return typeof value === 'object' && value !== null && tagOf.call(value) === text;
  };
}
['Promise', 'RegExp', 'Date', 'Map', 'Set', 'WeakMap', 'WeakSet', 'DataView', 'ArrayBuffer', 'SharedArrayBuffer',
  'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array',
  'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array'].forEach(function (name) { add(name, name); });
['Number', 'String', 'Boolean', 'Symbol', 'BigInt'].forEach(function (name) { add(name + 'Object', name); });
add('MapIterator', 'Map Iterator');
add('SetIterator', 'Set Iterator');

export = types;
