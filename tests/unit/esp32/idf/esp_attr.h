/* esp_attr.h: where data lies. On the host, and in `make esp32-check`, all RAM is one. */
#ifndef ESP_ATTR_H
#define ESP_ATTR_H

#define RTC_NOINIT_ATTR  /* keeps its value over a restart; undefined after power-on */
#define EXT_RAM_BSS_ATTR /* external RAM, where CONFIG_SPIRAM_ALLOW_BSS_SEG_EXTERNAL_MEMORY is set */

#endif
