# port.mk: the runtime as a Linux process. ports/common/port_files.mk says what a port.mk defines.

PORT_BOARD := $(or $(BOARD),host)
PORT_DIR := ports/host
include ports/common/port_files.mk

PORT_CC := cc
PORT_AR := ar
PORT_SIZE := size
PORT_SUFFIX :=
PORT_PROGRAM := tinygram

PORT_BASE_SRC := $(PORT_COMMON_SRC) \
  $(addprefix ports/common/, app_slots.c checksum.c random.c slots.c) \
  $(addprefix $(PORT_DIR)/, flash_file.c port_host.c netif_frames.c netif_link.c netif_tap.c)
PORT_SRC := $(PORT_BASE_SRC) $(PORT_DIR)/main.c
PORT_ASM :=

PORT_CFLAGS := -O2 -fno-common
PORT_LINK_SCRIPT :=
PORT_LDFLAGS :=
PORT_LIBS := -lm
