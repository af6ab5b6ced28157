/* random.h: unpredictable numbers for boards without a hardware source. */
#ifndef RANDOM_H
#define RANDOM_H

#include <stddef.h>
#include <stdint.h>

#define RANDOM_SEED_SIZE 32

/* Starts the generator from a seed; how unpredictable the seed is, the numbers are. Before random_fill(). */
void random_start(const uint8_t seed[RANDOM_SEED_SIZE]);
/* Starts it from a number, for runs that shall be the same: whoever knows the number knows all that follows. */
void random_start_same(uint32_t number);
/* Fills data with the generator's output. Not from interrupts. */
void random_fill(void *data, size_t size);
/* One number from port_random(), for lwIP's LWIP_RAND(). */
uint32_t random_u32(void);

#endif
