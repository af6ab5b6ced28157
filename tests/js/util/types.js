'use strict';
const assert = require('assert');
const { types } = require('util');
assert.ok(types.isPromise(Promise.resolve()) && !types.isPromise({ then() {} }));
assert.ok(types.isRegExp(/a/) && types.isDate(new Date()) && types.isNativeError(new TypeError()));
assert.ok(types.isMap(new Map()) && !types.isMap(new Set()) && types.isSet(new Set()));
assert.ok(types.isUint8Array(Buffer.alloc(1)) && !types.isUint8Array(new Uint16Array(1)));
assert.ok(types.isTypedArray(new Float32Array(1)) && !types.isTypedArray(new DataView(new ArrayBuffer(1))));
assert.ok(types.isArrayBufferView(new DataView(new ArrayBuffer(1))) && types.isAnyArrayBuffer(new ArrayBuffer(1)));
assert.ok(types.isBoxedPrimitive(Object(1)) && !types.isBoxedPrimitive(1));
// A JerryScript for boards with little flash is built without Proxy.
assert.ok(!types.isProxy({}) && (typeof Proxy === 'undefined' || types.isProxy(new Proxy({}, {}))));
