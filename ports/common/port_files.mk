# port_files.mk: what the NO_SYS ports share of their port.mk.
#
# A port.mk defines, for the Makefile (paths from the project's root):
#   PORT_SRC PORT_ASM      the port's C and assembly files, main.c included; PORT_BASE_SRC leaves main.c out
#   PORT_INCLUDES          -I flags, lwIP's and ports/common's too
#   PORT_DEFS              -D flags: the board's name and its "defines"
#   PORT_CC PORT_AR PORT_SIZE  tools
#   PORT_CFLAGS PORT_LDFLAGS PORT_LIBS  flags
#   PORT_CFLAGS_HOT PORT_HOT_SRC  where set: flags of the files on a datagram's way, and the port's own of them
#   PORT_LINK_SCRIPT       what a link depends on besides objects
#   PORT_PROGRAM           the program's file name; PORT_SUFFIX its ending
#   JERRY_TARGETS          folders below JERRYSCRIPT_PREFIX, the one that fits best first
# In: PORT_DIR, PORT_BOARD (a file in its boards/), and where it is not build/deps/lwip LWIP_DIR.

include ports/common/lwip.mk

PORT_BOARD_FILE := $(PORT_DIR)/boards/$(PORT_BOARD).json
ifeq ($(wildcard $(PORT_BOARD_FILE)),)
$(error no board $(PORT_BOARD): $(PORT_DIR)/boards has $(basename $(notdir $(wildcard $(PORT_DIR)/boards/*.json))))
endif
# The board's file is read when something is compiled, then once: the size of the stack, and -D flags.
board_script := b = require("./$(PORT_BOARD_FILE)"); \
  [b.stackSize || 0, ...Object.entries(b.defines).map(([name, value]) => "-D" + name + "=" + value)].join(" ")
board_data = $(eval board_data := $$(shell node -p '$(board_script)'))$(board_data)
PORT_STACK_SIZE = $(firstword $(board_data))
PORT_DEFS = -DBOARD_NAME='"$(PORT_BOARD)"' $(wordlist 2,999,$(board_data))
, := ,
JERRY_TARGETS := $(subst $(,), ,$(subst ",,$(shell sed -n 's/.*"jerryTargets": *\[\(.*\)\].*/\1/p' $(PORT_BOARD_FILE))))
PORT_INCLUDES := $(addprefix -I, $(PORT_DIR) ports/common runtime runtime/include $(LWIP_INCLUDES))
PORT_COMMON_SRC := $(addprefix ports/common/, bootargs.c dns_servers.c ethif.c figures.c linkclock.c linkcontrol.c \
  loopback.c netcheck.c netstart.c panic.c libc/rand.c random_u32.c sharedlo.c wait.c watchdog.c)
# For boards without an operating system, under a debugger.
PORT_BOARD_SRC := $(addprefix ports/common/, no_slots.c ram.c random.c semiboot.c semihost.c libc/picolibc.c)
# Their C library, for compiler and linker: picolibc, whose printf here knows no doubles, since nothing prints any.
LIBC_CFLAGS := --specs=picolibc.specs
LIBC_LDFLAGS := --specs=picolibc.specs -DPICOLIBC_INTEGER_PRINTF_SCANF
