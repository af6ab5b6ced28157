/* esp_rom_sys.h: the ROM's printf, usable where no lock may be taken. */
#ifndef ESP_ROM_SYS_H
#define ESP_ROM_SYS_H

void esp_rom_output_to_channels(char c);

#endif
