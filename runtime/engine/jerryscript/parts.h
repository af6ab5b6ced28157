/*
 * parts.h: the parts of JerryScript that its build can leave out and whose absence numbers its own strings anew, so
 * that precompiled code runs only where the same ones are in. tinygram-compile --features tells which the JerryScript
 * of this computer has; the ESP32 component builds the chip's with the same.
 */
#ifndef JERRYSCRIPT_PARTS_H
#define JERRYSCRIPT_PARTS_H

/* X(option of JerryScript's config.h, a property that the global object has with it) */
#define PARTS_BY_GLOBAL(X)                                \
  X(JERRY_BUILTIN_ANNEXB, "escape")                       \
  X(JERRY_BUILTIN_ATOMICS, "Atomics")                     \
  X(JERRY_BUILTIN_BIGINT, "BigInt")                       \
  X(JERRY_BUILTIN_CONTAINER, "Map")                       \
  X(JERRY_BUILTIN_DATAVIEW, "DataView")                   \
  X(JERRY_BUILTIN_DATE, "Date")                           \
  X(JERRY_BUILTIN_GLOBAL_THIS, "globalThis")              \
  X(JERRY_BUILTIN_JSON, "JSON")                           \
  X(JERRY_BUILTIN_MATH, "Math")                           \
  X(JERRY_BUILTIN_PROXY, "Proxy")                         \
  X(JERRY_BUILTIN_REFLECT, "Reflect")                     \
  X(JERRY_BUILTIN_REGEXP, "RegExp")                       \
  X(JERRY_BUILTIN_SHAREDARRAYBUFFER, "SharedArrayBuffer") \
  X(JERRY_BUILTIN_TYPEDARRAY, "Uint8Array")               \
  X(JERRY_BUILTIN_WEAKREF, "WeakRef")

/* X(option of JerryScript's config.h, what jerry_feature_enabled() calls it) */
#define PARTS_BY_NAME(X)                       \
  X(JERRY_BUILTIN_REALMS, JERRY_FEATURE_REALM) \
  X(JERRY_MODULE_SYSTEM, JERRY_FEATURE_MODULE)

#endif
