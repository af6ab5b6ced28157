# The QuickJS engine: named file sets for ports/firmware.mk, which has set QUICKJS_DIR, and for the ESP32 component
# (runtime/runtime.mk says how CMake reads them). See README.md in this folder.

ENGINE_DIR := runtime/engine/quickjs

# Ours, compiled with all warnings.
QUICKJS_ADAPTER_SRC += runtime/engine/quickjs/alloc.c runtime/engine/quickjs/buffer.c runtime/engine/quickjs/engine.c
QUICKJS_ADAPTER_SRC += runtime/engine/quickjs/function.c runtime/engine/quickjs/object.c runtime/engine/quickjs/string.c
QUICKJS_ADAPTER_SRC += runtime/engine/quickjs/value.c

# QuickJS, compiled as it comes; internals.c holds quickjs.c, regexp.c libregexp.c.
QUICKJS_SRC += runtime/engine/quickjs/internals.c runtime/engine/quickjs/regexp.c
QUICKJS_SRC += $(QUICKJS_DIR)/cutils.c $(QUICKJS_DIR)/dtoa.c $(QUICKJS_DIR)/libunicode.c
QUICKJS_CFLAGS += -D_GNU_SOURCE -fwrapv -fno-strict-aliasing

ENGINE_SRC := $(QUICKJS_ADAPTER_SRC)
ENGINE_DEP_SRC := $(QUICKJS_SRC)
ENGINE_DEP_CFLAGS := $(QUICKJS_CFLAGS) -fno-sanitize=undefined $(if $(SANITIZE),,-DNDEBUG) -I$(ENGINE_DIR)/shim

ENGINE_INCLUDES := -I$(ENGINE_DIR)/include -isystem $(QUICKJS_DIR)
# Sanitizers see each block of the heap, and their frames are several times as large.
ENGINE_DEFS := -DENGINE_QUICKJS=1 $(if $(SANITIZE),-DENGINE_SYSTEM_MALLOC=1 -DCONFIG_ENGINE_STACK=1048576)
ENGINE_TEST_SRC := $(wildcard tests/unit/engine/*.c tests/unit/engine/quickjs/*.c)
ENGINE_LIBS :=
ENGINE_LDFLAGS :=
