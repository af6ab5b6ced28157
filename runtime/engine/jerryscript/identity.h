/* identity.h: JerryScript's share of core/engine.h. */
#ifndef JERRYSCRIPT_IDENTITY_H
#define JERRYSCRIPT_IDENTITY_H

#define ENGINE_NAME "jerryscript"
#define ENGINE_VERSION ENGINE_VERSION_OF(JERRY_API_MAJOR_VERSION, JERRY_API_MINOR_VERSION, JERRY_API_PATCH_VERSION)
#define ENGINE_CODE_FORMAT JERRY_SNAPSHOT_VERSION

/* JerryScript 3.0 notes a pointer in every function of the precompiled code that it loads, even with COPY_DATA. */
#define ENGINE_WRITES_CODE 1

#endif
