/* fragments.c: which hosts' fragments lwIP gets when its room for them is used up. */
#include "net/fragments.h"

#include <string.h>

#include "lwip/opt.h"
#include "lwip/sys.h"
#include "net/hash.h"

/* lwIP forgets a datagram that is not whole after this time; as long a host that had one is known for it. */
#define WHOLE_MS (1000U * IP_REASS_MAXAGE)
#define WASTERS 8
#define HASH_START 0x811c9dc5U /* FNV-1a's own */

/*
 * A datagram that lwIP is putting together, as far as it shows from here. Free when pieces is 0. total is 0 until the
 * last fragment has come. What comes twice is counted twice: that only ends the record early.
 */
struct partial {
  uint32_t source; /* a hash */
  uint32_t id;
  uint32_t began_ms;
  uint32_t order; /* of beginning */
  uint32_t received;
  uint32_t total;
  uint16_t pieces;
};

/* By family: lwIP counts the fragments of each version of IP apart. */
static struct partial partials[2][MEMP_NUM_REASSDATA];
static uint32_t last_order;

/* Hosts whose datagrams were forgotten before they were whole. A new one takes the place of the oldest. */
static struct {
  uint32_t source;
  uint32_t at_ms;
  bool used;
} wasters[WASTERS];

static bool is_waster(uint32_t source, uint32_t now_ms) {
  for (size_t i = 0; i < WASTERS; i++) {
    if (wasters[i].used && wasters[i].source == source && now_ms - wasters[i].at_ms < WHOLE_MS) {
      return true;
    }
  }
  return false;
}

/* lwIP forgot a datagram, not whole, at that time. */
static void partial_waste(struct partial *partial, uint32_t at_ms) {
  size_t place = 0;
  for (size_t i = 0; i < WASTERS; i++) {
    if (wasters[i].used && wasters[i].source == partial->source) {
      place = i;
      break;
    }
    if (!wasters[i].used || (wasters[place].used && (int32_t)(wasters[i].at_ms - wasters[place].at_ms) < 0)) {
      place = i;
    }
  }
  wasters[place].source = partial->source;
  wasters[place].at_ms = at_ms;
  wasters[place].used = true;
  partial->pieces = 0;
}

/* What the room looks like to a fragment. */
struct view {
  struct partial *own;    /* its datagram's, or NULL */
  struct partial *unused; /* or NULL */
  struct partial *oldest; /* of other datagrams, or NULL */
  uint32_t pieces;        /* of all */
  bool others;            /* other hosts have some */
};

static struct view look_up_partial(struct partial *room, uint32_t source, uint32_t id, uint32_t now_ms) {
  struct view view = {0};
  for (size_t i = 0; i < MEMP_NUM_REASSDATA; i++) {
    struct partial *partial = &room[i];
    if (partial->pieces != 0 && now_ms - partial->began_ms >= WHOLE_MS) {
      partial_waste(partial, partial->began_ms + WHOLE_MS);
    }
    if (partial->pieces == 0) {
      view.unused = partial;
      continue;
    }
    view.pieces += partial->pieces;
    view.others = view.others || partial->source != source;
    if (partial->source == source && partial->id == id) {
      view.own = partial;
    } else if (view.oldest == NULL || (int32_t)(partial->order - view.oldest->order) < 0) {
      view.oldest = partial;
    }
  }
  return view;
}

static bool is_full(const struct view *view) {
  return (view->own == NULL && view->unused == NULL) || view->pieces >= IP_REASS_MAX_PBUFS;
}

bool net_fragments_admit(const struct net_fragment *fragment) {
  struct partial *room = partials[fragment->source_size == 4 ? 0 : 1];
  uint32_t source = net_hash(HASH_START, fragment->source, fragment->source_size);
  uint32_t now_ms = sys_now();
  struct view view = look_up_partial(room, source, fragment->id, now_ms);
  if (is_full(&view) && view.others && is_waster(source, now_ms)) {
    return false;
  }
  while (is_full(&view) && view.oldest != NULL) { /* as lwIP does */
    partial_waste(view.oldest, now_ms);
    view = look_up_partial(room, source, fragment->id, now_ms);
  }
  struct partial *own = view.own;
  if (own == NULL) {
    own = view.unused; /* there is one now */
    *own = (struct partial){.source = source, .id = fragment->id, .began_ms = now_ms, .order = ++last_order};
  }
  own->pieces++;
  own->received += fragment->size;
  if (!fragment->more) {
    own->total = fragment->offset + fragment->size;
  }
  if (own->total != 0 && own->received >= own->total) {
    own->pieces = 0; /* whole */
  }
  return true;
}
