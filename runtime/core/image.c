#include "core/image.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "core/bytes.h"
#include "core/engine.h"

#define ENGINE_NAME_SIZE 16
#define CHECKED_FROM 16 /* the checksum covers everything from here */

/* Where each field lies, see image.h. */
enum {
  AT_VERSION = 4,
  AT_HEADER = 6,
  AT_TOTAL = 8,
  AT_CRC = 12,
  AT_ENGINE = 16,
  AT_ENGINE_VERSION = 32,
  AT_CODE_FORMAT = 36,
  AT_KIND = 40,
  AT_CODE = 44,
  AT_CODE_SIZE = 48,
  AT_ENTRY = 52,
  AT_RESERVED = 56
};

static char message[192];

/* Four bits at a time: a table of 64 bytes, and 1 MiB takes well under a second on the smallest board. */
uint32_t image_crc32(const uint8_t *data, size_t size) {
  static const uint32_t table[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
                                     0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                     0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
  uint32_t crc = UINT32_MAX;
  for (size_t i = 0; i < size; i++) {
    crc ^= data[i];
    crc = crc >> 4 ^ table[crc & 15];
    crc = crc >> 4 ^ table[crc & 15];
  }
  return ~crc;
}

static bool all_zero(const uint8_t *data, size_t size) {
  for (size_t i = 0; i < size; i++) {
    if (data[i] != 0) {
      return false;
    }
  }
  return true;
}

/* Bytes from outside, as a name that can be shown. */
static void put_readable(char *out, const uint8_t *data, size_t size) {
  size_t length = 0;
  for (; length < size && data[length] != 0; length++) {
    out[length] = data[length] > ' ' && data[length] < 0x7f ? (char)data[length] : '?';
  }
  out[length] = 0;
}

static const char *check_frame(const uint8_t *data, size_t size) {
  if (size < IMAGE_HEADER_SIZE) {
    snprintf(message, sizeof message, "the app image is cut off: it has %u bytes, its header alone takes %u",
             (unsigned)size, (unsigned)IMAGE_HEADER_SIZE);
    return message;
  }
  if (memcmp(data, "TGI1", 4) != 0) {
    snprintf(message, sizeof message,
             "this is no app image: it starts with %02x %02x %02x %02x instead of 54 47 49 31 (\"TGI1\")", data[0],
             data[1], data[2], data[3]);
    return message;
  }
  uint32_t version = bytes_le16(data + AT_VERSION);
  if (version != IMAGE_VERSION) {
    snprintf(message, sizeof message, "the app image has format version %u, this firmware reads version %u: %s",
             (unsigned)version, (unsigned)IMAGE_VERSION,
             version > IMAGE_VERSION ? "it is too new, update the firmware" : "it is too old, build the app again");
    return message;
  }
  uint32_t header = bytes_le16(data + AT_HEADER);
  if (header != IMAGE_HEADER_SIZE) {
    snprintf(message, sizeof message, "the app image is damaged: its header says it has %u bytes instead of %u",
             (unsigned)header, (unsigned)IMAGE_HEADER_SIZE);
    return message;
  }
  uint32_t total = bytes_le32(data + AT_TOTAL);
  if (total < IMAGE_HEADER_SIZE || total > size) {
    snprintf(message, sizeof message, "the app image is damaged or cut off: it says it has %lu bytes, %lu are there",
             (unsigned long)total, (unsigned long)size);
    return message;
  }
  uint32_t expected = bytes_le32(data + AT_CRC);
  uint32_t found = image_crc32(data + CHECKED_FROM, total - CHECKED_FROM);
  if (found != expected) {
    snprintf(message, sizeof message, "the app image is damaged: its CRC-32 is %08lx, its header says %08lx",
             (unsigned long)found, (unsigned long)expected);
    return message;
  }
  return NULL;
}

static const char *check_engine(const uint8_t *data) {
  char name[ENGINE_NAME_SIZE + 1];
  put_readable(name, data + AT_ENGINE, ENGINE_NAME_SIZE);
  if (strcmp(name, ENGINE_NAME) != 0) {
    snprintf(message, sizeof message, "the app image is for the engine %s, this firmware has %s: build the app for %s",
             name, ENGINE_NAME, ENGINE_NAME);
    return message;
  }
  uint32_t kind = bytes_le32(data + AT_KIND);
  if (kind != IMAGE_KIND_SOURCE && kind != IMAGE_KIND_CODE) {
    snprintf(message, sizeof message, "the app image has code of kind %lu, this firmware runs kind %u and %u",
             (unsigned long)kind, (unsigned)IMAGE_KIND_SOURCE, (unsigned)IMAGE_KIND_CODE);
    return message;
  }
  if (kind == IMAGE_KIND_SOURCE) {
    return NULL; /* text runs on any version of its engine */
  }
  uint32_t version = bytes_le32(data + AT_ENGINE_VERSION);
  if (version != ENGINE_VERSION) {
    snprintf(message, sizeof message,
             "the app image is compiled for %s %u.%u.%u, this firmware has %u.%u.%u: build the app again", name,
             (unsigned)(version >> 16), (unsigned)(version >> 8 & 255), (unsigned)(version & 255),
             (unsigned)(ENGINE_VERSION >> 16), (unsigned)(ENGINE_VERSION >> 8 & 255), (unsigned)(ENGINE_VERSION & 255));
    return message;
  }
  uint32_t format = bytes_le32(data + AT_CODE_FORMAT);
  if (format != ENGINE_CODE_FORMAT) {
    snprintf(message, sizeof message,
             "the app image has %s code of format %lu, this firmware runs format %lu: build the app again", name,
             (unsigned long)format, (unsigned long)ENGINE_CODE_FORMAT);
    return message;
  }
  return NULL;
}

static const char *check_parts(const uint8_t *data) {
  uint32_t total = bytes_le32(data + AT_TOTAL);
  uint32_t code = bytes_le32(data + AT_CODE);
  uint32_t code_size = bytes_le32(data + AT_CODE_SIZE);
  if (code < IMAGE_HEADER_SIZE || code % 8 != 0 || code > total || code_size == 0 || code_size > total - code) {
    snprintf(message, sizeof message,
             "the app image is malformed: %lu bytes of code at %lu do not lie within its %u to %lu bytes on a"
             " multiple of 8",
             (unsigned long)code_size, (unsigned long)code, (unsigned)IMAGE_HEADER_SIZE, (unsigned long)total);
    return message;
  }
  uint32_t entry = bytes_le32(data + AT_ENTRY);
  if (entry < IMAGE_HEADER_SIZE || entry >= total || data[entry] == 0 ||
      memchr(data + entry, 0, total - entry) == NULL) {
    snprintf(message, sizeof message, "the app image is malformed: there is no entry name at %lu within its %lu bytes",
             (unsigned long)entry, (unsigned long)total);
    return message;
  }
  if (!all_zero(data + AT_RESERVED, IMAGE_HEADER_SIZE - AT_RESERVED)) {
    snprintf(message, sizeof message, "the app image is malformed: bytes %u to %u of its header are not zero",
             (unsigned)AT_RESERVED, (unsigned)(IMAGE_HEADER_SIZE - 1));
    return message;
  }
  return NULL;
}

const char *image_open(const uint8_t *data, size_t size, struct image *out) {
  const char *problem = check_frame(data, size);
  if (problem == NULL) {
    problem = check_engine(data);
  }
  if (problem == NULL) {
    problem = check_parts(data);
  }
  if (problem == NULL) {
    out->kind = (enum image_kind)bytes_le32(data + AT_KIND);
    out->code = data + bytes_le32(data + AT_CODE);
    out->code_size = bytes_le32(data + AT_CODE_SIZE);
    out->entry = (const char *)data + bytes_le32(data + AT_ENTRY);
  }
  return problem;
}
