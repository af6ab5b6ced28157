/* dns_message.h: DNS messages (RFC 1035) as far as a resolver needs them: one question out, addresses in. No
 * state, any thread. Nothing outside the given bytes is read, whatever they hold. */
#ifndef NET_DNS_MESSAGE_H
#define NET_DNS_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/addr.h"

#define DNS_MESSAGE_A 1
#define DNS_MESSAGE_AAAA 28

#define DNS_MESSAGE_NAME 253    /* longest host name as text, without the last dot */
#define DNS_MESSAGE_QUERY 282   /* room for any query: header, 255 bytes of name, type and class, EDNS */
#define DNS_MESSAGE_ANSWER 1232 /* largest answer that a query with EDNS (RFC 6891) asks for; no path fragments it */

/* Response codes that a resolver tells apart. */
enum dns_message_code { DNS_MESSAGE_OK = 0, DNS_MESSAGE_FORMAT = 1, DNS_MESSAGE_NO_NAME = 3, DNS_MESSAGE_REFUSED = 5 };

/* Whether text is a name that can be asked for: labels of 1 to 63 letters, digits, "-", "_" or bytes beyond ASCII; a
 * last dot is allowed. */
bool dns_message_is_name(const char *name, size_t size);

/* Writes a query with recursion desired to out (DNS_MESSAGE_QUERY bytes); returns its size. name is valid. edns: with
 * room for DNS_MESSAGE_ANSWER, else the answer has at most 512 bytes. */
size_t dns_message_query(uint8_t *out, uint16_t id, const char *name, size_t size, uint16_t type, bool edns);

/*
 * Reads an answer to that very query. Fills out with at most capacity addresses of type that name has, aliases
 * (CNAME) followed inside the message, count, and ttl, the
 * seconds for which all of them hold. Returns the response code (0 with count 0: the name has no
 * such address; FORMAT: perhaps for EDNS; REFUSED also when a server says nothing because the answer was cut, or
 * because it does not look names up for us), or -1 when the message is malformed or no answer to this query, and
 * then nothing is filled.
 */
int dns_message_read(const uint8_t *data, size_t data_size, uint16_t id, const char *name, size_t size, uint16_t type,
                     struct net_addr *out, size_t capacity, size_t *count, uint32_t *ttl);

#endif
