# Tinygram. `make help` lists the targets. V=1 shows commands.
#
# The C build is a graph of named file sets: ports/<port>/port.mk (PORT_*), ports/common/lwip.mk (LWIP_*),
# runtime/engine/<engine> (ENGINE_*), and what lies in runtime/. TypeScript is compiled by tsc into build/.

PORT ?= qemu-arm
ENGINE ?= quickjs
JERRYSCRIPT_PREFIX ?= $(or $(XDG_DATA_HOME),$(HOME)/.local/share)/tinygram/jerryscript
LWIP_DIR ?= build/deps/lwip
QUICKJS_DIR ?= build/deps/quickjs
export JERRYSCRIPT_PREFIX LWIP_DIR QUICKJS_DIR

Q := $(if $(V),,@)
NODE := node
TINYGRAM := $(NODE) build/toolchain/cli.js
TSC := node_modules/.bin/tsc

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

# ---- for people ---------------------------------------------------------------------------------------------

.PHONY: help
help: ## this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo "  PORT=qemu-arm|qemu-riscv|host  ENGINE=quickjs|jerryscript  BOARD=<boards/*.json>  V=1  SANITIZE=1 (host)"

# What a port needs beside the default one's compiler and emulator.
PORT_SETUP := $(if $(filter qemu-riscv,$(PORT)),build/.setup-qemu-riscv)

.PHONY: setup
setup: build/.setup-demo ## Debian packages, npm packages and pinned C sources that a build needs

build/.setup-demo: toolchain/setup.sh toolchain/deps.lock.json package-lock.json
	$(Q)toolchain/setup.sh demo
	$(Q)$(MAKE) --no-print-directory toolchain
	$(Q)$(TINYGRAM) deps
	$(Q)touch $@

build/.setup-qemu-riscv: toolchain/setup.sh | build/.setup-demo
	$(Q)toolchain/setup.sh qemu-riscv
	$(Q)touch $@

build/.setup-test: build/.setup-demo build/.setup-qemu-riscv Gemfile.lock
	$(Q)toolchain/setup.sh test
	$(Q)touch $@

.PHONY: demo
demo: build/.setup-demo toolchain ## an echo app on an emulated board answers real datagrams
	$(Q)$(TINYGRAM) demo

.PHONY: run
run: build/.setup-demo $(PORT_SETUP) toolchain ## run APP=path/to/app.ts until Ctrl-C
	$(if $(APP),,$(error APP is not set: make run APP=path/to/app.ts))
	$(Q)$(TINYGRAM) run $(APP) --port $(PORT) --engine $(ENGINE)

.PHONY: deps
deps: node_modules/.package-lock.json toolchain ## fetch the pinned third-party sources into build/deps/
	$(Q)$(TINYGRAM) deps

.PHONY: test
test: build/.setup-test tests-ts ## every test on every port and engine; ends in one line of totals
	$(Q)$(NODE) build/tests/run.js

.PHONY: test-js
test-js: build/.setup-test tests-ts ## JavaScript tests only; T=part/of/name picks some
	$(Q)$(NODE) build/tests/run.js --only js $(if $(T),--filter $(T))

.PHONY: test-net
test-net: build/.setup-test tests-ts ## network tests only; T=part/of/name picks some
	$(Q)$(NODE) build/tests/run.js --only net $(if $(T),--filter $(T))

.PHONY: test-unit
test-unit: build/.setup-test ## C unit tests only
	$(Q)$(NODE) build/tests/run.js --only unit

.PHONY: conformance
conformance: build/.setup-test tests-ts ## Node's own dgram tests on PORT and ENGINE; LIST=file|all JSON=file
	$(Q)$(NODE) build/tests/conformance/run.js --port $(PORT) --engine $(ENGINE) \
	  $(if $(LIST),--list $(LIST)) $(if $(JSON),--json $(JSON))

.PHONY: bench bench-baseline
bench: build/.setup-test tests-ts ## instructions and bytes on the board, against budgets and the committed baseline
	$(Q)$(NODE) build/tests/bench/run.js

bench-baseline: build/.setup-test tests-ts ## measure and keep: tests/bench/baseline.json and chart.svg
	$(Q)$(NODE) build/tests/bench/run.js --baseline

.PHONY: bench-host
bench-host: build/.setup-test tests-ts ## the host port's echo rate beside Node's own, as a ratio (root)
	$(Q)$(NODE) build/tests/bench/host.js

.PHONY: size
size: build/.setup-demo tests-ts ## flash and RAM by module of the firmware for ENGINE and BOARD, and a treemap
	$(Q)$(NODE) build/tests/bench/size.js --engine $(ENGINE) $(if $(BOARD),--board $(BOARD))

.PHONY: profile
profile: build/.setup-demo tests-ts ## instructions of APP=path by JavaScript and C function, and flame graphs
	$(Q)$(if $(APP),,$(error APP is not set: make profile APP=path/to/app.ts))$(NODE) build/tests/bench/profile.js $(APP) \
	  --engine $(ENGINE) $(PROFILE)

.PHONY: esp32-check
esp32-check: build/.setup-test tests-ts ## the ESP32 firmware for the C3, against declarations of ESP-IDF
	$(Q)$(NODE) build/tests/esp32/check.js

.PHONY: lint
lint: build/.setup-test tests-ts ## dependency directions, format, cppcheck, TypeScript
	$(Q)$(NODE) build/tests/run.js --only lint

.PHONY: format
format: build/.setup-test ## write C and TypeScript in the house's format (.clang-format, .prettierrc.json)
	$(Q)git ls-files '*.c' '*.h' | xargs clang-format -i
	$(Q)git ls-files '*.ts' '*.mjs' | xargs node_modules/.bin/prettier --log-level warn --write

.PHONY: clean
clean: ## remove what was built; keeps what was fetched
	$(Q)find build -mindepth 1 -maxdepth 1 ! -name deps ! -name '.setup-*' -exec rm -rf {} +

# ---- TypeScript ---------------------------------------------------------------------------------------------

node_modules/.package-lock.json: package.json package-lock.json
	@echo 'setup: npm packages'
	$(Q)npm ci --no-audit --no-fund --loglevel=error
	$(Q)touch $@

TOOLCHAIN_TS := $(shell find toolchain/src -name '*.ts')
TESTS_TS := $(shell find tests -name '*.ts' -not -path 'tests/js/*')

.PHONY: toolchain tests-ts
toolchain: build/toolchain/.tsbuildinfo
build/toolchain/.tsbuildinfo: $(TOOLCHAIN_TS) toolchain/tsconfig.json tsconfig.base.json node_modules/.package-lock.json
	$(Q)$(TSC) -b toolchain && chmod +x build/toolchain/cli.js
	$(Q)touch $@

tests-ts: build/tests/.tsbuildinfo
build/tests/.tsbuildinfo: $(TESTS_TS) tests/tsconfig.json build/toolchain/.tsbuildinfo
	$(Q)$(TSC) -b tests
	$(Q)touch $@

# ---- C: the network for the unit tests: lwIP and runtime/net, a library since their file names are alike -----------

ifneq ($(filter unit-net,$(MAKECMDGOALS)),)
include ports/common/lwip.mk
UNIT_SRC := $(wildcard runtime/net/*.c) runtime/core/timer.c
UNIT_CFLAGS := -std=gnu11 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined \
  -Itests/unit/support -Iports/common -Iruntime -Iruntime/include -I$(LWIP_INCLUDES)
UNIT_OBJ := $(patsubst $(LWIP_DIR)/src/%.c,build/unit/lib/lwip/%.o,$(LWIP_SRC)) $(UNIT_SRC:%.c=build/unit/lib/%.o)

.PHONY: unit-net
unit-net: build/unit/lib/libnet.a
build/unit/lib/libnet.a: $(UNIT_OBJ)
	$(Q)rm -f $@ && ar qcs $@ $^
build/unit/lib/lwip/%.o: $(LWIP_DIR)/src/%.c
	$(Q)mkdir -p $(@D) && $(CC) $(UNIT_CFLAGS) -w -MMD -MP -c $< -o $@
build/unit/lib/runtime/%.o: runtime/%.c
	$(Q)mkdir -p $(@D) && $(CC) $(UNIT_CFLAGS) -Wall -Wextra -Werror -MMD -MP -c $< -o $@
-include $(UNIT_OBJ:.o=.d)
endif

# ---- C: tasks at once on the event loop, for the thread sanitizer; and the same without the critical section --------

THREADS_SRC := tests/unit/threads/loop.c runtime/core/loop.c runtime/core/timer.c \
  ports/esp32/port_esp32.c ports/esp32/netevents.c

.PHONY: unit-threads
unit-threads: build/unit/threads/loop build/unit/threads/loop-unlocked
build/unit/threads/loop-unlocked: THREADS_DEFS := -DNO_CRITICAL_SECTION
build/unit/threads/loop build/unit/threads/loop-unlocked: $(THREADS_SRC) $(wildcard runtime/core/*.h ports/esp32/*.h)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 -g -O1 -Wall -Wextra -Werror -fsanitize=thread $(THREADS_DEFS) -Iruntime -Iruntime/include \
	  -Iports/esp32 -Iports/common -Itests/unit/esp32/idf $(THREADS_SRC) -lpthread -o $@

# ---- C: fuzz targets, each with the file that it tries -------------------------------------------------------

FUZZ_SRC_addr := runtime/net/addr.c
FUZZ_SRC_dns_message := runtime/net/dns_message.c
FUZZ_SRC_image := runtime/core/image.c

.PHONY: fuzz
fuzz: build/fuzz/addr build/fuzz/dns_message build/fuzz/image
.SECONDEXPANSION:
build/fuzz/%: tests/fuzz/%.c tests/fuzz/driver.h $$(FUZZ_SRC_$$*)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 -g -Wall -Wextra -Werror -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	  -Iruntime -Iruntime/include -Itests/unit/support -Iports/common -I$(LWIP_DIR)/src/include -Itests/fuzz \
	  $< $(FUZZ_SRC_$*) -o $@

# ---- C: one firmware for PORT, ENGINE and BOARD -------------------------------------------------------------

ifneq ($(filter firmware profile-firmware port-objects compiler engine-tests,$(MAKECMDGOALS)),)

include ports/$(PORT)/port.mk
include ports/common/lwip.mk
include runtime/engine/$(if $(filter quickjs,$(ENGINE)),quickjs/engine,$(ENGINE)).mk

BUILD := build/$(PORT)/$(ENGINE)$(if $(BOARD),-$(BOARD))$(if $(SANITIZE),-sanitize)$(if $(BENCH),-bench)
FIRMWARE := $(BUILD)/$(PORT_PROGRAM)

RUNTIME_SRC := $(wildcard runtime/core/*.c runtime/net/*.c runtime/bindings/*.c)
OUR_SRC := $(RUNTIME_SRC) $(PORT_SRC) $(ENGINE_SRC)
DEP_SRC := $(if $(PORT_LWIP),,$(LWIP_UNITS)) $(ENGINE_DEP_SRC)

INCLUDES := -Iruntime -Iruntime/include -Iports/$(PORT) -Iports/common -I$(LWIP_DIR)/src/include \
  $(PORT_INCLUDES) $(ENGINE_INCLUDES)
WARNINGS := -Wall -Wextra -Werror
, := ,
SANITIZERS := $(if $(SANITIZE),-fsanitize=address$(,)undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)

# A port that sets PORT_CFLAGS_HOT is made for size, but these files of its own and of lwIP for speed: a datagram passes
# through them. The runtime's and the adapter's own are not worth their bytes: 9 KiB for a twentieth of an echo.
HOT_SRC := $(if $(PORT_CFLAGS_HOT),$(PORT_HOT_SRC) $(LWIP_HOT_SRC))

CFLAGS_ALL := -std=gnu11 -g $(PORT_CFLAGS) -ffunction-sections -fdata-sections $(INCLUDES) $(PORT_DEFS) $(ENGINE_DEFS) \
  $(if $(BOARD),$(BOARD_DEFS)) $(SANITIZERS)

object = $(patsubst %,$(BUILD)/obj/%.o,$(subst ../,,$(basename $(1))))
OUR_OBJ := $(call object,$(OUR_SRC) $(PORT_ASM))
DEP_OBJ := $(call object,$(DEP_SRC))

# A changed flag or tool rebuilds: the objects depend on a file that changes only when the flags do.
FLAGS := $(PORT_CC) $(CFLAGS_ALL) $(PORT_CFLAGS_HOT) $(HOT_SRC) $(ENGINE_DEP_CFLAGS) $(LWIP_CFLAGS) $(PORT_LDFLAGS)
$(BUILD)/flags: FORCE
	$(Q)mkdir -p $(@D); echo '$(FLAGS)' | cmp -s - $@ || echo '$(FLAGS)' > $@
.PHONY: FORCE
FORCE:

define compile
$(Q)mkdir -p $(@D)
$(if $(V),,@echo "  cc $<")
$(Q)$(PORT_CC) $(CFLAGS_ALL) $(1) -MMD -MP -c $< -o $@
endef

# Ours with all warnings; what is not ours as it comes.
flags_of = $(if $(filter $<,$(HOT_SRC)),$(PORT_CFLAGS_HOT)) $(source_flags)
source_flags = $(if $(filter $<,$(LWIP_UNITS)),$(LWIP_CFLAGS) -w,$(dep_flags))
dep_flags = $(if $(filter $<,$(ENGINE_DEP_SRC)),$(ENGINE_DEP_CFLAGS) -w,$(WARNINGS))

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	$(call compile,$(flags_of))
$(BUILD)/obj/%.o: %.S $(BUILD)/flags
	$(call compile,)

$(BUILD)/registry.o: $(BUILD)/registry.c $(BUILD)/flags
	$(call compile,$(WARNINGS))

# Modules are precompiled by the same engine on the host.
COMPILER := build/host/$(ENGINE)/tinygram-compile
MODULES_TS := $(shell find modules typings/native -name '*.ts' -not -path 'modules/library/*')
BINDINGS_C := $(wildcard runtime/bindings/*.c)
$(BUILD)/registry.c: $(MODULES_TS) $(BINDINGS_C) $(COMPILER) build/toolchain/.tsbuildinfo
	$(Q)$(TINYGRAM) registry --port host --engine $(ENGINE) --out $@

$(FIRMWARE): $(OUR_OBJ) $(DEP_OBJ) $(BUILD)/registry.o $(PORT_LINK_SCRIPT) $(ENGINE_LIBS)
	$(if $(V),,@echo "  ld $@")
	$(Q)$(PORT_CC) $(PORT_LDFLAGS) $(ENGINE_LDFLAGS) $(SANITIZERS) -Wl,--gc-sections -Wl,-Map=$@.map $(OUR_OBJ) \
	  $(DEP_OBJ) $(BUILD)/registry.o $(ENGINE_LIBS) $(PORT_LIBS) -o $@

.PHONY: firmware port-objects
firmware: $(FIRMWARE)
port-objects: $(call object,$(PORT_SRC))

# For `make profile`: the built-in modules keep names and positions, all else is the same.
$(BUILD)/registry-positions.c: $(BUILD)/registry.c
	$(Q)$(TINYGRAM) registry --port $(PORT) --engine $(ENGINE) --positions --out $@
$(BUILD)/registry-positions.o: $(BUILD)/registry-positions.c $(BUILD)/flags
	$(call compile,$(WARNINGS))
$(BUILD)/profile.elf: $(FIRMWARE) $(BUILD)/registry-positions.o
	$(if $(V),,@echo "  ld $@")
	$(Q)$(PORT_CC) $(PORT_LDFLAGS) $(ENGINE_LDFLAGS) -Wl,--gc-sections $(OUR_OBJ) $(DEP_OBJ) \
	  $(BUILD)/registry-positions.o $(ENGINE_LIBS) $(PORT_LIBS) -o $@
.PHONY: profile-firmware
profile-firmware: $(BUILD)/profile.elf

ifneq ($(PORT),host)
$(COMPILER): FORCE
	$(Q)$(MAKE) --no-print-directory -s compiler PORT=host ENGINE=$(ENGINE) BOARD= SANITIZE= BENCH=
else
ALONE_SRC := ports/host/jerry_port_alone.c runtime/core/jerry_port_files.c
COMPILER_OBJ := $(call object,ports/host/compile.c $(ALONE_SRC) $(ENGINE_SRC) $(ENGINE_DEP_SRC))
ifeq ($(SANITIZE),)
$(COMPILER): $(COMPILER_OBJ) $(ENGINE_LIBS)
	$(if $(V),,@echo "  ld $@")
	$(Q)$(PORT_CC) $(PORT_LDFLAGS) $(COMPILER_OBJ) $(ENGINE_LIBS) $(PORT_LIBS) -o $@
else
$(COMPILER): FORCE
	$(Q)$(MAKE) --no-print-directory -s compiler PORT=host ENGINE=$(ENGINE) BOARD= SANITIZE= BENCH=
endif
.PHONY: compiler
compiler: $(COMPILER)

# The engine tests: one program per engine, the same tests in each.
ENGINE_TESTS_OBJ := $(call object,$(ENGINE_TEST_SRC) $(ALONE_SRC) $(ENGINE_SRC) $(ENGINE_DEP_SRC))
$(BUILD)/engine-tests: $(ENGINE_TESTS_OBJ) $(ENGINE_LIBS)
	$(if $(V),,@echo "  ld $@")
	$(Q)$(PORT_CC) $(PORT_LDFLAGS) $(SANITIZERS) $^ $(PORT_LIBS) -o $@
.PHONY: engine-tests
engine-tests: $(BUILD)/engine-tests
-include $(ENGINE_TESTS_OBJ:.o=.d)
endif

-include $(OUR_OBJ:.o=.d) $(DEP_OBJ:.o=.d) $(BUILD)/registry.d
endif
