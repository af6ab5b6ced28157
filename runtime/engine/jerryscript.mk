# jerryscript.mk: an installed JerryScript 3 (README, "Engines").
# In: JERRYSCRIPT_PREFIX, JERRY_TARGET (of port.mk). Out: the ENGINE_ variables that quickjs/engine.mk also gives.

JERRY_DIR := $(JERRYSCRIPT_PREFIX)/$(JERRY_TARGET)
JERRY_LIB := $(JERRY_DIR)/lib/libjerry-core.a
JERRY_VERSION := $(shell sed -n 's/^.define JERRY_API_MAJOR_VERSION[^0-9]*\([0-9]*\).*/\1/p' \
  $(JERRY_DIR)/include/jerryscript.h 2>/dev/null)

ifeq ($(wildcard $(JERRY_LIB)),)
$(error ENGINE=jerryscript needs an installed JerryScript 3: $(JERRY_LIB) is not there. Set JERRYSCRIPT_PREFIX, or make \
  an install as README.md says under "Engines", or use ENGINE=quickjs)
endif
ifneq ($(JERRY_VERSION),3)
$(error ENGINE=jerryscript needs JerryScript 3; $(JERRY_DIR) holds version $(or $(JERRY_VERSION),unknown))
endif

ENGINE_SRC :=
ENGINE_DEP_SRC :=
ENGINE_DEP_CFLAGS :=
ENGINE_INCLUDES := -isystem $(JERRY_DIR)/include
ENGINE_DEFS := -DENGINE_JERRYSCRIPT
ENGINE_LIBS := $(JERRY_LIB)
