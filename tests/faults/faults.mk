# faults.mk: FAULTS=1 with SANITIZE=1 on the host: a program whose n-th allocation fails, see faults.c. For
# ports/firmware.mk.

ifneq ($(PORT) $(SANITIZE),host 1)
$(error FAULTS=1 needs PORT=host SANITIZE=1)
endif

PORT_SRC += tests/faults/faults.c
LWIP_CFLAGS += -include tests/faults/faults.h
# QuickJS's heap.c asks the system for each block then; JerryScript's heap is its library's.
FAULTS_WRAP := malloc calloc realloc free port_console_write \
  $(if $(filter jerryscript,$(ENGINE)),jmem_heap_alloc_block jmem_heap_alloc_block_null_on_error)
PORT_LDFLAGS += $(FAULTS_WRAP:%=-Wl,--wrap=%)
$(BUILD)/obj/runtime/engine/quickjs/heap.o: PORT_CFLAGS += -Dmalloc=faults_engine_malloc -Drealloc=faults_engine_realloc
