/*
 * restart.h: what follows the end of a run: port_exit(), and the boot after. A run ends with an exit code, in a panic,
 * by a watchdog, or with the supply. Kconfig's policy says what then:
 *   always       the app starts again
 *   on failure   it starts again unless the exit code was 0
 *   never        the board rests until its reset button or power-on
 * An app on trial (port_slot()) that fails starts again whatever the policy is, so that its starts run out.
 * Runs that end within CONFIG_TINYGRAM_RESTART_HEALTHY_S seconds make the next start wait: CONFIG_TINYGRAM_RESTART_
 * FIRST_S seconds, then twice as long each time up to CONFIG_TINYGRAM_RESTART_MAX_S. What is remembered lies in RTC
 * memory, which a restart keeps and power-on does not.
 */
#ifndef RESTART_H
#define RESTART_H

#include <stddef.h>

/* Says on the console how the run before ended, waits where it ended too soon, and does not return where the policy
 * is that the board rests. At boot, console usable, before the script task starts. */
void restart_start(void);

/* Each turn of the loop: after enough of them the run is a healthy one. Script task. */
void restart_turn(void);

/* Remembers for the boot after that an allocation of size bytes failed. Any task. */
void restart_note_memory(size_t size);

#endif
