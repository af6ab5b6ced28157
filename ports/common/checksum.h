/* checksum.h: the Internet checksum (RFC 1071) that lwIP computes through LWIP_CHKSUM. */
#ifndef CHECKSUM_H
#define CHECKSUM_H

#include <stdint.h>

/*
 * One's complement sum of the 16-bit words of len bytes at data (any alignment; an odd last byte counts as
 * if a zero followed), not inverted, in the machine's byte order: what lwip_standard_chksum() answers, up to the
 * two forms of zero (0 only when every byte is 0). Cortex-M3: checksum_m3.S; elsewhere checksum.c; tests/unit/checksum
 * compares the two.
 */
uint16_t checksum_sum(const void *data, int len);

#endif
