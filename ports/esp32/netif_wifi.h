/* netif_wifi.h: Wi-Fi as a station, with the credentials of settings.h. A connection that is lost or refused is tried
 * again for as long as the program runs, with growing waits (CONFIG_TINYGRAM_WIFI_RETRY_*). */
#ifndef NETIF_WIFI_H
#define NETIF_WIFI_H

/* Starts it. Returns 1; 0 without an ssid, which the console says; or a negative code of core/errors.h, with what
 * failed on the console. Script task, once. */
int netif_wifi_start(void);

/* An address was given: the next loss is tried again soon. Event task. */
void netif_wifi_addressed(void);

#endif
