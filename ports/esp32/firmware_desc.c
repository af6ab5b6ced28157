/*
 * What this firmware runs, at a place where a tool finds it in flash: ESP-IDF puts the section .rodata_custom_desc
 * right behind its own description, 288 bytes after the start of the app's partition. Read by
 * toolchain/src/boards/esp_firmware.ts, to warn of an image that this firmware would refuse. Little-endian.
 */
#include <stdint.h>

#include "core/engine.h"

struct firmware_desc {
  char magic[4];
  uint32_t code_format; /* of the engine's precompiled code */
  char engine[16];      /* as in app images, padded with zeros */
};

/* The linker is told by name to keep it. */
extern const struct firmware_desc firmware_desc;
const struct firmware_desc firmware_desc
    __attribute__((section(".rodata_custom_desc"))) = {{'T', 'G', 'F', '1'}, ENGINE_CODE_FORMAT, ENGINE_NAME};
