#include "port.h"
#include "random.h"

uint32_t random_u32(void) {
  uint32_t value;
  port_random(&value, sizeof value);
  return value;
}
