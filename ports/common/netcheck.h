/* netcheck.h: what lwIP's pools hold at the end of a program, held against what they held at its start. */
#ifndef NETCHECK_H
#define NETCHECK_H

/* Remembers what is in use. port_net_start() calls it last, lock not held; port_net_check() compares. */
void netcheck_start(void);

#endif
