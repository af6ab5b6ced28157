/*
 * nor_flash.h: NOR flash whose power can fail inside any operation. Writing only clears bits, erasing sets those of a
 * whole sector. Of each sector of 4,096 bytes the first NOR_KEPT are simulated and nothing else may be touched.
 *
 * Sectors 0 and 1 are the partition `slots`; each slot of an app has NOR_APP sectors after them.
 */
#ifndef NOR_FLASH_H
#define NOR_FLASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "slots.h"

#define NOR_KEPT 32
#define NOR_APP 2
#define NOR_SECTORS (SLOTS_SECTORS + 2 * NOR_APP)

struct nor {
  uint8_t data[NOR_SECTORS][NOR_KEPT];
  unsigned done; /* erases and writes since power came */
  unsigned cut;  /* power fails in the one with this number, counted from 0; NOR_NO_CUT: in none */
  unsigned tear; /* how much of it is done then, below NOR_TEARS */
  bool off;      /* power has failed: nothing works any more */
  bool broken;   /* erases and writes fail, power stays */
};

#define NOR_NO_CUT UINT32_MAX

/* Ways in which an operation can be torn: 0 is nothing done, then come every number of bytes, whole and half, up to all
 * done at NOR_TEARS_ALL; then all but one byte, for each; then bits here and there. */
#define NOR_STAGES 3
#define NOR_TEARS_ALL (NOR_STAGES * NOR_KEPT)
#define NOR_TEARS_RANDOM (NOR_TEARS_ALL + 1 + NOR_KEPT)
#define NOR_TEARS (NOR_TEARS_RANDOM + 8)

void nor_start(struct nor *nor);                              /* all erased, power on */
void nor_power(struct nor *nor, unsigned cut, unsigned tear); /* power comes (back), to fail as said */

/* On sector; false when power is or goes off. */
bool nor_erase(struct nor *nor, unsigned sector);
bool nor_write(struct nor *nor, unsigned sector, const uint8_t *data, size_t size);

/* The partition `slots` of nor, as slots.c wants it. */
struct slots_flash nor_slots(struct nor *nor);

#endif
