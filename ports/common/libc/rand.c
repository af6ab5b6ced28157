/*
 * rand.c: the C library's rand() from the port's random numbers. JerryScript's Math.random() calls it, and nobody calls
 * srand(): a library's own gives the same numbers after every start. newlib's brings assertions, with them fprintf()
 * and files, 4.5 KiB.
 */
#include <stdlib.h>

#include "random.h"

int rand(void) { return (int)(random_u32() & RAND_MAX); }
