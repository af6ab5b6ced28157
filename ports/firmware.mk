# firmware.mk: one firmware for PORT, ENGINE and BOARD, from named file sets: ports/<port>/port.mk (PORT_*),
# ports/common/lwip.mk (LWIP_*), runtime/engine/<engine>/engine.mk (ENGINE_*) and runtime/runtime.mk.

ifeq ($(wildcard ports/$(PORT)/port.mk),)
$(error no port $(PORT): there are $(notdir $(patsubst %/port.mk,%,$(wildcard ports/*/port.mk))))
endif
include runtime/runtime.mk ports/$(PORT)/port.mk ports/common/lwip.mk

# ---- the engine: without ENGINE it is JerryScript where that is installed for the target and for this computer -------

JERRYSCRIPT_PREFIX ?= $(or $(XDG_DATA_HOME),$(HOME)/.local/share)/tinygram/jerryscript
JERRY_TARGET := $(firstword $(foreach target,$(JERRY_TARGETS),\
  $(if $(wildcard $(JERRYSCRIPT_PREFIX)/$(target)/lib/libjerry-core.a),$(target))) $(JERRY_TARGETS))
JERRYSCRIPT_HOME := $(JERRYSCRIPT_PREFIX)/$(JERRY_TARGET)

ENGINE_GIVEN := $(ENGINE)
ifeq ($(ENGINE),)
jerry_lacks := $(foreach target,host $(JERRY_TARGET),\
  $(if $(wildcard $(JERRYSCRIPT_PREFIX)/$(target)/lib/libjerry-core.a),,$(target)))
override ENGINE := $(if $(strip $(jerry_lacks)),quickjs,jerryscript)
ENGINE_WHY := $(if $(strip $(jerry_lacks)),no JerryScript for $(firstword $(jerry_lacks)) below \
  $(JERRYSCRIPT_PREFIX),it is installed for $(JERRY_TARGET); ENGINE=quickjs takes the other)
endif
ifeq ($(wildcard runtime/engine/$(ENGINE)/engine.mk),)
$(error no engine $(ENGINE): there are $(notdir $(patsubst %/engine.mk,%,$(wildcard runtime/engine/*/engine.mk))))
endif
include runtime/engine/$(ENGINE)/engine.mk

# ---- flags -----------------------------------------------------------------------------------------------------------

VARIANT := $(if $(SANITIZE),-sanitize)$(if $(FAULTS),-faults)$(if $(BENCH),-bench)
# NATIVE: C files of modules of somebody's own (runtime/core/native.h), in a firmware apart.
BUILD := build/$(PORT)/$(ENGINE)$(if $(BOARD),-$(BOARD))$(if $(NATIVE),-native)$(VARIANT)
FIRMWARE := $(BUILD)/$(PORT_PROGRAM)
ifneq ($(FAULTS),)
include tests/faults/faults.mk
endif

OUR_SRC := $(wildcard $(RUNTIME_SRC)) $(PORT_SRC) $(ENGINE_SRC) $(NATIVE)
DEP_SRC := $(if $(PORT_LWIP),,$(LWIP_UNITS)) $(ENGINE_DEP_SRC)

PORT_COMMON_INCLUDES ?= -Iports/common -I$(LWIP_DIR)/src/include
INCLUDES := -Iruntime -Iruntime/include -Iports/$(PORT) $(PORT_COMMON_INCLUDES) $(PORT_INCLUDES) $(ENGINE_INCLUDES)
WARNINGS := -Wall -Wextra -Werror
, := ,
SANITIZERS := $(if $(SANITIZE),-fsanitize=address$(,)undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)

# A port that sets PORT_CFLAGS_HOT is made for size, but these files of its own and of lwIP for speed: a datagram passes
# through them. The runtime's and the adapter's own are not worth their bytes: 9 KiB for a twentieth of an echo.
HOT_SRC := $(if $(PORT_CFLAGS_HOT),$(PORT_HOT_SRC) $(LWIP_HOT_SRC))

CFLAGS_ALL = -std=gnu11 -g $(PORT_CFLAGS) -ffunction-sections -fdata-sections $(INCLUDES) $(PORT_DEFS) $(ENGINE_DEFS) \
  $(if $(BOARD),$(BOARD_DEFS)) $(SANITIZERS)

object = $(patsubst %,$(BUILD)/obj/%.o,$(subst ../,,$(basename $(1))))
OUR_OBJ := $(call object,$(OUR_SRC) $(PORT_ASM))
DEP_OBJ := $(call object,$(DEP_SRC))

# A changed flag or tool rebuilds: the objects depend on a file that changes only when the flags do.
FLAGS = $(PORT_CC) $(CFLAGS_ALL) $(PORT_CFLAGS_HOT) $(HOT_SRC) $(ENGINE_DEP_CFLAGS) $(ENGINE_DEP_COLD) $(LWIP_CFLAGS) \
  $(PORT_LDFLAGS)
$(BUILD)/flags: FORCE
	$(ENGINE_CHECK)
	$(Q)mkdir -p $(@D); echo '$(FLAGS)' | cmp -s - $@ || echo '$(FLAGS)' > $@
.PHONY: FORCE
# Once in a make, whatever asks for it: a command whose ENGINE is not given says which it took.
FORCE:
	$(if $(ENGINE_GIVEN),,@echo 'engine: $(ENGINE) ($(ENGINE_WHY))')

# ---- objects and programs --------------------------------------------------------------------------------------------

# What is made gets its name when it is whole: another make, or a command that runs a firmware, never finds half a file.
# $(1): the command, which writes $$new and beside it $$new$(2), whose name becomes $(3).
define whole
$(Q)new=$@.$$$$; $(1) -o $$new && mv $$new$(2) $(3) && mv $$new $@ || { rm -f $$new*; exit 1; }
endef
define compile
$(Q)mkdir -p $(@D)
$(if $(V),,@echo "  cc $<")
$(call whole,$(PORT_CC) $(CFLAGS_ALL) $(1) -MMD -MP -MT $@ -MF $$new.d -c $<,.d,$(basename $@).d)
endef
# $(1): the objects. The map tells `make size` what each of them takes.
define link
$(if $(V),,@echo "  ld $@")
$(call whole,$(PORT_CC) $(PORT_LDFLAGS) $(ENGINE_LDFLAGS) $(SANITIZERS) -Wl$(,)--gc-sections -Wl$(,)-Map=$$new.map \
  $(1) $(ENGINE_LIBS) $(PORT_LIBS),.map,$@.map)
endef

# Ours with all warnings; what is not ours as it comes.
flags_of = $(if $(filter $<,$(HOT_SRC)),$(PORT_CFLAGS_HOT)) $(source_flags)
source_flags = $(if $(filter $<,$(LWIP_UNITS)),$(LWIP_CFLAGS) -w,$(dep_flags))
dep_flags = $(if $(filter $<,$(ENGINE_DEP_SRC)),$(ENGINE_DEP_CFLAGS) $(cold_flags) -w,$(WARNINGS))
cold_flags = $(if $(PORT_CFLAGS_HOT),$(if $(filter $<,$(ENGINE_DEP_COLD)),-Os))

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	$(call compile,$(flags_of))
$(BUILD)/obj/%.o: %.S $(BUILD)/flags
	$(call compile,)
$(BUILD)/%.o: $(BUILD)/%.c $(BUILD)/flags
	$(call compile,$(WARNINGS))

# What is fetched is there once the setup has run.
$(sort $(filter build/deps/%,$(DEP_SRC) $(LWIP_SRC))): | build/.setup-demo ;

# Modules are precompiled by the same engine on this computer.
COMPILER := build/host/$(ENGINE)/tinygram-compile
MODULES_TS := $(shell find modules typings/native -name '*.ts' -not -path 'modules/library/*')
$(BUILD)/registry.c: $(MODULES_TS) $(wildcard runtime/bindings/*.c) $(COMPILER) build/toolchain/.tsbuildinfo
	$(Q)$(TINYGRAM) registry --target host --engine $(ENGINE) --out $@

$(FIRMWARE): $(OUR_OBJ) $(DEP_OBJ) $(BUILD)/registry.o $(PORT_LINK_SCRIPT) $(ENGINE_LIBS)
	$(call link,$(OUR_OBJ) $(DEP_OBJ) $(BUILD)/registry.o)

.PHONY: firmware port-objects
firmware: $(FIRMWARE) ## the program for PORT, ENGINE and BOARD; SANITIZE=1 for host, BENCH=1 for qemu-arm
port-objects: $(call object,$(PORT_SRC) $(PORT_EXAMPLE_SRC)) ## the port's own files, compiled

# For `make profile`: the built-in modules keep names and positions, all else is the same.
$(BUILD)/registry-positions.c: $(BUILD)/registry.c
	$(Q)$(TINYGRAM) registry --target $(PORT) --engine $(ENGINE) --positions --out $@
$(BUILD)/profile.elf: $(FIRMWARE) $(BUILD)/registry-positions.o
	$(call link,$(OUR_OBJ) $(DEP_OBJ) $(BUILD)/registry-positions.o)
.PHONY: profile-firmware
profile-firmware: $(BUILD)/profile.elf ## a firmware whose modules keep names and positions, for make profile

# ---- programs of this computer, each from the plain host port --------------------------------------------------------

.PHONY: compiler engine-tests
ifeq ($(PORT) $(BOARD)$(SANITIZE)$(FAULTS)$(BENCH)$(NATIVE),host )
COMPILER_OBJ := $(call object,ports/host/compile.c ports/host/jerry_port_alone.c $(ENGINE_SRC) $(ENGINE_DEP_SRC))
$(COMPILER): $(COMPILER_OBJ) $(ENGINE_LIBS)
	$(call link,$(COMPILER_OBJ))
else
$(COMPILER): FORCE | build/.setup-demo
	$(Q)$(MAKE) --no-print-directory -s compiler PORT=host ENGINE=$(ENGINE) BOARD= SANITIZE= BENCH= FAULTS= \
	  NATIVE=
endif
compiler: $(COMPILER) ## what precompiles modules and apps for ENGINE

# One program per engine, the same tests in each.
ifeq ($(PORT),host)
ENGINE_TESTS_OBJ := $(call object,$(ENGINE_TEST_SRC) ports/host/jerry_port_alone.c $(ENGINE_SRC) \
  $(ENGINE_DEP_SRC))
$(BUILD)/engine-tests: $(ENGINE_TESTS_OBJ) $(ENGINE_LIBS)
	$(call link,$(ENGINE_TESTS_OBJ))
engine-tests: $(BUILD)/engine-tests
else
engine-tests:
	$(Q)$(MAKE) --no-print-directory engine-tests PORT=host BOARD= BENCH= FAULTS= NATIVE=
endif
engine-tests: ## tests of the engine's C API for ENGINE, as one program of this computer

-include $(sort $(OUR_OBJ:.o=.d) $(DEP_OBJ:.o=.d) $(BUILD)/registry.d $(COMPILER_OBJ:.o=.d) $(ENGINE_TESTS_OBJ:.o=.d))
