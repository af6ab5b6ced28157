# port.mk: the Cortex-M3 board mps2-an385 under QEMU. ports/common/port_files.mk says what a port.mk defines.

PORT_BOARD := $(or $(BOARD),mps2-an385)
PORT_DIR := ports/qemu-arm
include ports/common/port_files.mk

PORT_CC := arm-none-eabi-gcc
PORT_AR := arm-none-eabi-ar
PORT_SIZE := arm-none-eabi-size
PORT_SUFFIX := .elf
PORT_PROGRAM := firmware.elf
PORT_BASE_SRC := $(PORT_COMMON_SRC) $(PORT_BOARD_SRC) \
  $(addprefix $(PORT_DIR)/, start.c bench.c console.c clock.c channel.c netif_lan9118.c port_qemu_arm.c)
PORT_SRC := $(PORT_BASE_SRC) $(PORT_DIR)/main.c
PORT_ASM := ports/common/checksum_m3.S ports/common/libc/memory_m3.S $(PORT_DIR)/fifo.S

PORT_CFLAGS := -mcpu=cortex-m3 -mthumb $(LIBC_CFLAGS) -Os -ffunction-sections -fdata-sections -fno-common \
  $(if $(BENCH),-DCONFIG_BENCH=1)
# What a datagram passes through is made for speed, the rest for size (Makefile, HOT_SRC).
PORT_CFLAGS_HOT := -O2
PORT_HOT_SRC := ports/common/ram.c ports/common/wait.c \
  $(addprefix $(PORT_DIR)/,clock.c netif_lan9118.c port_qemu_arm.c)
PORT_LINK_SCRIPT := $(PORT_DIR)/link.ld
PORT_LDFLAGS = -mcpu=cortex-m3 -mthumb -nostartfiles -T $(PORT_LINK_SCRIPT) \
  -Wl,--defsym=start_stack_size=$(PORT_STACK_SIZE)
PORT_LDFLAGS += $(LIBC_LDFLAGS)
PORT_LIBS := -lm
