/* port_esp32.h: what main.c calls of port_esp32.c. */
#ifndef PORT_ESP32_H
#define PORT_ESP32_H

/* Makes the calling task the script task: the one that port_wake() wakes. Before anything can wake it. Seeds the task's
 * rand(), newlib's, which JerryScript's Math.random() calls and nobody else seeds. */
void port_esp32_start(void);

#endif
