# The JerryScript engine: an installed JerryScript 3.0 as named file sets for ports/firmware.mk, which has set
# JERRYSCRIPT_HOME. Nothing of it is built here; what an install must have is in README.md, section "Engines".

# Ours, compiled with all warnings.
JERRYSCRIPT_ADAPTER_SRC += runtime/engine/jerryscript/*.c

ENGINE_SRC := $(wildcard $(JERRYSCRIPT_ADAPTER_SRC))
ENGINE_DEP_SRC :=
ENGINE_DEP_CFLAGS :=
ENGINE_INCLUDES := -isystem $(JERRYSCRIPT_HOME)/include
ENGINE_DEFS :=
ENGINE_TEST_SRC := $(wildcard tests/unit/engine/*.c)
# Math functions are the C library's, not libjerry-math's.
ENGINE_LIBS := $(JERRYSCRIPT_HOME)/lib/libjerry-core.a
# For a library that is optimised at link time, without effect on another; as one piece it is 760 bytes smaller.
ENGINE_LDFLAGS := -flto=1 -flto-partition=one

# Asked before the first file is compiled: is it there, and is it the one that the runtime is written to?
jerryscript_major = $(shell sed -n 's/^\#define JERRY_API_MAJOR_VERSION *//p' \
  '$(JERRYSCRIPT_HOME)/include/jerryscript.h')
jerryscript_missing = $(strip $(foreach file,include/jerryscript.h include/jerryscript-port.h lib/libjerry-core.a,\
  $(if $(wildcard $(JERRYSCRIPT_HOME)/$(file)),,$(file))))
define ENGINE_CHECK
$(if $(jerryscript_missing),$(error JerryScript 3.0 is not installed for the target "$(JERRY_TARGET)": \
  $(JERRYSCRIPT_HOME) lacks $(jerryscript_missing). See README.md, section "Engines", set JERRYSCRIPT_PREFIX, or use \
  ENGINE=quickjs))
$(if $(filter 3,$(jerryscript_major)),,$(error $(JERRYSCRIPT_HOME) holds JerryScript \
  $(or $(jerryscript_major),of an unknown version), but version 3 is needed. See README.md, section "Engines"))
endef
# The install's own file: without it the check above has said what is missing.
$(JERRYSCRIPT_HOME)/lib/libjerry-core.a:
