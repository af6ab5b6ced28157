# The QuickJS engine: named file sets for the Makefile, which has set QUICKJS_DIR. See README.md in this folder.

ENGINE_DIR := runtime/engine/quickjs

# Ours, compiled with all warnings.
ENGINE_SRC := $(addprefix $(ENGINE_DIR)/,alloc.c buffer.c engine.c function.c object.c string.c value.c)

# QuickJS, compiled as it comes; internals.c holds quickjs.c, regexp.c libregexp.c.
ENGINE_DEP_SRC := $(addprefix $(ENGINE_DIR)/,internals.c regexp.c) \
  $(addprefix $(QUICKJS_DIR)/,cutils.c dtoa.c libunicode.c)
ENGINE_DEP_CFLAGS := -D_GNU_SOURCE -fwrapv -fno-strict-aliasing -fno-sanitize=undefined $(if $(SANITIZE),,-DNDEBUG) \
  -I$(ENGINE_DIR)/shim

ENGINE_INCLUDES := -I$(ENGINE_DIR)/include -isystem $(QUICKJS_DIR)
# Sanitizers see each block of the heap, and their frames are several times as large.
ENGINE_DEFS := $(if $(SANITIZE),-DENGINE_SYSTEM_MALLOC=1 -DCONFIG_ENGINE_STACK=1048576)
ENGINE_TEST_SRC := $(wildcard tests/unit/engine/*.c tests/unit/engine/quickjs/*.c)
ENGINE_LIBS :=
ENGINE_LDFLAGS :=
