# port.mk: the RISC-V board virt under QEMU, rv32imc. ports/common/port_files.mk says what a port.mk defines.

PORT_BOARD := $(or $(BOARD),virt)
PORT_DIR := ports/qemu-riscv
include ports/common/port_files.mk

PORT_CC := riscv64-unknown-elf-gcc
PORT_AR := riscv64-unknown-elf-ar
PORT_SIZE := riscv64-unknown-elf-size
PORT_SUFFIX := .elf
PORT_PROGRAM := firmware.elf

PORT_BASE_SRC := $(PORT_COMMON_SRC) $(PORT_BOARD_SRC) ports/common/checksum.c \
  $(addprefix $(PORT_DIR)/, \
  start.c console.c clock.c plic.c virtio.c channel.c netif_virtio.c port_qemu_riscv.c)
PORT_SRC := $(PORT_BASE_SRC) $(PORT_DIR)/main.c
PORT_ASM :=

# zicsr is part of this GCC's "i" no longer, but the names of its libraries' folders know nothing of it: the linker gets
# the instruction set without.
PORT_CFLAGS := -march=rv32imc_zicsr -mabi=ilp32 $(LIBC_CFLAGS) -Os -fno-common
PORT_CFLAGS_HOT := -O2
PORT_HOT_SRC := $(addprefix ports/common/,checksum.c ram.c wait.c) \
  $(addprefix $(PORT_DIR)/,clock.c netif_virtio.c plic.c port_qemu_riscv.c virtio.c)
PORT_LINK_SCRIPT := $(PORT_DIR)/link.ld
PORT_LDFLAGS = -march=rv32imc -mabi=ilp32 $(LIBC_LDFLAGS) -nostartfiles -T $(PORT_LINK_SCRIPT) \
  -Wl,--defsym=start_stack_size=$(PORT_STACK_SIZE)
PORT_LIBS := -lm
