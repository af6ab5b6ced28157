/**
 * The one table of what ports/esp32 is compiled with: for each variant the chip, IDF's own symbols that our Kconfig and
 * our code look at, and what somebody chose in the menu. All else follows from the component's Kconfig.projbuild.
 */
import { readFileSync } from 'node:fs';
import { inRoot, type Engine } from '#toolchain/build/paths';
import { evaluateKconfig, parseKconfig, sdkconfigHeader } from './kconfig';

type Symbols = Record<string, string | number | boolean>;

const EVERY_CHIP: Symbols = {
  FREERTOS_HZ: 1000,
  LWIP_TCPIP_CORE_LOCKING: true,
  LWIP_CHECK_THREAD_SAFETY: true,
  LWIP_IPV6_NUM_ADDRESSES: 6,
};
const RADIO: Symbols = { SOC_WIFI_SUPPORTED: true, ESP_WIFI_DYNAMIC_RX_BUFFER_NUM: 32 };

export const CHIPS: Record<string, Symbols> = {
  esp32: {
    IDF_TARGET: 'esp32',
    IDF_TARGET_ESP32: true,
    IDF_TARGET_ARCH_XTENSA: true,
    SOC_EMAC_SUPPORTED: true,
    ...RADIO,
  },
  esp32s3: { IDF_TARGET: 'esp32s3', IDF_TARGET_ESP32S3: true, IDF_TARGET_ARCH_XTENSA: true, ...RADIO },
  esp32c3: {
    IDF_TARGET: 'esp32c3',
    IDF_TARGET_ESP32C3: true,
    IDF_TARGET_ARCH_RISCV: true,
    FREERTOS_UNICORE: true,
    ...RADIO,
  },
  esp32c6: {
    IDF_TARGET: 'esp32c6',
    IDF_TARGET_ESP32C6: true,
    IDF_TARGET_ARCH_RISCV: true,
    FREERTOS_UNICORE: true,
    ...RADIO,
  },
};

export interface Variant {
  chip: keyof typeof CHIPS;
  engine: Engine;
  chosen: Symbols;
}

const QUICKJS: Symbols = { TINYGRAM_ENGINE_QUICKJS: true };
const INTERNAL: Symbols = { TINYGRAM_QUICKJS_IN_INTERNAL_RAM: true, ...QUICKJS };

export const VARIANTS: Record<string, Variant> = {
  'c3-wifi': { chip: 'esp32c3', engine: 'jerryscript', chosen: {} },
  'c3-wifi-quickjs': { chip: 'esp32c3', engine: 'quickjs', chosen: INTERNAL },
  'c6-wifi': {
    chip: 'esp32c6',
    engine: 'jerryscript',
    chosen: { TINYGRAM_LOG_NONE: true, TINYGRAM_WIFI_POWER_SAVE: true },
  },
  'esp32-wifi': { chip: 'esp32', engine: 'jerryscript', chosen: { TINYGRAM_WATCHDOG_S: 0 } },
  's3-wifi-psram': { chip: 'esp32s3', engine: 'quickjs', chosen: { SPIRAM: true, ...QUICKJS } },
  'c3-w5500': { chip: 'esp32c3', engine: 'jerryscript', chosen: { TINYGRAM_NET_ETHERNET: true } },
  'c3-w5500-poll': {
    chip: 'esp32c3',
    engine: 'jerryscript',
    chosen: { TINYGRAM_NET_ETHERNET: true, TINYGRAM_ETH_SPI_INT_GPIO: -1, TINYGRAM_RESTART_ON_FAILURE: true },
  },
  'esp32-emac': { chip: 'esp32', engine: 'jerryscript', chosen: { TINYGRAM_NET_ETHERNET: true } },
  'c3-opencores': {
    chip: 'esp32c3',
    engine: 'jerryscript',
    chosen: { TINYGRAM_NET_ETHERNET: true, TINYGRAM_ETH_OPENCORES: true },
  },
  'c3-loopback': {
    chip: 'esp32c3',
    engine: 'jerryscript',
    chosen: { TINYGRAM_NET_NONE: true, TINYGRAM_RESTART_NEVER: true, TINYGRAM_WATCHDOG_S: 0 },
  },
  'c3-loopback-quickjs': { chip: 'esp32c3', engine: 'quickjs', chosen: { TINYGRAM_NET_NONE: true, ...INTERNAL } },
};

/** sdkconfig.h of a variant. */
export function sdkconfigOf({ chip, chosen }: Variant): string {
  const entries = parseKconfig(readFileSync(inRoot('ports/esp32/components/tinygram/Kconfig.projbuild'), 'utf8'));
  return sdkconfigHeader(evaluateKconfig(entries, { ...EVERY_CHIP, ...CHIPS[chip], ...chosen }));
}
