# lwip.mk: the part of lwIP that every NO_SYS port links, and where to find it.
# In: LWIP_DIR (default build/deps/lwip). Out: LWIP_SRC (all its files), LWIP_UNITS (what a firmware compiles),
# LWIP_HOT_SRC, LWIP_CFLAGS, LWIP_INCLUDES.

LWIP_DIR ?= build/deps/lwip

LWIP_SRC := $(addprefix $(LWIP_DIR)/src/core/, \
  init.c def.c dns.c inet_chksum.c ip.c mem.c memp.c netif.c pbuf.c raw.c stats.c sys.c timeouts.c udp.c \
  ipv4/acd.c ipv4/dhcp.c ipv4/etharp.c ipv4/icmp.c ipv4/igmp.c ipv4/ip4.c ipv4/ip4_addr.c ipv4/ip4_frag.c \
  ipv6/ethip6.c ipv6/icmp6.c ipv6/inet6.c ipv6/ip6.c ipv6/ip6_addr.c ipv6/ip6_frag.c ipv6/mld6.c ipv6/nd6.c) \
  $(LWIP_DIR)/src/netif/ethernet.c

# On the way of a UDP datagram over IPv4: one unit, which includes the files of lwIP that are read from it here.
LWIP_HOT_SRC := ports/common/lwip_way.c
LWIP_HOT_FILES := $(shell sed -n 's/^.include "\([a-z0-9_/]*[.]c\)"$$/\1/p' $(LWIP_HOT_SRC))
# Of dns.c only the table of servers is wanted: ports/common/dns_servers.c.
LWIP_UNITS := $(LWIP_HOT_SRC) $(filter-out $(addprefix $(LWIP_DIR)/src/,core/dns.c $(LWIP_HOT_FILES)),$(LWIP_SRC))
# A little more than -O2 inlines by itself: 35 instructions a datagram for 200 bytes.
LWIP_CFLAGS := -I$(LWIP_DIR)/src --param=max-inline-insns-auto=24

LWIP_INCLUDES := $(LWIP_DIR)/src/include
