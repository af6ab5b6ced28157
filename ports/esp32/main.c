/* main.c: the program of ports/esp32: Tinygram and nothing else. A project of one's own has its own app_main(). */
#include "tinygram.h"

void app_main(void);

void app_main(void) { tinygram_start(); }
