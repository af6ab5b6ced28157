/* dns_message.c: DNS messages. */
#include "net/dns_message.h"

#include <string.h>

#include "core/bytes.h"

#define HEADER 12
#define CLASS_IN 1
#define TYPE_CNAME 5
#define TYPE_OPT 41
#define LABEL_MAX 63
#define POINTER 0xc0

#define FLAG_RESPONSE 0x8000
#define FLAG_OPCODE 0x7800
#define FLAG_AUTHORITATIVE 0x0400
#define FLAG_TRUNCATED 0x0200
#define FLAG_RECURSION_DESIRED 0x0100
#define FLAG_RECURSION_AVAILABLE 0x0080
#define CODE_MASK 0x000f

/* Aliases followed in one answer; more is a loop or mischief. */
#define ALIASES 8
/* Compression pointers followed in one name. Each goes back, so that this many lead nowhere new. */
#define POINTERS 32

/* Labels compared in one answer. Long names that differ only at their ends, and aliases among them, would else keep the
 * processor for longer than an answer is worth: what is compared later is not the same. */
#define COMPARISONS 4096

struct message {
  const uint8_t *bytes;
  size_t size;
  uint16_t *comparisons; /* left */
};

static bool is_name_byte(uint8_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' ||
         c >= 0x80;
}

bool dns_message_is_name(const char *name, size_t size) {
  size_t label = 0;
  if (size > 0 && name[size - 1] == '.') {
    size--;
  }
  if (size == 0 || size > DNS_MESSAGE_NAME) {
    return false;
  }
  for (size_t i = 0; i < size; i++) {
    label = name[i] == '.' ? 0 : label + 1;
    bool empty = label == 0 && (i == 0 || i + 1 == size || name[i + 1] == '.');
    if (empty || label > LABEL_MAX || (label > 0 && !is_name_byte((uint8_t)name[i]))) {
      return false;
    }
  }
  return true;
}

size_t dns_message_query(uint8_t *out, uint16_t id, const char *name, size_t size, uint16_t type, bool edns) {
  uint8_t *at = out;
  at = bytes_put_be16(at, id);
  at = bytes_put_be16(at, FLAG_RECURSION_DESIRED);
  at = bytes_put_be16(at, 1);
  at = bytes_put_be16(at, 0);
  at = bytes_put_be16(at, 0);
  at = bytes_put_be16(at, edns);
  for (size_t i = 0; i < size;) {
    const char *dot = memchr(name + i, '.', size - i);
    size_t label = dot == NULL ? size - i : (size_t)(dot - (name + i));
    *at++ = (uint8_t)label;
    memcpy(at, name + i, label);
    at += label;
    i += label + 1;
  }
  *at++ = 0;
  at = bytes_put_be16(at, type);
  at = bytes_put_be16(at, CLASS_IN);
  if (edns) {
    *at++ = 0; /* the root's name */
    at = bytes_put_be16(at, TYPE_OPT);
    at = bytes_put_be16(at, DNS_MESSAGE_ANSWER);
    at = bytes_put_be16(at, 0);
    at = bytes_put_be16(at, 0);
    at = bytes_put_be16(at, 0);
  }
  return (size_t)(at - out);
}

/* The place behind the name at at, or 0 when it leaves the message. */
static size_t skip_name(const struct message *message, size_t at) {
  while (at < message->size) {
    uint8_t length = message->bytes[at];
    if (length == 0) {
      return at + 1;
    }
    if ((length & POINTER) == POINTER) {
      return at + 2 <= message->size ? at + 2 : 0;
    }
    if (length > LABEL_MAX) {
      return 0;
    }
    at += 1u + length;
  }
  return 0;
}

/* Follows pointers to the label at *at. False when they leave the message, do not go back, or go on too long;
 * left counts down over a whole name. */
static bool follow_name(const struct message *message, size_t *at, int *left) {
  while (*at < message->size && (message->bytes[*at] & POINTER) == POINTER) {
    if (*at + 2 > message->size || --*left < 0) {
      return false;
    }
    size_t target = bytes_be16(message->bytes + *at) & 0x3fff;
    if (target >= *at) {
      return false;
    }
    *at = target;
  }
  return *at < message->size && message->bytes[*at] <= LABEL_MAX && *at + 1 + message->bytes[*at] <= message->size;
}

static bool same_bytes(const uint8_t *a, const uint8_t *b, size_t size) {
  for (size_t i = 0; i < size; i++) {
    if (bytes_lower(a[i]) != bytes_lower(b[i])) {
      return false;
    }
  }
  return true;
}

/* Whether two names of the message are the same, in any case of letters. */
static bool same_names(const struct message *message, size_t a, size_t b) {
  int left_a = POINTERS;
  int left_b = POINTERS;
  for (size_t total = 0; total <= DNS_MESSAGE_NAME + 2 && *message->comparisons > 0;) {
    --*message->comparisons;
    if (!follow_name(message, &a, &left_a) || !follow_name(message, &b, &left_b) ||
        message->bytes[a] != message->bytes[b]) {
      return false;
    }
    size_t length = message->bytes[a];
    if (length == 0) {
      return true;
    }
    if (!same_bytes(message->bytes + a + 1, message->bytes + b + 1, length)) {
      return false;
    }
    a += 1 + length;
    b += 1 + length;
    total += 1 + length;
  }
  return false;
}

/* Whether the question is the one that was asked, which dns_message_query() would write so. */
static bool is_question(const struct message *message, size_t at, const char *name, size_t size, unsigned type) {
  uint8_t query[DNS_MESSAGE_QUERY];
  size_t query_size = dns_message_query(query, 0, name, size, (uint16_t)type, false);
  size_t length = query_size - HEADER;
  return message->size - at >= length && same_bytes(message->bytes + at, query + HEADER, length - 4) &&
         memcmp(message->bytes + at + length - 4, query + query_size - 4, 4) == 0;
}

struct record {
  size_t name;
  unsigned type;
  unsigned class;
  uint32_t ttl;
  size_t data;
  size_t data_size;
};

/* Reads the record at *at and moves behind it. */
static bool read_record(const struct message *message, size_t *at, struct record *out) {
  out->name = *at;
  size_t next = skip_name(message, *at);
  if (next == 0 || message->size - next < 10) {
    return false;
  }
  out->type = bytes_be16(message->bytes + next);
  out->class = bytes_be16(message->bytes + next + 2);
  out->ttl = bytes_be32(message->bytes + next + 4);
  if (out->ttl > INT32_MAX) {
    out->ttl = 0; /* RFC 2181 section 8 */
  }
  out->data_size = bytes_be16(message->bytes + next + 8);
  out->data = next + 10;
  if (message->size - out->data < out->data_size) {
    return false;
  }
  *at = out->data + out->data_size;
  return true;
}

/* Finds the alias of the name at owner among the answers; 0 when it has none. */
static size_t find_alias(const struct message *message, size_t at, unsigned answers, size_t owner, uint32_t *ttl) {
  struct record record;
  while (answers-- > 0 && read_record(message, &at, &record)) {
    if (record.type == TYPE_CNAME && record.class == CLASS_IN && same_names(message, record.name, owner)) {
      *ttl = record.ttl < *ttl ? record.ttl : *ttl;
      return record.data;
    }
  }
  return 0;
}

static size_t collect_addresses(const struct message *message, size_t at, unsigned answers, size_t owner, uint16_t type,
                                struct net_addr *out, size_t capacity, uint32_t *ttl) {
  size_t bytes = type == DNS_MESSAGE_A ? 4 : 16;
  size_t count = 0;
  struct record record;
  while (answers-- > 0 && count < capacity && read_record(message, &at, &record)) {
    if (record.type == type && record.class == CLASS_IN && record.data_size == bytes &&
        same_names(message, record.name, owner)) {
      memset(&out[count], 0, sizeof out[count]);
      out[count].family = type == DNS_MESSAGE_A ? 4 : 6;
      memcpy(out[count].bytes, message->bytes + record.data, bytes);
      *ttl = record.ttl < *ttl ? record.ttl : *ttl;
      count++;
    }
  }
  return count;
}

int dns_message_read(const uint8_t *data, size_t data_size, uint16_t id, const char *name, size_t size, uint16_t type,
                     struct net_addr *out, size_t capacity, size_t *count, uint32_t *ttl) {
  uint16_t comparisons = COMPARISONS;
  struct message message = {data, data_size, &comparisons};
  if (data_size < HEADER) {
    return -1;
  }
  unsigned flags = bytes_be16(message.bytes + 2);
  if (bytes_be16(message.bytes) != id || (flags & FLAG_RESPONSE) == 0 || (flags & FLAG_OPCODE) != 0 ||
      bytes_be16(message.bytes + 4) != 1 || !is_question(&message, HEADER, name, size, type)) {
    return -1;
  }
  size_t owner = HEADER;
  size_t at = skip_name(&message, HEADER) + 4;
  unsigned answers = bytes_be16(message.bytes + 6);
  *ttl = INT32_MAX;
  for (int aliases = 0; aliases < ALIASES; aliases++) {
    size_t alias = find_alias(&message, at, answers, owner, ttl);
    if (alias == 0) {
      break;
    }
    owner = alias;
  }
  *count = collect_addresses(&message, at, answers, owner, type, out, capacity, ttl);
  unsigned code = flags & CODE_MASK;
  if (*count == 0 && (code == DNS_MESSAGE_OK || code == DNS_MESSAGE_NO_NAME) &&
      ((flags & FLAG_TRUNCATED) != 0 || (flags & (FLAG_RECURSION_AVAILABLE | FLAG_AUTHORITATIVE)) == 0)) {
    return DNS_MESSAGE_REFUSED;
  }
  return (int)code;
}
