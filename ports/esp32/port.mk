# port.mk: the port's sources for the instruction set of the ESP32-C3, without ESP-IDF: `make esp32-check` compiles and
# links them against the declarations in tests/unit/esp32/idf. What runs on a board is built by IDF (CMakeLists.txt).
# ports/common/port_files.mk says what a port.mk defines.

PORT_BOARD := esp32c3
PORT_DIR := ports/esp32
IDF_DIR := tests/unit/esp32/idf

PORT_CC := riscv64-unknown-elf-gcc
PORT_AR := riscv64-unknown-elf-ar
PORT_SIZE := riscv64-unknown-elf-size
PORT_SUFFIX := .elf
PORT_PROGRAM := check.elf
JERRY_TARGETS := rv32imc

# lwIP is IDF's own: its functions stay undefined, as IDF's do.
PORT_LWIP := idf

# File sets, read by CMake too (runtime/runtime.mk): main.c is IDF's component "main", one of the networks is linked.
ESP32_MAIN_SRC += ports/esp32/main.c
ESP32_SRC += ports/common/app_slots.c ports/common/slots.c
ESP32_SRC += ports/esp32/app_image.c ports/esp32/backoff.c ports/esp32/console.c ports/esp32/firmware_desc.c
ESP32_SRC += ports/esp32/memory.c ports/esp32/netcheck.c ports/esp32/netevents.c ports/esp32/netlock.c
ESP32_SRC += ports/esp32/network.c ports/esp32/port_esp32.c ports/esp32/restart.c ports/esp32/settings.c
ESP32_SRC += ports/esp32/start.c ports/esp32/watchdog.c
ESP32_WIFI_SRC += ports/esp32/netif_wifi.c
ESP32_ETHERNET_SRC += ports/esp32/netif_ethernet.c
# A project of somebody's own: compiled with the others, in no program here.
ESP32_EXAMPLE_SRC += ports/esp32/example/main/board.c
PORT_EXAMPLE_SRC := $(ESP32_EXAMPLE_SRC)
# NETWORK: WIFI, ETHERNET or NONE; all of them otherwise, which no one sdkconfig.h of IDF serves.
PORT_SRC := $(ESP32_MAIN_SRC) $(ESP32_SRC) \
  $(if $(NETWORK),$(ESP32_$(NETWORK)_SRC),$(ESP32_WIFI_SRC) $(ESP32_ETHERNET_SRC))
PORT_ASM :=
PORT_INCLUDES := -I$(PORT_DIR)
# What Kconfig lets people choose, by the name of a "board": tests/esp32/variants.ts makes their sdkconfig.h.
PORT_DEFS = $(if $(filter jerryscript,$(ENGINE)),-DCONFIG_TINYGRAM_ENGINE_JERRYSCRIPT=1)
# A component's folders come before those of the components that it requires, ports/common after all, as in CMake.
PORT_COMMON_INCLUDES = $(if $(BOARD),-Ibuild/esp32/config/$(BOARD)) -I$(IDF_DIR) -I$(IDF_DIR)-lwip \
  -I$(LWIP_DIR)/src/include -idirafter ports/common

# zicsr is part of this GCC's "i" no longer, but the names of its libraries' folders know nothing of it: the linker gets
# the instruction set without.
PORT_CFLAGS := -march=rv32imc_zicsr -mabi=ilp32 --specs=picolibc.specs -Os -fno-common
PORT_LINK_SCRIPT :=
# Into picolibc's own layout, at the C3's addresses, with room in RAM for a JerryScript whose heap is another board's;
# tests/esp32/check.ts knows the sizes.
# Undefined symbols stay in the program, for tests/esp32/check.ts to look at.
PORT_LDFLAGS := -march=rv32imc -mabi=ilp32 --specs=picolibc.specs -nostartfiles -Wl,-e,app_main \
  -Wl,--unresolved-symbols=ignore-all $(foreach at,__flash=0x42000000 __flash_size=0x1F0000 __ram=0x3FC80000 \
  __ram_size=0x100000,-Wl,--defsym=$(at))
PORT_LIBS := -lm
