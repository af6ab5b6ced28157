/* fragments.c: which hosts' fragments lwIP gets when its room for them is used up. */
#include "net/fragments.h"

#include <string.h>

#include "lwip/opt.h"
#include "lwip/sys.h"
#include "net/hash.h"
#include "port.h"

#define WASTERS 8
#define KNOWN_MS 15000U /* for what a host wasted */
/* So long after its last fragment a datagram is still awaited. What is known of a host counts only against datagrams
 * like these: its address can be forged, and a few fragments in its name must not keep it out. */
#define AWAITED_MS 500U

/*
 * A datagram that lwIP is putting together, as far as it shows from here. Free when pieces is 0. total is 0 until the
 * last fragment has come. What comes twice is counted twice: that only ends the record early.
 */
struct partial {
  uint32_t source; /* a hash */
  uint32_t id;
  uint32_t began_ms;
  uint32_t last_ms;
  uint32_t order; /* of beginning */
  uint32_t received;
  uint32_t total;
  uint16_t pieces;
};

/* By family, IPv4 first: lwIP counts the fragments of each version of IP apart. */
static struct partial partials[2][MEMP_NUM_REASSDATA];
static uint32_t last_order;

/* Nobody may choose an address that has another's hash. */
static uint32_t salt;

/* Hosts whose datagrams were forgotten before they were whole, for their time or another of their own: not for one of
 * another host. A new one takes the place of the oldest. */
static struct {
  uint32_t source;
  uint32_t at_ms;
  bool used;
} wasters[WASTERS];

static bool is_waster(uint32_t source, uint32_t now_ms) {
  for (size_t i = 0; i < WASTERS; i++) {
    if (wasters[i].used && wasters[i].source == source && now_ms - wasters[i].at_ms < KNOWN_MS) {
      return true;
    }
  }
  return false;
}

/* Whose datagram partial is wasted it at that time. */
static void waster_note(const struct partial *partial, uint32_t at_ms) {
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
}

/* What the room looks like to a fragment. */
struct view {
  struct partial *own;    /* its datagram's, or NULL */
  struct partial *unused; /* or NULL */
  struct partial *oldest; /* of other datagrams, or NULL */
  uint32_t pieces;        /* of all */
};

/* lwIP forgets a datagram that is not whole after this time. */
static uint32_t whole_ms(const struct partial *room) {
  return 1000U * (room == partials[0] ? IP_REASS_MAXAGE : IPV6_REASS_MAXAGE);
}

static struct view look_up_partial(struct partial *room, uint32_t source, uint32_t id, uint32_t now_ms) {
  struct view view = {0};
  for (size_t i = 0; i < MEMP_NUM_REASSDATA; i++) {
    struct partial *partial = &room[i];
    if (partial->pieces != 0 && now_ms - partial->began_ms >= whole_ms(room)) {
      waster_note(partial, partial->began_ms + whole_ms(room));
      partial->pieces = 0;
    }
    if (partial->pieces == 0) {
      view.unused = partial;
      continue;
    }
    view.pieces += partial->pieces;
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

/* Whether lwIP would forget a datagram of another host that is still awaited. */
static bool is_at_anothers_cost(const struct view *view, uint32_t source, uint32_t now_ms) {
  return is_full(view) && view->oldest != NULL && view->oldest->source != source &&
         now_ms - view->oldest->last_ms < AWAITED_MS;
}

void net_fragments_start(void) { port_random(&salt, sizeof salt); }

bool net_fragments_admit(const struct net_fragment *fragment) {
  struct partial *room = partials[fragment->source_size == 4 ? 0 : 1];
  uint32_t source = net_hash(salt, fragment->source, fragment->source_size);
  uint32_t now_ms = sys_now();
  struct view view = look_up_partial(room, source, fragment->id, now_ms);
  if (is_at_anothers_cost(&view, source, now_ms) && is_waster(source, now_ms)) {
    return false;
  }
  while (is_full(&view) && view.oldest != NULL) { /* as lwIP does */
    if (view.oldest->source == source) {
      waster_note(view.oldest, now_ms);
    }
    view.oldest->pieces = 0;
    view = look_up_partial(room, source, fragment->id, now_ms);
  }
  struct partial *own = view.own;
  if (own == NULL) {
    own = view.unused; /* there is one now */
    *own = (struct partial){.source = source, .id = fragment->id, .began_ms = now_ms, .order = ++last_order};
  }
  own->last_ms = now_ms;
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
