/* format.h: printf's texts, as many of its conversions as this firmware has formats for. */
#ifndef FORMAT_H
#define FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Writes what vsnprintf() would: at most size bytes with the zero that ends them (none for size 0); answers the length
 * of the whole text without it. Knows c d s u x X %, the flags 0 and +, width and precision (of s) as digits or *,
 * and the lengths l, ll and z. Another conversion is written as it stands and takes no argument.
 */
int format_text(char *out, size_t size, const char *format, va_list arguments);

#endif
