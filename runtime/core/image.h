/*
 * image.h: the app image, app.tgi. The same layout is written by toolchain/src/build/image.ts.
 *
 * All numbers little-endian. The header is 64 bytes:
 *    0  u8[4]  magic "TGI1"
 *    4  u16    format version: IMAGE_VERSION
 *    6  u16    header length in bytes (64)
 *    8  u32    total length in bytes, header included
 *   12  u32    CRC-32 (IEEE 802.3, reflected) of everything after byte 16
 *   16  u8[16] engine name, zero padded: "quickjs", "jerryscript"
 *   32  u32    engine version as the engine reports it, major<<16 | minor<<8 | patch
 *   36  u32    engine code format (JerryScript: JERRY_SNAPSHOT_VERSION; QuickJS: the adapter's BC version)
 *   40  u32    kind: IMAGE_KIND_SOURCE (ES5 text, positions kept) or IMAGE_KIND_CODE (precompiled)
 *   44  u32    offset of the code from the image's start, multiple of 8
 *   48  u32    length of the code in bytes (for text without a trailing zero)
 *   52  u32    offset of the entry name (zero-terminated UTF-8, e.g. "app.js"), the name of stack frames
 *   56  u8[8]  reserved, zero
 * The code is a function expression or its snapshot: (exports, require, module, __filename, __dirname) => void.
 * Functions in it that are the toolchain's and not the app's are named IMAGE_HIDDEN_FRAME; error.stack is without them.
 */
#ifndef IMAGE_H
#define IMAGE_H

#include <stddef.h>
#include <stdint.h>

#define IMAGE_VERSION 1
#define IMAGE_HEADER_SIZE 64
#define IMAGE_HIDDEN_FRAME "$tinygram"

enum image_kind { IMAGE_KIND_SOURCE = 1, IMAGE_KIND_CODE = 2 };

struct image {
  enum image_kind kind;
  const uint8_t *code; /* in the image itself, 8-byte aligned */
  size_t code_size;    /* bytes */
  const char *entry;   /* in the image itself */
};

/*
 * Checks data (size readable bytes) and fills out. Returns NULL when the image can run on this engine,
 * else a static or internal-buffer message for people that names the field, what was found and what was
 * expected; out is then untouched. Reads no byte outside data.
 */
const char *image_open(const uint8_t *data, size_t size, struct image *out);

/* CRC-32 (IEEE 802.3, reflected) of size bytes of data. Any thread. */
uint32_t image_crc32(const uint8_t *data, size_t size);

#endif
