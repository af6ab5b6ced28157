/** The part of esptool-js that Tinygram uses. Its own types need those of a browser's WebSerial and WebUSB. */
import { devicePackage } from './serial';
import type { EspTransport } from './esp_transport';

export interface ResetStrategy {
  reset(): Promise<void>;
}

export interface LoaderOptions {
  transport: EspTransport;
  /** Bits per second that changeBaud() goes to. */
  baudrate: number;
  romBaudrate: number;
  terminal: { clean(): void; write(text: string): void; writeLine(text: string): void };
  resetConstructors: {
    /** `settleMs`: how long BOOT is held after the reset. */
    classicReset(transport: EspTransport, settleMs: number): ResetStrategy;
    usbJTAGSerialReset(transport: EspTransport): ResetStrategy;
  };
}

export interface Loader {
  readonly ESP_READ_REG: number;
  readonly ESP_SPI_ATTACH: number;
  readonly ESP_FLASH_DEFL_BEGIN: number;
  readonly ESP_FLASH_DEFL_DATA: number;
  readonly ESP_FLASH_DEFL_END: number;
  readonly ESP_SPI_FLASH_MD5: number;
  readonly ESP_READ_FLASH: number;
  readonly CHIP_DETECT_MAGIC_REG_ADDR: number;
  /** Size of a flash by the last byte of its id, "4MB". */
  readonly DETECTED_FLASH_SIZES: Record<number, string | undefined>;
  readonly chip: { CHIP_NAME: string };
  IS_STUB: boolean;
  /** Whether runStub() finds that the stub runs already. */
  syncStubDetected: boolean;
  readonly FLASH_WRITE_SIZE: number;
  readonly secureDownloadMode: boolean;
  /** Resets the chip, waits for its loader and detects what it is; tries that `attempts` times. */
  connect(mode: 'default_reset', attempts: number): Promise<void>;
  runStub(): Promise<unknown>;
  changeBaud(): Promise<void>;
  /** Sends a command; resolves with its value, or with `answerSize` bytes of answer. Rejects when the chip refuses. */
  checkCommand(
    what: string,
    command: number,
    data: Uint8Array,
    checksum?: number,
    answerSize?: number,
    timeoutMs?: number,
  ): Promise<number | Uint8Array>;
  /** Sends a command; resolves with its value and its data with the status at the end, whatever that says. */
  command(command: number, data: Uint8Array): Promise<[value: number, data: Uint8Array]>;
  checksum(data: Uint8Array): number;
  readReg(address: number, timeoutMs?: number): Promise<number>;
  /** Only the bits of `mask` change. */
  writeReg(address: number, value: number, mask?: number): Promise<void>;
  /** What getSecurityInfo() would answer again. */
  securityInfoCache: unknown;
  getSecurityInfo(): Promise<{ flags: number; flashCryptCnt: number }>;
  readFlashId(): Promise<number>;
}

export async function newLoader(options: LoaderOptions): Promise<Loader> {
  // A name that the compiler does not follow, for the sake of those types.
  const name: string = 'esptool-js';
  const load = async () => (await import(name)) as { ESPLoader: new (options: LoaderOptions) => Loader };
  const esptool = await devicePackage(name, load);
  return new esptool.ESPLoader(options);
}

/** Whether the error is one of esptool-js: ESPError, or of a class below it, each of which has a name of its own. */
export function isLoaderError(error: Error): boolean {
  for (let kind: unknown = error.constructor; typeof kind === 'function'; kind = Object.getPrototypeOf(kind))
    if (kind.name === 'ESPError') return true;
  return false;
}
