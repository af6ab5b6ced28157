/* membership.c: which socket has joined which multicast group. */
#include "net/membership.h"

#include "config.h"
#include "core/errors.h"
#include "lwip/igmp.h"
#include "net/group.h"

/* Interfaces with an index up to this can take part; lwIP numbers from 1. */
#define NETIF_BITS 31
/* Stands for the interface of a membership that has been removed; none that takes part has this index. */
#define NETIF_GONE UINT8_MAX

struct source {
  struct source *next;
  ip_addr_t ip;
  bool used;
};

/*
 * One group of one socket, as the socket named its interface. Invariants: owner is NULL exactly when the entry
 * is free. netif is 0 when every interface was meant, those that come later too, and NETIF_GONE when the one meant
 * was removed. netifs has bit n set exactly when net_group_join() has been called for interface n and each source
 * (or for any source). sources is empty exactly when any source is let through.
 */
struct membership {
  const void *owner;
  ip_addr_t group; /* without a zone */
  uint8_t netif;
  ip4_addr_t name; /* what named netif when it was joined, or ANY */
  uint32_t netifs;
  struct source *sources;
};

static struct membership memberships[CONFIG_MEMBERSHIPS];
static struct source sources[CONFIG_MEMBERSHIP_SOURCES];
static uint32_t used; /* memberships in use, so that the common case of none costs nothing */

static uint32_t bit_of(const struct netif *netif) {
  uint8_t index = netif_get_index(netif);
  return index <= NETIF_BITS ? 1u << index : 0;
}

/* lwIP starts its group lists only on interfaces that had the flag when they were added. */
static bool is_capable(struct netif *netif, const ip_addr_t *group) {
  if (bit_of(netif) == 0) {
    return false;
  }
  return IP_IS_V4_VAL(*group) ? (netif->flags & NETIF_FLAG_IGMP) != 0 && netif_igmp_data(netif) != NULL
                              : (netif->flags & NETIF_FLAG_MLD6) != 0 || net_netif_is_loopback(netif);
}

/* Whether owner may have one more source: of what several share it takes its share only. */
static bool may_add_source(const void *owner) {
  size_t own = 0;
  for (size_t i = 0; i < CONFIG_MEMBERSHIPS; i++) {
    const struct source *source = memberships[i].owner == owner ? memberships[i].sources : NULL;
    for (; source != NULL; source = source->next) {
      own++;
    }
  }
  return own < CONFIG_SHARE(CONFIG_MEMBERSHIP_SOURCES);
}

static struct source *new_source(const ip_addr_t *ip) {
  for (size_t i = 0; i < CONFIG_MEMBERSHIP_SOURCES; i++) {
    if (!sources[i].used) {
      sources[i].used = true;
      sources[i].ip = *ip;
      sources[i].next = NULL;
      return &sources[i];
    }
  }
  return NULL;
}

static struct source **find_source(struct membership *membership, const ip_addr_t *ip) {
  struct source **link = &membership->sources;
  while (*link != NULL && !ip_addr_zoneless_eq(&(*link)->ip, ip)) {
    link = &(*link)->next;
  }
  return link;
}

/* The membership of owner in group that named netif when it was joined, or, with NULL, no interface. With loose, NULL
 * finds one on any interface, and netif also one that named none and reaches it. */
static struct membership *membership_find(const void *owner, const ip_addr_t *group, const struct netif *netif,
                                          bool loose) {
  uint8_t index = netif == NULL ? 0 : netif_get_index(netif);
  struct membership *near = NULL;
  for (size_t i = 0; i < CONFIG_MEMBERSHIPS; i++) {
    struct membership *membership = &memberships[i];
    if (membership->owner != owner || !ip_addr_eq(&membership->group, group)) {
      continue;
    }
    if (membership->netif == index) {
      return membership;
    }
    if (near == NULL && loose && (index == 0 || (membership->netif == 0 && (membership->netifs & bit_of(netif))))) {
      near = membership;
    }
  }
  return near;
}

/* NULL when all are used, or owner's share of them. */
static struct membership *new_membership(const void *owner, const ip_addr_t *group, const struct netif *netif) {
  struct membership *found = NULL;
  size_t own = 0;
  for (size_t i = 0; i < CONFIG_MEMBERSHIPS; i++) {
    if (memberships[i].owner == NULL && found == NULL) {
      found = &memberships[i];
    }
    own += memberships[i].owner == owner;
  }
  if (found == NULL || own >= CONFIG_SHARE(CONFIG_MEMBERSHIPS)) {
    return NULL;
  }
  *found = (struct membership){.owner = owner, .netif = netif == NULL ? 0 : netif_get_index(netif)};
  found->group = *group;
  used++;
  return found;
}

static void free_membership(struct membership *membership) {
  membership->owner = NULL;
  used--;
}

static bool is_meant(const struct membership *membership, struct netif *netif) {
  return is_capable(netif, &membership->group) &&
         (membership->netif == 0 || membership->netif == netif_get_index(netif));
}

static void host_leave(const struct membership *membership, uint32_t netifs, const ip_addr_t *source) {
  struct netif *netif;
  NETIF_FOREACH(netif) {
    if ((netifs & bit_of(netif)) != 0) {
      net_group_leave(netif, &membership->group, source);
    }
  }
}

/* Joins on the interfaces meant, all or none. */
static int host_join(struct membership *membership, const ip_addr_t *source) {
  struct netif *netif;
  uint32_t joined = 0;
  NETIF_FOREACH(netif) {
    if (!is_meant(membership, netif) || (membership->netifs != 0 && (membership->netifs & bit_of(netif)) == 0)) {
      continue;
    }
    int status = net_group_join(netif, &membership->group, source);
    if (status != 0) {
      host_leave(membership, joined, source);
      return status;
    }
    joined |= bit_of(netif);
  }
  if (joined == 0) {
    return ERR_CODE_ENODEV;
  }
  membership->netifs = joined;
  return 0;
}

/* Adds a source to a membership; the first one on an any-source membership narrows it. */
static int add_source(struct membership *membership, const ip_addr_t *ip, bool fresh) {
  struct source **link = find_source(membership, ip);
  if (*link != NULL) {
    return ERR_CODE_EADDRNOTAVAIL; /* as Linux says it */
  }
  bool narrows = !fresh && membership->sources == NULL;
  struct source *source = may_add_source(membership->owner) ? new_source(ip) : NULL;
  if (source == NULL) {
    return ERR_CODE_ENOBUFS;
  }
  int status = host_join(membership, &source->ip);
  if (status != 0) {
    source->used = false;
    return status;
  }
  if (narrows) {
    host_leave(membership, membership->netifs, NULL);
  }
  *link = source;
  return 0;
}

struct netif *net_membership_netif(const void *owner, const ip_addr_t *group, const ip_addr_t *name) {
  for (size_t i = 0; used > 0 && i < CONFIG_MEMBERSHIPS; i++) {
    const struct membership *membership = &memberships[i];
    if (membership->owner == owner && membership->netif != 0 && ip_addr_eq(&membership->group, group) &&
        ip4_addr_eq(&membership->name, ip_2_ip4(name))) {
      return netif_get_by_index(membership->netif);
    }
  }
  return NULL;
}

int net_membership_join(const void *owner, const ip_addr_t *group, struct netif *netif, const ip_addr_t *name,
                        const ip_addr_t *source) {
  struct membership *membership = membership_find(owner, group, netif, false);
  if (membership != NULL) {
    return source == NULL ? ERR_CODE_EADDRINUSE : add_source(membership, source, false);
  }
  membership = new_membership(owner, group, netif);
  if (membership == NULL) {
    return ERR_CODE_ENOBUFS;
  }
  if (name != NULL) {
    membership->name = *ip_2_ip4(name);
  }
  int status = source == NULL ? host_join(membership, NULL) : add_source(membership, source, true);
  if (status != 0) {
    free_membership(membership);
  }
  return status;
}

static void remove_source(struct membership *membership, struct source **link) {
  struct source *source = *link;
  *link = source->next;
  host_leave(membership, membership->netifs, &source->ip);
  source->used = false;
}

static void membership_leave(struct membership *membership) {
  if (membership->sources == NULL) {
    host_leave(membership, membership->netifs, NULL);
  }
  while (membership->sources != NULL) {
    remove_source(membership, &membership->sources);
  }
  free_membership(membership);
}

int net_membership_leave(const void *owner, const ip_addr_t *group, struct netif *netif, const ip_addr_t *source) {
  struct membership *membership = membership_find(owner, group, netif, true);
  if (membership == NULL) {
    return source == NULL ? ERR_CODE_EADDRNOTAVAIL : ERR_CODE_EINVAL; /* as Linux says it */
  }
  if (source == NULL) {
    membership_leave(membership);
    return 0;
  }
  struct source **link = find_source(membership, source);
  if (*link == NULL) {
    return ERR_CODE_EADDRNOTAVAIL;
  }
  remove_source(membership, link);
  if (membership->sources == NULL) {
    free_membership(membership);
  }
  return 0;
}

/* All that the membership wants of one interface, all or nothing. */
static void host_join_later(struct membership *membership, struct netif *netif) {
  const struct source *source = membership->sources;
  bool joined = source != NULL || net_group_join(netif, &membership->group, NULL) == 0;
  while (source != NULL && net_group_join(netif, &membership->group, &source->ip) == 0) {
    source = source->next;
  }
  if (joined && source == NULL) {
    membership->netifs |= bit_of(netif);
    return;
  }
  for (const struct source *before = membership->sources; before != source; before = before->next) {
    net_group_leave(netif, &membership->group, &before->ip);
  }
}

void net_membership_netif_came(struct netif *netif) {
  for (size_t i = 0; used > 0 && i < CONFIG_MEMBERSHIPS; i++) {
    struct membership *membership = &memberships[i];
    if (membership->owner != NULL && membership->netif == 0 && (membership->netifs & bit_of(netif)) == 0 &&
        is_capable(netif, &membership->group)) {
      host_join_later(membership, netif);
    }
  }
}

void net_membership_netif_goes(struct netif *netif) {
  uint32_t bit = bit_of(netif);
  for (size_t i = 0; used > 0 && i < CONFIG_MEMBERSHIPS; i++) {
    struct membership *membership = &memberships[i];
    if (membership->owner == NULL || (membership->netifs & bit) == 0) {
      continue;
    }
    const struct source *source = membership->sources;
    if (source == NULL) {
      net_group_leave(netif, &membership->group, NULL);
    }
    for (; source != NULL; source = source->next) {
      net_group_leave(netif, &membership->group, &source->ip);
    }
    membership->netifs &= ~bit;
    if (membership->netif != 0) {
      membership->netif = NETIF_GONE;
    }
  }
}

void net_membership_leave_all(const void *owner) {
  for (size_t i = 0; used > 0 && i < CONFIG_MEMBERSHIPS; i++) {
    if (memberships[i].owner == owner) {
      membership_leave(&memberships[i]);
    }
  }
}

bool net_membership_allows(const void *owner, const ip_addr_t *group, const struct netif *input,
                           const ip_addr_t *source) {
  bool member = false;
  for (size_t i = 0; used > 0 && i < CONFIG_MEMBERSHIPS; i++) {
    struct membership *membership = &memberships[i];
    if (membership->owner != owner || (membership->netifs & bit_of(input)) == 0 ||
        !ip_addr_zoneless_eq(&membership->group, group)) {
      continue;
    }
    if (membership->sources == NULL || *find_source(membership, source) != NULL) {
      return true;
    }
    member = true;
  }
  return !member;
}

bool net_membership_check_empty(void) {
  for (size_t i = 0; i < CONFIG_MEMBERSHIP_SOURCES; i++) {
    if (sources[i].used) {
      return false;
    }
  }
  return used == 0;
}
