/* fake_console.h: the console of ports/esp32, kept as text for tests of the files that write to it. */
#ifndef FAKE_CONSOLE_H
#define FAKE_CONSOLE_H

#include <stdbool.h>

/* Forgets what was written. */
void fake_console_start(void);

/* All lines so far, each with its line end, without the prefix. */
const char *fake_console_text(void);

/* The text is this alone; forgets it. Fails the test otherwise. */
void fake_console_expect(const char *text);

/* The level that was set last, -1 when none was. */
int fake_console_level(void);

#endif
