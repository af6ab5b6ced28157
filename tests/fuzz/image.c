/* Fuzz target: an app image from anywhere never makes image_open() read outside it, nor accept what lies outside. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/bytes.h"
#include "core/engine.h"
#include "core/image.h"
#include "driver.h"

static void check(int holds, const char *what) {
  if (!holds) {
    fprintf(stderr, "image_open: %s\n", what);
    abort();
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct image image;
  memset(&image, 0, sizeof image);
  const char *problem = image_open(data, size, &image);
  if (problem != NULL) {
    check(problem[0] != 0 && strlen(problem) < 192, "the message is empty or too long");
    check(image.code == NULL && image.entry == NULL, "a refused image was filled in");
    return -1; /* for libFuzzer: not worth keeping */
  }
  check(image.kind == IMAGE_KIND_SOURCE || image.kind == IMAGE_KIND_CODE, "unknown kind");
  check(image.code >= data + IMAGE_HEADER_SIZE && image.code_size <= size, "code outside");
  check((size_t)(image.code - data) <= size - image.code_size, "code beyond the end");
  check((size_t)(image.code - data) % 8 == 0, "code not aligned");
  const uint8_t *entry = (const uint8_t *)image.entry;
  check(entry >= data + IMAGE_HEADER_SIZE && entry < data + size, "entry outside");
  check(memchr(entry, 0, size - (size_t)(entry - data)) != NULL, "entry without end");
  return 0;
}

void fuzz_repair(uint8_t *data, size_t size) {
  uint32_t total = size >= 16 ? bytes_le32(data + 8) : 0;
  if (total < 16 || total > size) {
    return;
  }
  uint32_t crc = UINT32_MAX;
  for (size_t i = 16; i < total; i++) {
    crc ^= data[i];
    for (int bit = 0; bit < 8; bit++) {
      crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
    }
  }
  bytes_put_le32(data + 12, ~crc);
}

size_t fuzz_sample(uint8_t *data, size_t room) {
  const size_t total = 96;
  if (room < total) {
    return 0;
  }
  memset(data, 0, total);
  memcpy(data, "TGI1", 4);
  data[4] = IMAGE_VERSION;
  data[6] = IMAGE_HEADER_SIZE;
  bytes_put_le32(data + 8, (uint32_t)total);
  memcpy(data + 16, ENGINE_NAME, strlen(ENGINE_NAME));
  bytes_put_le32(data + 32, ENGINE_VERSION);
  bytes_put_le32(data + 36, ENGINE_CODE_FORMAT);
  bytes_put_le32(data + 40, IMAGE_KIND_CODE);
  bytes_put_le32(data + 44, IMAGE_HEADER_SIZE);
  bytes_put_le32(data + 48, 16);
  bytes_put_le32(data + 52, 80);
  memcpy(data + 80, "app.js", 7);
  fuzz_repair(data, total);
  return total;
}
