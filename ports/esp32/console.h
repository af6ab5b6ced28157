/* console.h: the console: IDF's standard output (UART or USB, as sdkconfig says), and IDF's own log on it.
 * port_console_write() is in console.c. */
#ifndef CONSOLE_H
#define CONSOLE_H

/* Levels of IDF's log, as in esp_log.h; names for the setting "log". */
#define CONSOLE_LEVELS 6
extern const char *const console_level_names[CONSOLE_LEVELS];

/* Shows messages of IDF's components up to level (0 none, 5 verbose). Any task. */
void console_log_level(int level);

/* Writes "tinygram: ", the formatted text (printf's rules, cut to 200 bytes) and a line end to stderr. Any task. */
void console_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
