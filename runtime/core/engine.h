/* engine.h: which engine this firmware is built with, as app images name it. From the engine's own headers. */
#ifndef ENGINE_H
#define ENGINE_H

#include "jerryscript.h"

#define ENGINE_VERSION_OF(major, minor, patch) (((major) << 16) | ((minor) << 8) | (patch))

#ifdef JERRY_QUICKJS_VERSION_MAJOR
#define ENGINE_NAME "quickjs"
#define ENGINE_VERSION \
  ENGINE_VERSION_OF(JERRY_QUICKJS_VERSION_MAJOR, JERRY_QUICKJS_VERSION_MINOR, JERRY_QUICKJS_VERSION_PATCH)
#else
#define ENGINE_NAME "jerryscript"
#define ENGINE_VERSION ENGINE_VERSION_OF(JERRY_API_MAJOR_VERSION, JERRY_API_MINOR_VERSION, JERRY_API_PATCH_VERSION)
#endif

/* Whether the heap becomes slower to allocate from with what a program's start leaves (core/tidy.h), and whether the
 * bytes of ArrayBuffers are best in it (core/backing.h). */
#ifdef JERRY_QUICKJS_VERSION_MAJOR
#define ENGINE_HEAP_FRAGMENTS 0
#define ENGINE_BUFFERS_INSIDE 1
#else
#define ENGINE_HEAP_FRAGMENTS 1
#define ENGINE_BUFFERS_INSIDE 0
#endif

/* JerryScript 3.0 notes a pointer in every function of the precompiled code that it loads, even with COPY_DATA. */
#ifdef JERRY_QUICKJS_VERSION_MAJOR
#define ENGINE_WRITES_CODE 0
#else
#define ENGINE_WRITES_CODE 1
#endif

/* Version of the engine's precompiled code. */
#define ENGINE_CODE_FORMAT JERRY_SNAPSHOT_VERSION

#endif
