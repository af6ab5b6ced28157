/*
 * tinygram.h: Tinygram as a component of an ESP-IDF project of one's own: EXTRA_COMPONENT_DIRS names
 * ports/esp32/components of this repository, main requires the component tinygram, and its app_main() registers modules
 * in C and starts script. README.md, "In a project of your own".
 */
#ifndef TINYGRAM_H
#define TINYGRAM_H

#include "core/native.h"

/* Brings settings, restart policy and the script task up, and returns; the task then runs the app, and brings up the
 * network of Kconfig. Once, in IDF's main task, after all native_register(). Ends the program, with a line that says
 * why, where it cannot. */
void tinygram_start(void);

#endif
