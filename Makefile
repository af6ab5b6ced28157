# Tinygram. `make help` lists the targets. V=1 shows commands.
#
# TypeScript is compiled by tsc into build/. The C build is a graph of named file sets: ports/firmware.mk is the
# firmware, tests/tests.mk what the tests compile.

PORT ?= qemu-arm
LWIP_DIR ?= build/deps/lwip
QUICKJS_DIR ?= build/deps/quickjs
export LWIP_DIR QUICKJS_DIR

Q := $(if $(V),,@)
NODE := node
TINYGRAM := $(NODE) build/toolchain/cli.js
TSC := node_modules/.bin/tsc
# tsc writes into what another make may be running: the second one waits, and then finds it done.
ALONE := toolchain/alone.sh

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

# ---- for people ---------------------------------------------------------------------------------------------

.PHONY: help
help: ## this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z0-9-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' \
	  Makefile ports/firmware.mk tests/tests.mk
	@echo
	@echo '  PORT=$(subst $(space),|,$(strip $(PORTS)))  BOARD=a file of ports/<port>/boards  V=1 shows commands'
	@echo '  ENGINE=jerryscript|quickjs; without it JerryScript where it is installed for the target, else QuickJS'

PORTS := $(notdir $(patsubst %/boards,%,$(wildcard ports/*/boards)))
space := $(subst ,, )
# A word for the shell, whatever is in it.
quoted = '$(subst ','\'',$(1))'
ENGINE_OPTION = $(if $(ENGINE_GIVEN),--engine $(ENGINE))

# What a port needs beside the default one's compiler and emulator.
PORT_SETUP := $(if $(filter qemu-riscv,$(PORT)),build/.setup-qemu-riscv)

.PHONY: setup
setup: build/.setup-demo ## Debian packages, npm packages and pinned C sources that a build needs

build/.setup-demo: toolchain/setup.sh toolchain/deps.lock.json package-lock.json
	$(Q)toolchain/setup.sh demo
	$(Q)$(MAKE) --no-print-directory toolchain
	$(Q)$(TINYGRAM) deps lwip quickjs
	$(Q)touch $@

build/.setup-qemu-riscv: toolchain/setup.sh | build/.setup-demo
	$(Q)toolchain/setup.sh qemu-riscv
	$(Q)touch $@

build/.setup-test: build/.setup-demo build/.setup-qemu-riscv node_modules/.with-tests Gemfile.lock
	$(Q)toolchain/setup.sh test
	$(Q)$(TINYGRAM) deps node
	$(Q)touch $@

.PHONY: demo
demo: build/.setup-demo toolchain ## an echo app on an emulated board answers real datagrams
	$(Q)$(TINYGRAM) demo $(ENGINE_OPTION)

.PHONY: run
run: build/.setup-demo $(PORT_SETUP) toolchain ## run APP=path/to/app.ts until Ctrl-C
	$(if $(strip $(APP)),,$(error APP is not set: make run APP=path/to/app.ts))
	$(Q)$(TINYGRAM) run $(call quoted,$(APP)) --target $(PORT) $(ENGINE_OPTION)

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

SECONDS ?= 60
.PHONY: fuzz
fuzz: build/.setup-test tests-ts ## frames and all else from outside, for SECONDS=60 or FRAMES=n; what was reached
	$(Q)$(NODE) build/tests/fuzz/run.js --seconds $(SECONDS) $(FRAMES:%=--frames %)

.PHONY: faults
faults: build/.setup-test tests-ts ## failing allocations one after the other, and random API calls for SECONDS=60
	$(Q)$(NODE) build/tests/faults/run.js --seconds $(SECONDS)

.PHONY: conformance
conformance: build/.setup-test tests-ts ## Node's own dgram tests on PORT and ENGINE; LIST=file|all JSON=file
	$(Q)$(NODE) build/tests/conformance/run.js --port $(PORT) $(ENGINE_OPTION) \
	  $(if $(MODULE),--module $(MODULE)) $(if $(LIST),--list $(LIST)) $(if $(JSON),--json $(JSON))

.PHONY: bench bench-baseline
bench: build/.setup-test tests-ts ## instructions and bytes on the board, against budgets and the committed baseline
	$(Q)$(NODE) build/tests/bench/run.js

bench-baseline: build/.setup-test tests-ts ## measure and keep: tests/bench/baseline.json and chart.svg
	$(Q)$(NODE) build/tests/bench/run.js --baseline

.PHONY: bench-host
bench-host: build/.setup-test tests-ts ## CPU time an echo, the host port's process beside Node's own (root)
	$(Q)$(NODE) build/tests/bench/host.js

.PHONY: bench-lab
bench-lab: build/.setup-test tests-ts ## what 1, 10, 100 and 300 boards of the host target cost on one switch
	$(Q)$(NODE) build/tests/bench/scale.js

.PHONY: bench-loop
bench-loop: build/.setup-test tests-ts ## seconds that new, build, test and run --watch take here, ten times each
	$(Q)$(NODE) build/tests/bench/loop.js

.PHONY: size
size: build/.setup-demo tests-ts ## flash and RAM by module of the firmware for ENGINE and BOARD, and a treemap
	$(Q)$(NODE) build/tests/bench/size.js $(ENGINE_OPTION) $(if $(BOARD),--board $(BOARD))

.PHONY: profile
profile: build/.setup-demo toolchain ## instructions of APP=path by JavaScript and C function, and flame graphs
	$(if $(strip $(APP)),,$(error APP is not set: make profile APP=path/to/app.ts))
	$(Q)$(TINYGRAM) profile $(call quoted,$(APP)) $(ENGINE_OPTION) $(PROFILE)

.PHONY: esp32-check
esp32-check: build/.setup-test tests-ts ## the ESP32 firmware for the C3, against declarations of ESP-IDF
	$(Q)$(NODE) build/tests/esp32/check.js

.PHONY: lint
lint: build/.setup-test tests-ts ## dependency directions, format, cppcheck, TypeScript
	$(Q)$(NODE) build/tests/run.js --only lint

.PHONY: format
format: build/.setup-test ## write C, TypeScript and CSS in the house's format (.clang-format, .prettierrc.json)
	$(Q)git ls-files '*.c' '*.h' | xargs clang-format -i
	$(Q)git ls-files '*.ts' '*.tsx' '*.mjs' '*.css' | xargs node_modules/.bin/prettier --log-level warn --write

.PHONY: package
package: build/.setup-demo build/.setup-qemu-riscv toolchain ## the npm packages that people install, in build/package/
	$(Q)$(TINYGRAM) package

.PHONY: docs
docs: build/.setup-test tests-ts ## write the differences from Node, and README's table of packages
	$(Q)$(NODE) build/tests/docs/differences.js
	$(Q)$(NODE) build/tests/docs/packages.js

.PHONY: clean
clean: ## remove what was built; keeps what was fetched
	$(Q)find build -mindepth 1 -maxdepth 1 ! -name deps ! -name '.setup-*' -exec rm -rf {} +

# ---- TypeScript ---------------------------------------------------------------------------------------------

# What a build needs; where the tests' packages are, they stay.
node_modules/.package-lock.json: package.json package-lock.json
	$(Q)toolchain/setup.sh npm
# And what only tests need.
node_modules/.with-tests: node_modules/.package-lock.json | toolchain
	$(Q)toolchain/setup.sh npm-test
	$(Q)touch $@

PAGE := toolchain/src/lab/page
TOOLCHAIN_TS := $(shell find toolchain/src -name '*.ts' -not -path '$(PAGE)/*')
TESTS_TS := $(shell find tests -name '*.ts' -not -path 'tests/js/*')

.PHONY: toolchain tests-ts
toolchain: build/toolchain/.tsbuildinfo build/toolchain/lab/page/page.js ## the tinygram command
build/toolchain/.tsbuildinfo: $(TOOLCHAIN_TS) toolchain/tsconfig.json tsconfig.base.json node_modules/.package-lock.json
	$(Q)$(ALONE) tsc $(TSC) -b toolchain && chmod +x build/toolchain/cli.js
	$(Q)touch $@

# The laboratory's page: types checked, and one script of all of it.
PAGE_SRC := $(wildcard $(PAGE)/* toolchain/src/lab/packets/*) $(addprefix toolchain/src/lab/,page_messages.ts ring.ts)
build/toolchain/lab/page/page.js: $(PAGE_SRC) node_modules/.package-lock.json
	$(Q)mkdir -p $(@D) && $(TSC) -p $(PAGE)
	$(Q)node_modules/.bin/esbuild $(PAGE)/main.tsx --bundle --minify --target=es2022 --jsx=automatic \
	  --jsx-import-source=preact --outfile=$@ --log-level=warning
	$(Q)cp $(PAGE)/index.html $(PAGE)/page.css $(@D)

tests-ts: build/tests/.tsbuildinfo build/toolchain/lab/page/page.js ## the tests' own programs
build/tests/.tsbuildinfo: $(TESTS_TS) tests/tsconfig.json build/toolchain/.tsbuildinfo node_modules/.with-tests
	$(Q)$(ALONE) tsc $(TSC) -b tests
	$(Q)touch $@

# ---- C ------------------------------------------------------------------------------------------------------

include ports/firmware.mk tests/tests.mk
