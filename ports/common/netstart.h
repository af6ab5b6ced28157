/* netstart.h: lwIP's start and the network interfaces after the boot options; port_net_start() is in netstart.c. */
#ifndef NETSTART_H
#define NETSTART_H

/* Milliseconds that the start waits for a DHCP lease before the program runs without one; the client goes on. */
#ifndef NETSTART_DHCP_WAIT_MS
#define NETSTART_DHCP_WAIT_MS 10000
#endif

/* What port_net_start() may answer: runtime's error numbers. */
enum netstart_error { NETSTART_ENOMEM = -12, NETSTART_ENODEV = -19 };

#endif
