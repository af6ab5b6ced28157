/*
 * addr_text.h: the text of addresses without zones, for addr.h and for what starts before the stack does. Needs no
 * lwIP. Bytes are in network order. Any thread.
 */
#ifndef NET_ADDR_TEXT_H
#define NET_ADDR_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What inet_pton() takes, size bytes of text (no zero needed): exactly four decimal numbers without leading zeros,
 * since "010" is octal to some readers and decimal to others. False when it is none; bytes may be written then. */
bool addr_text_parse_v4(const char *text, size_t size, uint8_t bytes[4]);

/* The same for IPv6: groups before and after at most one "::", the last two possibly in dotted form. */
bool addr_text_parse_v6(const char *text, size_t size, uint8_t bytes[16]);

/* What inet_aton() takes, see net_addr_parse_aton(). */
bool addr_text_parse_aton(const char *text, size_t size, uint8_t bytes[4]);

/* These write characters at `at`, no zero, and return where the next one goes. */
char *addr_text_put_decimal(char *at, unsigned value);
char *addr_text_put_v4(char *at, const uint8_t bytes[4]);
/* RFC 5952 section 4: lower case, no leading zeros, "::" for the longest run of two or more zero groups, the first of
 * equals. */
char *addr_text_put_v6(char *at, const uint8_t bytes[16]);

#endif
