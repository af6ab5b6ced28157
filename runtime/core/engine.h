/*
 * engine.h: which engine this firmware is built with, as app images name it. From runtime/engine/<engine>/identity.h:
 *
 *   ENGINE_NAME, ENGINE_VERSION, ENGINE_CODE_FORMAT   what an image is for
 *   ENGINE_WRITES_CODE         whether it writes into precompiled code that it runs, which is then copied to RAM
 */
#ifndef ENGINE_H
#define ENGINE_H

#include "jerryscript.h"

#define ENGINE_VERSION_OF(major, minor, patch) (((major) << 16) | ((minor) << 8) | (patch))

#ifdef JERRY_QUICKJS_VERSION_MAJOR
#include "engine/quickjs/identity.h"
#else
#include "engine/jerryscript/identity.h"
#endif

#endif
