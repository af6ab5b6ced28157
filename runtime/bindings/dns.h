/* dns.h: what other bindings know of `dns`. */
#ifndef DNS_H
#define DNS_H

#include <stdbool.h>

/* Whether script has put a function of its own in dns.lookup, which must then be asked for literals too. */
bool dns_lookup_replaced(void);

#endif
