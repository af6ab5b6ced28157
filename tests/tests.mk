# tests.mk: the C programs that tests/run.ts runs, beside those of ports/firmware.mk. In: LWIP_SRC, LWIP_INCLUDES.

TEST_SANITIZERS := -fsanitize=address,undefined -fno-sanitize-recover=undefined

# ---- the network for the unit tests: lwIP and runtime/net, a library since their file names are alike ----------------

UNIT_SRC := $(wildcard runtime/net/*.c) runtime/core/timer.c
UNIT_CFLAGS := -std=gnu11 -g $(TEST_SANITIZERS) \
  -Itests/unit/support -Iports/common -Iruntime -Iruntime/include -I$(LWIP_INCLUDES)
UNIT_OBJ := $(patsubst $(LWIP_DIR)/src/%.c,build/unit/lib/lwip/%.o,$(LWIP_SRC)) $(UNIT_SRC:%.c=build/unit/lib/%.o)

.PHONY: unit-net
unit-net: build/unit/lib/libnet.a ## lwIP and runtime/net as a library, for the unit tests
build/unit/lib/libnet.a: $(UNIT_OBJ)
	$(Q)rm -f $@ && ar qcs $@ $^
build/unit/lib/lwip/%.o: $(LWIP_DIR)/src/%.c
	$(Q)mkdir -p $(@D) && $(CC) $(UNIT_CFLAGS) -w -MMD -MP -c $< -o $@
build/unit/lib/runtime/%.o: runtime/%.c
	$(Q)mkdir -p $(@D) && $(CC) $(UNIT_CFLAGS) -Wall -Wextra -Werror -MMD -MP -c $< -o $@
-include $(UNIT_OBJ:.o=.d)

# ---- tasks at once on the event loop, for the thread sanitizer; and the same without the critical section ------------

THREADS_SRC := tests/unit/threads/loop.c runtime/core/loop.c runtime/core/timer.c \
  ports/esp32/port_esp32.c ports/esp32/netevents.c

.PHONY: unit-threads
unit-threads: build/unit/threads/loop build/unit/threads/loop-unlocked ## the event loop for the thread sanitizer
build/unit/threads/loop-unlocked: THREADS_DEFS := -DNO_CRITICAL_SECTION
build/unit/threads/loop build/unit/threads/loop-unlocked: $(THREADS_SRC) $(wildcard runtime/core/*.h ports/esp32/*.h)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 -g -O1 -Wall -Wextra -Werror -fsanitize=thread $(THREADS_DEFS) -Iruntime -Iruntime/include \
	  -Iports/esp32 -Iports/common -Itests/unit/esp32/idf $(THREADS_SRC) -lpthread -o $@

