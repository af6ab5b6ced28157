/* group.c: the multicast groups this host listens to, per interface, and when routers are told. */
#include "net/group.h"

#include <string.h>

#include "config.h"
#include "core/errors.h"
#include "lwip/prot/igmp.h"
#include "lwip/sys.h"
#include "lwip/timeouts.h"
#include "net/hold.h"
#include "net/query.h"
#include "net/raw_pair.h"
#include "net/report.h"
#include "port.h"

/* Interfaces that can take part have an index up to this; see membership.c. */
#define LINKS 32
/* A membership on "every interface" counts on each; two is what a board has. */
#define GROUPS (2 * CONFIG_MEMBERSHIPS)
#define SOURCES (2 * CONFIG_MEMBERSHIP_SOURCES)

#define TICK_MS 100
#define DEFAULT_ROBUSTNESS 2     /* RFC 3376 8.1: each change is reported this often */
#define UNSOLICITED_TICKS 10     /* 8.11: a change is repeated after a random time up to 1 s */
#define OLDER_QUERIER_MS 260000U /* 8.12: robustness x query interval + response interval */

/* Invariants: uses counts the listeners of this source; an entry with none lives only while block is not 0, to
 * tell that it is no longer wanted. allow and block are reports still to send, never both. */
struct source {
  struct source *next;
  ip_addr_t ip;
  uint16_t uses;
  uint8_t allow;
  uint8_t block;
  bool asked; /* by the query that answer_in waits for */
};

/*
 * Invariants: link is 0 exactly when the entry is free. any counts listeners to any source; while it is not 0
 * the group is lwIP's, joined once. Else, while a source has uses, lwIP holds the group (hold.h) and the
 * reports from here tell which sources. Both at once is lwIP's: any source includes them all.
 */
struct group {
  uint8_t link; /* index of the interface */
  bool held;
  uint8_t to_include; /* reports of a change from any source to these, still to send */
  uint16_t any;
  uint16_t answer_in; /* ticks to the answer to a query about this group, 0 for none */
  uint16_t change_in; /* ticks to the next report of a change, 0 for none */
  ip_addr_t ip;       /* without a zone */
  struct source *sources;
};

/* One interface and family. */
struct link {
  uint8_t robustness; /* as the querier said, 0 before the first query */
  bool older;         /* a querier of an older version counts as present (see refresh_groups()) */
  uint16_t answer_in; /* ticks to the answer to a general query, 0 for none */
  uint32_t older_at;  /* sys_now() of its last query */
};

static struct group groups[GROUPS];
static struct source sources[SOURCES];
static bool source_used[SOURCES];
static struct link links[LINKS][2];
static bool ticking;
/* What hears queries, exactly while some group has listeners: who joins certain sources later wants to know which
 * version is spoken on the link. */
static struct net_raw_pair query_pcbs;

static void group_tick(void *arg);

static void start_ticking(void) {
  if (!ticking) {
    ticking = true;
    sys_timeout(TICK_MS, group_tick, NULL);
  }
}

/* 1 to most. */
static uint16_t random_ticks(uint32_t most) {
  uint32_t random;
  port_random(&random, sizeof random);
  return (uint16_t)(1 + random % (most == 0 ? 1 : most));
}

static struct link *link_of(const struct netif *netif, bool v6) { return &links[netif_get_index(netif)][v6]; }

static bool is_v6(const struct group *group) { return IP_IS_V6_VAL(group->ip); }

static struct link *link_of_group(const struct group *group) { return &links[group->link][is_v6(group)]; }

static uint8_t robustness_of(const struct group *group) {
  uint8_t robustness = link_of_group(group)->robustness;
  return robustness != 0 ? robustness : DEFAULT_ROBUSTNESS;
}

/* ---- tables -------------------------------------------------------------------- */

static struct group *find_group(const struct netif *netif, const ip_addr_t *ip) {
  for (size_t i = 0; i < GROUPS; i++) {
    if (groups[i].link == netif_get_index(netif) && ip_addr_zoneless_eq(&groups[i].ip, ip)) {
      return &groups[i];
    }
  }
  return NULL;
}

static struct group *new_group(const struct netif *netif, const ip_addr_t *ip) {
  for (size_t i = 0; i < GROUPS; i++) {
    if (groups[i].link == 0) {
      memset(&groups[i], 0, sizeof groups[i]);
      groups[i].link = netif_get_index(netif);
      groups[i].ip = *ip;
      return &groups[i];
    }
  }
  return NULL;
}

static struct source **find_source(struct group *group, const ip_addr_t *ip) {
  struct source **at = &group->sources;
  while (*at != NULL && !ip_addr_zoneless_eq(&(*at)->ip, ip)) {
    at = &(*at)->next;
  }
  return at;
}

static struct source *new_source(struct group *group, const ip_addr_t *ip) {
  for (size_t i = 0; i < SOURCES; i++) {
    if (!source_used[i]) {
      source_used[i] = true;
      sources[i] = (struct source){.next = group->sources};
      sources[i].ip = *ip;
      group->sources = &sources[i];
      return &sources[i];
    }
  }
  return NULL;
}

static void free_source(struct source **at) {
  struct source *source = *at;
  *at = source->next;
  source_used[source - sources] = false;
}

static bool has_listeners(const struct group *group) {
  for (const struct source *source = group->sources; source != NULL; source = source->next) {
    if (source->uses > 0) {
      return true;
    }
  }
  return false;
}

/* Frees sources that nobody wants and nobody needs to hear about, and the group when nothing is left. */
static void group_tidy(struct group *group) {
  for (struct source **at = &group->sources; *at != NULL;) {
    if ((*at)->uses == 0 && (*at)->block == 0) {
      free_source(at);
    } else {
      at = &(*at)->next;
    }
  }
  if (group->any == 0 && group->sources == NULL && group->to_include == 0) {
    group->link = 0;
  }
}

/* What is only told once more, that nobody listens any longer, gives way: owners that come and go take no room from
 * those that stay. */
static void forget_repetitions(void) {
  for (size_t i = 0; i < GROUPS; i++) {
    struct group *group = &groups[i];
    if (group->link != 0) {
      for (struct source *source = group->sources; source != NULL; source = source->next) {
        source->block = 0;
      }
      if (!has_listeners(group)) {
        group->to_include = 0;
      }
      group_tidy(group);
    }
  }
}

/* ---- what lwIP does --------------------------------------------------------------- */

static bool reports_by_lwip(const struct group *group) { return group->any > 0 || link_of_group(group)->older; }

static int group_accept(struct group *group, struct netif *netif) {
  int status = link_of_group(group)->older ? net_hold_join(netif, &group->ip) : net_hold(netif, &group->ip);
  group->held = status == 0;
  return status;
}

static void group_refuse(struct group *group, struct netif *netif) {
  if (link_of_group(group)->older) {
    net_hold_leave(netif, &group->ip);
  } else {
    net_hold_release(netif, &group->ip);
  }
  group->held = false;
}

/* ---- reports ------------------------------------------------------------------------ */

static void report_sources(const struct group *group, enum net_report_type type,
                           bool (*is_meant)(const struct source *)) {
  bool started = false;
  for (const struct source *source = group->sources; source != NULL; source = source->next) {
    if (is_meant(source)) {
      if (!started) {
        net_report_record(type, &group->ip);
        started = true;
      }
      net_report_source(&source->ip);
    }
  }
}

static bool is_listened(const struct source *source) { return source->uses > 0; }
static bool is_asked(const struct source *source) { return source->uses > 0 && source->asked; }
static bool is_allowed(const struct source *source) { return source->allow > 0; }
static bool is_blocked(const struct source *source) { return source->block > 0; }

static void count_down(uint8_t *left) {
  if (*left > 0) {
    --*left;
  }
}

/* One report of what changed, and the time for its repetition. */
static void report_change(struct group *group) {
  struct netif *netif = netif_get_by_index(group->link);
  bool more = false;
  if (netif != NULL && !net_netif_is_loopback(netif)) {
    net_report_begin(netif, is_v6(group));
    if (group->to_include > 0) {
      net_report_record(NET_REPORT_TO_IN, &group->ip);
      for (const struct source *source = group->sources; source != NULL; source = source->next) {
        if (is_listened(source)) {
          net_report_source(&source->ip);
        }
      }
    } else {
      report_sources(group, NET_REPORT_ALLOW, is_allowed);
      report_sources(group, NET_REPORT_BLOCK, is_blocked);
    }
    net_report_end();
  }
  count_down(&group->to_include);
  more = group->to_include > 0;
  for (struct source *source = group->sources; source != NULL; source = source->next) {
    count_down(&source->allow);
    count_down(&source->block);
    more = more || source->allow > 0 || source->block > 0;
  }
  group->change_in = more ? random_ticks(UNSOLICITED_TICKS) : 0;
  group_tidy(group);
}

static void forget_changes(struct group *group) {
  group->to_include = 0;
  group->change_in = 0;
  group->answer_in = 0;
  for (struct source *source = group->sources; source != NULL; source = source->next) {
    source->allow = 0;
    source->block = 0;
    source->asked = false;
  }
}

/* Reports a change at once. Where the routers speak IGMPv2 or MLDv1, which have no sources, lwIP's own reports of the
 * group are all that they understand. */
static void group_changed(struct group *group) {
  if (reports_by_lwip(group)) {
    forget_changes(group);
    group_tidy(group);
    return;
  }
  report_change(group);
  start_ticking();
}

static void group_answer(struct group *group, bool all) {
  struct netif *netif = netif_get_by_index(group->link);
  if (netif != NULL) {
    net_report_begin(netif, is_v6(group));
    report_sources(group, NET_REPORT_IS_IN, all ? is_listened : is_asked);
    net_report_end();
  }
  group->answer_in = 0;
  for (struct source *source = group->sources; source != NULL; source = source->next) {
    source->asked = false;
  }
}

static void answer_general(uint8_t index, bool v6) {
  struct netif *netif = netif_get_by_index(index);
  if (netif == NULL) {
    return;
  }
  net_report_begin(netif, v6);
  for (size_t i = 0; i < GROUPS; i++) {
    if (groups[i].link == index && is_v6(&groups[i]) == v6 && !reports_by_lwip(&groups[i])) {
      report_sources(&groups[i], NET_REPORT_IS_IN, is_listened);
    }
  }
  net_report_end();
}

/* ---- time ----------------------------------------------------------------------------- */

/* Routers of an older version have gone, or come: lwIP stops or starts to answer for the held groups. */
static void set_older(struct netif *netif, bool v6, bool older) {
  struct link *link = link_of(netif, v6);
  bool was = link->older;
  link->older = older;
  link->older_at = sys_now();
  if (was == older) {
    return;
  }
  for (size_t i = 0; i < GROUPS; i++) {
    if (groups[i].link == netif_get_index(netif) && is_v6(&groups[i]) == v6 && groups[i].held) {
      net_hold_answer(netif, &groups[i].ip, older);
      if (older) {
        forget_changes(&groups[i]);
        group_tidy(&groups[i]);
      }
    }
  }
}

/* Before the version of the link's routers decides something. Nothing runs out by itself: a timer for that would wake
 * a sleeping device. */
static void refresh_groups(struct netif *netif, bool v6) {
  const struct link *link = link_of(netif, v6);
  if (link->older && sys_now() - link->older_at >= OLDER_QUERIER_MS) {
    set_older(netif, v6, false);
  }
}

/* True when the countdown has just ended. */
static bool ticks_elapsed(uint16_t *ticks) { return *ticks > 0 && --*ticks == 0; }

static bool tick_links(void) {
  bool more = false;
  for (uint8_t index = 1; index < LINKS; index++) {
    for (int v6 = 0; v6 < 2; v6++) {
      struct link *link = &links[index][v6];
      if (ticks_elapsed(&link->answer_in)) {
        answer_general(index, v6 != 0);
      }
      more = more || link->answer_in > 0;
    }
  }
  return more;
}

static bool tick_groups(void) {
  bool more = false;
  for (size_t i = 0; i < GROUPS; i++) {
    struct group *group = &groups[i];
    if (group->link == 0) {
      continue;
    }
    if (ticks_elapsed(&group->answer_in)) {
      group_answer(group, false);
    }
    if (ticks_elapsed(&group->change_in)) {
      report_change(group);
    }
    more = more || (group->link != 0 && (group->answer_in > 0 || group->change_in > 0));
  }
  return more;
}

/* lwIP's context. */
static void group_tick(void *arg) {
  LWIP_UNUSED_ARG(arg);
  ticking = false;
  bool more = tick_links();
  more = tick_groups() || more;
  if (more) {
    start_ticking();
  }
}

/* ---- queries ---------------------------------------------------------------------------- */

static void group_ask(struct group *group, const struct pbuf *p, const struct net_query *query) {
  for (uint16_t i = 0; i < query->sources; i++) {
    ip_addr_t ip;
    net_query_source(query, p, i, &ip);
    struct source *source = *find_source(group, &ip);
    if (source != NULL) {
      source->asked = true;
    }
  }
  if (query->sources == 0) {
    for (struct source *source = group->sources; source != NULL; source = source->next) {
      source->asked = true;
    }
  }
}

/* RFC 3376 section 5.2 and RFC 3810 section 6.2. */
static void answer_query(struct netif *netif, const struct pbuf *p, const struct net_query *query) {
  bool v6 = IP_IS_V6_VAL(query->group);
  struct link *link = link_of(netif, v6);
  uint16_t when = random_ticks(LWIP_MIN(query->within_ms / TICK_MS, 0xffffu));
  if (query->older) {
    set_older(netif, v6, true);
    return; /* lwIP, which sees the query next, answers for all groups */
  }
  refresh_groups(netif, v6);
  if (query->robustness != 0) {
    link->robustness = query->robustness;
  }
  if (link->answer_in > 0 && link->answer_in <= when) {
    return; /* an answer about everything comes sooner */
  }
  if (ip_addr_isany_val(query->group)) {
    link->answer_in = when;
    start_ticking();
    return;
  }
  struct group *group = find_group(netif, &query->group);
  if (group == NULL || reports_by_lwip(group)) {
    return;
  }
  group_ask(group, p, query);
  if (group->answer_in == 0 || when < group->answer_in) {
    group->answer_in = when;
  }
  start_ticking();
}

static bool takes_part(const struct netif *netif) {
  return netif_get_index(netif) < LINKS && !net_netif_is_loopback(netif);
}

/* See IGMP and MLD before lwIP does, and leave them to lwIP. lwIP's context. */
static u8_t input_v4(void *arg, struct raw_pcb *pcb, struct pbuf *p, const ip_addr_t *from) {
  struct net_query query;
  LWIP_UNUSED_ARG(arg);
  LWIP_UNUSED_ARG(pcb);
  LWIP_UNUSED_ARG(from);
  if (takes_part(ip_current_input_netif()) && net_query_read_v4(p, &query)) {
    answer_query(ip_current_input_netif(), p, &query);
  }
  return 0;
}

static u8_t input_v6(void *arg, struct raw_pcb *pcb, struct pbuf *p, const ip_addr_t *from) {
  struct net_query query;
  LWIP_UNUSED_ARG(arg);
  LWIP_UNUSED_ARG(pcb);
  if (takes_part(ip_current_input_netif()) && net_query_read_v6(p, from, &query)) {
    answer_query(ip_current_input_netif(), p, &query);
  }
  return 0;
}

/* ---- listening to routers ----------------------------------------------------------------------- */

void net_group_netif_up(struct netif *netif) {
  if (!takes_part(netif)) {
    return;
  }
  refresh_groups(netif, false);
  refresh_groups(netif, true);
  for (size_t i = 0; i < GROUPS; i++) {
    struct group *group = &groups[i];
    if (group->link != netif_get_index(netif) || reports_by_lwip(group)) {
      continue;
    }
    for (struct source *source = group->sources; source != NULL; source = source->next) {
      source->allow = source->uses > 0 ? robustness_of(group) : 0;
    }
    group->change_in = random_ticks(UNSOLICITED_TICKS);
    start_ticking();
  }
}

void net_group_netif_goes(struct netif *netif) {
  for (size_t i = 0; i < GROUPS; i++) {
    if (groups[i].link == netif_get_index(netif)) {
      forget_changes(&groups[i]);
      group_tidy(&groups[i]);
    }
  }
  if (netif_get_index(netif) < LINKS) {
    memset(links[netif_get_index(netif)], 0, sizeof links[0]);
  }
}

static int start_listening(void) {
  return net_raw_pair_open(&query_pcbs, IP_PROTO_IGMP, input_v4, IP6_NEXTH_HOPBYHOP, input_v6) ? 0 : ERR_CODE_ENOBUFS;
}

/* Stops when no group has listeners. Not from a raw pcb's callback. */
static void stop_listening(void) {
  for (size_t i = 0; i < GROUPS; i++) {
    if (groups[i].link != 0 && (groups[i].any > 0 || has_listeners(&groups[i]))) {
      return;
    }
  }
  net_raw_pair_close(&query_pcbs);
}

/* ---- joins and leaves ----------------------------------------------------------------------- */

static int join_any(struct group *group, struct netif *netif) {
  if (group->any == 0) {
    /* lwIP's join would take a held entry for its own; give that back first, which frees what it needs. */
    bool was_held = group->held;
    if (was_held) {
      group_refuse(group, netif);
    }
    int status = net_hold_join(netif, &group->ip);
    if (status != 0) {
      if (was_held) {
        (void)group_accept(group, netif);
      }
      return status;
    }
    forget_changes(group);
  }
  group->any++;
  return 0;
}

static void leave_any(struct group *group, struct netif *netif) {
  if (group->any == 0 || --group->any > 0) {
    return;
  }
  net_hold_leave(netif, &group->ip);
  if (has_listeners(group)) {
    (void)group_accept(group, netif); /* the entry just freed is there */
    group->to_include = robustness_of(group);
    group_changed(group);
  }
}

static int join_source(struct group *group, struct netif *netif, const ip_addr_t *ip) {
  struct source *source = *find_source(group, ip);
  bool fresh = source == NULL;
  if (fresh) {
    source = new_source(group, ip);
  }
  if (source == NULL) {
    group->any++; /* so that it stays, with or without other sources */
    forget_repetitions();
    group->any--;
    source = new_source(group, ip);
  }
  if (source == NULL) {
    return ERR_CODE_ENOBUFS;
  }
  if (group->any == 0 && !group->held) {
    int status = group_accept(group, netif);
    if (status != 0) {
      return status; /* the caller tidies */
    }
  }
  if (source->uses++ == 0 && group->any == 0) {
    source->block = 0;
    source->allow = robustness_of(group);
    group_changed(group);
  }
  return 0;
}

static void leave_source(struct group *group, struct netif *netif, const ip_addr_t *ip) {
  struct source *source = *find_source(group, ip);
  if (source == NULL || source->uses == 0 || --source->uses > 0) {
    return;
  }
  source->allow = 0;
  if (group->any > 0) {
    return;
  }
  if (!has_listeners(group) && group->held) {
    group_refuse(group, netif);
  }
  source->block = robustness_of(group);
  group_changed(group);
}

int net_group_join(struct netif *netif, const ip_addr_t *ip, const ip_addr_t *source) {
  LWIP_ASSERT("net/group: interface index", netif_get_index(netif) < LINKS);
  if (net_hold_is_all_nodes(ip)) {
    return 0;
  }
  refresh_groups(netif, IP_IS_V6_VAL(*ip));
  struct group *group = find_group(netif, ip);
  if (group == NULL) {
    group = new_group(netif, ip);
  }
  if (group == NULL) {
    forget_repetitions();
    group = new_group(netif, ip);
  }
  if (group == NULL) {
    return ERR_CODE_ENOBUFS;
  }
  int status = start_listening();
  if (status == 0) {
    status = source == NULL ? join_any(group, netif) : join_source(group, netif, source);
  }
  if (status != 0) {
    group_tidy(group);
    stop_listening();
  }
  return status;
}

void net_group_leave(struct netif *netif, const ip_addr_t *ip, const ip_addr_t *source) {
  refresh_groups(netif, IP_IS_V6_VAL(*ip));
  struct group *group = find_group(netif, ip);
  if (group == NULL) {
    return;
  }
  if (source == NULL) {
    leave_any(group, netif);
  } else {
    leave_source(group, netif, source);
  }
  if (group->link != 0) {
    group_tidy(group);
  }
  stop_listening();
}

bool net_group_check_empty(void) {
  for (size_t i = 0; i < GROUPS; i++) {
    if (groups[i].link != 0) {
      return false;
    }
  }
  for (size_t i = 0; i < SOURCES; i++) {
    if (source_used[i]) {
      return false;
    }
  }
  return true;
}
