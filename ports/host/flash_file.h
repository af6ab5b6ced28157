/* flash_file.h: the flash of an ESP32 board as a file, so that its two slots for apps work on the host as well. */
#ifndef FLASH_FILE_H
#define FLASH_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "port.h"

/*
 * Maps the file at path, an image of a whole flash with its partition table at 0x8000, and starts one of the apps in
 * the partitions app_a and app_b as the board would: see app_slots.h. The record in the partition slots is written to
 * the file. Answers as port_app_image(). A file that cannot be used ends the program with PANIC_EXIT_BOOT. Once.
 */
bool flash_file_start(const char *path, uint32_t confirm_after_ms, struct port_image *out);

#endif
