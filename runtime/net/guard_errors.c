/* guard_errors.c: which ICMP errors of lwIP's may leave: none that the RFCs forbid, and no more than their rate. */
#include "core/bytes.h"
#include "lwip/ip.h"
#include "lwip/prot/icmp.h"
#include "lwip/prot/icmp6.h"
#include "lwip/prot/ip4.h"
#include "lwip/prot/ip6.h"
#include "lwip/sys.h"
#include "net/counters.h"
#include "net/guard_private.h"
#include "net/hash.h"
#include "port.h"

/*
 * RFC 4443 2.4 (f), and Linux's measure: a receiver of errors has credit for one a second and saves up to six.
 * Receivers share a bucket by a salted hash, so that memory is bounded and nobody knows with whom.
 */
#define BUCKETS 16
#define ERROR_MS 1000U
#define CREDIT_MS (6U * ERROR_MS)

static struct {
  uint32_t since_ms;
  uint32_t credit_ms;
} buckets[BUCKETS];
static uint32_t salt;

bool net_guard_may_send_error(const void *address, size_t size) {
  uint32_t hash = net_hash(salt, address, size);
  size_t index = (hash ^ hash >> 16) % BUCKETS;
  uint32_t now_ms = sys_now();
  uint32_t passed_ms = now_ms - buckets[index].since_ms;
  uint32_t credit_ms = passed_ms < CREDIT_MS ? buckets[index].credit_ms + passed_ms : CREDIT_MS;
  credit_ms = credit_ms < CREDIT_MS ? credit_ms : CREDIT_MS;
  bool may = credit_ms >= ERROR_MS;
  buckets[index].since_ms = now_ms;
  buckets[index].credit_ms = may ? credit_ms - ERROR_MS : credit_ms;
  if (!may) {
    net_counters[NET_COUNTER_ERRORS_LIMITED]++;
  }
  return may;
}

/* What went to more than one station asks for no error (RFC 1122 3.2.2, RFC 4443 2.4 (e)). */
static bool is_to_many(const struct guard_frame *handled) {
  return handled->bytes != NULL && (handled->bytes[0] & 1) != 0;
}

bool guard_is_error_v4(uint8_t type) {
  return type == ICMP_DUR || type == ICMP_SQ || type == ICMP_RD || type == ICMP_TE || type == ICMP_PP;
}

/* One host's: neither a group's nor a broadcast address, nor of this network, nor of class E. */
static bool is_one_host(const uint8_t *address, const struct netif *netif) {
  return address[0] != 0 && address[0] < 224 && !ip4_addr_isbroadcast_u32(wire32(address), netif);
}

/* RFC 1122 3.2.2, where lwIP does not look: at the frame, and at what is put together, which it gives up without a
 * frame at hand. ip is an error of this host; of what it is about the header and 8 bytes more are quoted. */
static bool is_called_for_v4(const uint8_t *ip, size_t size, const struct guard_frame *handled,
                             const struct netif *netif) {
  const uint8_t *quote = ip + IP_HLEN + 8;
  if (is_to_many(handled) || size < IP_HLEN + 8 + IP_HLEN || !is_one_host(ip + 16, netif) ||
      !is_one_host(quote + 16, netif)) {
    return false;
  }
  const uint8_t *type = quote + (quote[0] & 15U) * 4U;
  return quote[9] != IP_PROTO_ICMP || (type < ip + size && !guard_is_error_v4(*type));
}

/* Goes through the extension headers of what an error is about. What is cut off before it can be told may be one. */
static bool is_about_error_v6(const uint8_t *quote, const uint8_t *end) {
  const uint8_t *at = quote + IPV6_HEADER;
  uint8_t next = quote[6];
  for (int headers = 0; headers < HEADERS_MAX; headers++) {
    if (next != IP6_NEXTH_ICMP6 && next != IP6_NEXTH_HOPBYHOP && next != IP6_NEXTH_DESTOPTS &&
        next != IP6_NEXTH_ROUTING && next != IP6_NEXTH_FRAGMENT) {
      return false;
    }
    if (end - at < 8) {
      return true;
    }
    if (next == IP6_NEXTH_ICMP6) {
      return at[0] < ICMP6_TYPE_EREQ || at[0] == ICMP6_TYPE_RD;
    }
    size_t size = next == IP6_NEXTH_FRAGMENT ? 8 : 8 + at[1] * 8U;
    if (size > (size_t)(end - at)) {
      return true;
    }
    next = at[0];
    at += size;
  }
  return true;
}

/* RFC 4443 2.4 (e); two errors are called for about what went to many too: that a packet is too big, and that an option
 * is unknown whose first bits ask for that error whoever was meant (RFC 8200 4.2). */
static bool is_called_for_v6(const uint8_t *ip, size_t size, const struct guard_frame *handled) {
  enum { UNKNOWN_OPTION = 2, TELL_OF_EACH = 2 };
  const uint8_t *icmp = ip + IPV6_HEADER;
  const uint8_t *quote = icmp + 8;
  const uint8_t *end = ip + size;
  if (size < IPV6_HEADER + 8 || ip[8] == 0xff || ip[24] == 0xff || is_zero(ip + 24, 16)) {
    return false;
  }
  if (icmp[0] == ICMP6_TYPE_PP && handled->bytes != NULL) {
    /* lwIP quotes from the extension header on that it stopped at. */
    quote = handled->bytes + ETHERNET_HEADER;
    end = handled->bytes + handled->size;
  }
  if (end - quote < IPV6_HEADER) {
    return false;
  }
  uint32_t pointer = bytes_be32(icmp + 4);
  bool of_groups =
      icmp[0] == ICMP6_TYPE_PTB || (icmp[0] == ICMP6_TYPE_PP && icmp[1] == UNKNOWN_OPTION &&
                                    pointer < (size_t)(end - quote) && quote[pointer] >> 6 == TELL_OF_EACH);
  if ((is_to_many(handled) || quote[24] == 0xff) && !of_groups) {
    return false;
  }
  return !is_about_error_v6(quote, end);
}

/* called_for: by the RFCs. */
static bool may_send_error(bool called_for, const uint8_t *receiver, size_t size) {
  if (!called_for) {
    net_counters[NET_COUNTER_ERRORS_LIMITED]++;
    return false;
  }
  return net_guard_may_send_error(receiver, size);
}

bool guard_may_send_error_v4(const uint8_t *ip, size_t size, const struct guard_frame *handled,
                             const struct netif *netif) {
  return may_send_error(is_called_for_v4(ip, size, handled, netif), ip + 16, 4);
}

bool guard_may_send_error_v6(const uint8_t *ip, size_t size, const struct guard_frame *handled) {
  return may_send_error(is_called_for_v6(ip, size, handled), ip + 24, 16);
}

void guard_errors_start(void) {
  port_random(&salt, sizeof salt);
  uint32_t now_ms = sys_now();
  for (size_t i = 0; i < BUCKETS; i++) {
    buckets[i].since_ms = now_ms;
    buckets[i].credit_ms = CREDIT_MS;
  }
}
