/* runtime.h: what a port's main() calls. */
#ifndef RUNTIME_H
#define RUNTIME_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Starts the engine and the network, loads the app image (port_app_image()), runs the app and its event
 * loop until nothing referenced is left, and cleans up. Returns the exit code that the port hands to
 * port_exit(): the app's own, or one of core/errors.h's RUNTIME_EXIT_* when the app could not run.
 * Call once, from the script thread, with the console usable. Every failure has been reported there.
 */
int runtime_run(void);

/* Bytes of the script heap in use and in all; false when no script runs, or the engine does not count.
 * Script thread. */
bool runtime_heap(uint32_t *used, uint32_t *size);

#endif
