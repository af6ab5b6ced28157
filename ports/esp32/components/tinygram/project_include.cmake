# Run by ESP-IDF for the whole project, before it compiles a component. Three of lwIP's options that IDF has no Kconfig
# for, for lwIP itself and for all who include its headers: groups on the loopback, broadcasts only from sockets that
# asked for it, and datagrams that wait for a neighbour's address (net/ bounds them: CONFIG_UDP_WAITING).
idf_build_set_property(COMPILE_DEFINITIONS "LWIP_LOOPIF_MULTICAST=1" APPEND)
idf_build_set_property(COMPILE_DEFINITIONS "IP_SOF_BROADCAST=1" APPEND)
idf_build_set_property(COMPILE_DEFINITIONS "ARP_QUEUE_LEN=16" APPEND)
