/* port_start.h: for main functions on the NO_SYS ports. */
#ifndef PORT_START_H
#define PORT_START_H

/* Boot options, app image, random source, clock, channel; first thing in main(), whose arguments it gets (argv stays
 * in use). Ends the program with PANIC_EXIT_BOOT when an option is wrong. */
void port_start(int argc, char **argv);

#endif
