/* around.h: what else an app may ask of net/ while frames arrive, on sockets of its own. */
#ifndef AROUND_H
#define AROUND_H

#include <stdint.h>

/* Does one of many things. */
void around_act(uint8_t what, uint8_t detail);

/* Gives back what it has. */
void around_close(void);

#endif
