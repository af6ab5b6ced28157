# The QuickJS engine: named file sets for ports/firmware.mk, which has set QUICKJS_DIR, and for the ESP32 component
# (runtime/runtime.mk says how CMake reads them). See README.md in this folder.

ENGINE_DIR := runtime/engine/quickjs

# Ours, compiled with all warnings.
QUICKJS_ADAPTER_SRC += runtime/engine/alloc.c runtime/engine/quickjs/buffer.c runtime/engine/quickjs/engine.c
QUICKJS_ADAPTER_SRC += runtime/engine/quickjs/error.c runtime/engine/quickjs/function.c runtime/engine/quickjs/heap.c
QUICKJS_ADAPTER_SRC += runtime/engine/quickjs/object.c runtime/engine/quickjs/string.c runtime/engine/quickjs/value.c

# QuickJS, for speed, but for what no datagram passes through (ENGINE_DEP_COLD).
QUICKJS_SRC += $(QUICKJS_DIR)/cutils.c $(QUICKJS_DIR)/dtoa.c $(QUICKJS_DIR)/libregexp.c $(QUICKJS_DIR)/libunicode.c
QUICKJS_SRC += $(QUICKJS_DIR)/quickjs.c
QUICKJS_CFLAGS += -D_GNU_SOURCE -DENGINE_SHIM_FOR_QUICKJS -fwrapv -fno-strict-aliasing

ENGINE_SRC := $(QUICKJS_ADAPTER_SRC)
ENGINE_DEP_SRC := $(QUICKJS_SRC)
ENGINE_DEP_COLD := $(addprefix $(QUICKJS_DIR)/,dtoa.c libregexp.c libunicode.c)
ENGINE_DEP_CFLAGS := -O2 $(QUICKJS_CFLAGS) -fno-sanitize=undefined $(if $(SANITIZE),,-DNDEBUG) -I$(ENGINE_DIR)/shim \
  -include $(ENGINE_DIR)/shim/system.h

ENGINE_INCLUDES := -I$(ENGINE_DIR)/include -isystem $(QUICKJS_DIR)
# Sanitizers see each block of the heap, and their frames are several times as large.
ENGINE_DEFS := -DENGINE_QUICKJS=1 $(if $(SANITIZE),-DENGINE_SYSTEM_MALLOC=1 -DCONFIG_ENGINE_STACK=1048576)
ENGINE_TEST_SRC := $(wildcard tests/unit/engine/*.c tests/unit/engine/quickjs/*.c)
ENGINE_LIBS :=
ENGINE_LDFLAGS :=

# The pinned source has the patches, and is made anew when they change; whoever names another one puts them there.
ifeq ($(QUICKJS_DIR),build/deps/quickjs)
$(QUICKJS_DIR)/.tinygram: $(wildcard $(ENGINE_DIR)/patches/*.patch) | build/toolchain/.tsbuildinfo
	$(Q)$(TINYGRAM) deps quickjs && touch $@
$(ENGINE_DEP_SRC): $(QUICKJS_DIR)/.tinygram
else ifeq ($(shell grep -c quickjs_object_like '$(QUICKJS_DIR)/quickjs.c'),0)
$(error $(QUICKJS_DIR)/quickjs.c is without the patches of $(ENGINE_DIR)/patches: see $(ENGINE_DIR)/README.md)
else
# Tried, not moved to: the numbers that name a release (README.md, step 7) are those of the pinned one.
ENGINE_DEFS += -DENGINE_QUICKJS_TRIED=1
endif
