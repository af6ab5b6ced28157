/* idf_lwip.h: lwIP configured as IDF does it, for tests of ports/esp32; before any header of lwIP. The library that
 * the tests link has other settings, so such a test defines each function of lwIP that its unit calls. */
#ifndef IDF_LWIP_H
#define IDF_LWIP_H

#include "../esp32/idf-lwip/arch/cc.h"
#include "../esp32/idf-lwip/lwipopts.h"

#endif
