/**
 * An ESP32 in its ROM loader or in Espressif's stub: found, named, its flash read, compared and written.
 *
 * esptool-js connects, detects and uploads the stub. The flash commands are put together here, because the ROM alone
 * wants other ones than the stub: blocks of 1 KiB, one word more in places, MD5 as text, reads of 64 bytes.
 */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { UserError } from '../user_error';
import { enterLoader, isUsbSerialJtag, pause, restart, type Pause } from './esp_reset';
import { EspTransport, Silence } from './esp_transport';
import { newLoader, type Loader } from './esptool';
import { serialport, type SerialLine } from './serial';
import { SECTOR_SIZE } from './slots';

export const CHIPS = ['esp32', 'esp32s3', 'esp32c3', 'esp32c6'] as const;
export type Chip = (typeof CHIPS)[number];

/** Names as Espressif writes them. */
export const CHIP_NAMES: Record<Chip, string> = {
  esp32: 'ESP32',
  esp32s3: 'ESP32-S3',
  esp32c3: 'ESP32-C3',
  esp32c6: 'ESP32-C6',
};

/** The number of a chip in the header of ESP-IDF's images. */
export const CHIP_IDS: Record<Chip, number> = { esp32: 0, esp32c3: 5, esp32s3: 9, esp32c6: 13 };

/** The speed that ROM loaders start with. */
export const ROM_BAUD = 115_200;

export interface EspLimits {
  /** No answer is waited for longer than this, milliseconds. */
  answerMs: number;
  /** How often the chip is reset and asked for a sign of life. */
  attempts: number;
  /** How often a command or a block is tried. */
  tries: number;
  pause: Pause;
}

export const ESP_LIMITS: EspLimits = { answerMs: 120_000, attempts: 7, tries: 3, pause };

export interface ChipOptions {
  /** Bits per second once the stub runs; default ROM_BAUD. */
  baud?: number;
  /** Use the ROM loader alone. */
  noStub?: boolean;
  limits?: Partial<EspLimits>;
  /** Takes esptool-js' own remarks. */
  remark?(text: string): void;
}

/** How often the stub is uploaded before the ROM has to do. */
const STUB_TRIES = 2;

/** Bytes of status at the end of the stub's answers; the ROM's have four. */
const STUB_STATUS = 2;

const SPI_SET_PARAMS = 0x0b;
const READ_FLASH_SLOW = 0x0e;

/** Milliseconds; those that grow with size are per byte. */
const COMMAND_MS = 3000;
const MD5_MS_PER_BYTE = 8 / 1000;
const WRITE_MS_PER_BYTE = 40 / 1000;

const STUB_BLOCK = 0x4000;
const ROM_BLOCK = 0x400;
const ROM_READ = 64;

/**
 * Watchdogs that a chip's USB-Serial/JTAG reset leaves running, and that would end a download: registers of the RTC
 * watchdog's configuration and write protection, of the super watchdog's, and the bit with which that one feeds itself.
 */
const WATCHDOGS: Partial<Record<Chip, [number, number, number, number, number, number]>> = {
  esp32s3: [0x60008098, 0x600080b0, 0x600080b4, 0x600080b8, 0x8f1d312a, 0x80000000],
  esp32c3: [0x60008090, 0x600080a8, 0x600080ac, 0x600080b0, 0x8f1d312a, 0x80000000],
  esp32c6: [0x600b1c00, 0x600b1c18, 0x600b1c1c, 0x600b1c20, 0x50d83aa1, 0x00040000],
};
const RTC_WATCHDOG_KEY = 0x50d83aa1;

/** RTC_CNTL_OPTION1 of the ESP32-S3, and its bit that keeps the chip in its loader. */
const S3_OPTIONS = 0x6000812c;
const S3_FORCE_DOWNLOAD = 1;

/** The first chip's fuses: the words with FLASH_CRYPT_CNT (bits 20 to 26) and ABS_DONE_0 and _1 (bits 4 and 5). */
const ESP32_FUSES = { encryption: 0x3ff5a000, secureBoot: 0x3ff5a018 };

/** What of the chip's protection is burnt into its fuses. */
export interface Protection {
  /** The chip starts only a bootloader that is signed. */
  secureBoot: boolean;
  /** The chip decrypts what it reads of its bootloader, its partition table and its programs. */
  encryption: boolean;
}

/**
 * Brings the board on `line` into its loader and finds out what it is. A board that does not answer, or that has
 * another chip than Tinygram's, is a UserError.
 */
export async function openChip(line: SerialLine, options: ChipOptions = {}): Promise<EspChip> {
  const limits = { ...ESP_LIMITS, ...options.limits };
  const transport = new EspTransport(line, limits.answerMs, await serialport());
  let controlled = true;
  const reset = (settleMs: number) => ({
    reset: async (): Promise<void> => {
      controlled = await enterLoader(line, settleMs, limits.pause);
    },
  });
  const loader = await newLoader({
    transport,
    baudrate: options.baud ?? ROM_BAUD,
    romBaudrate: ROM_BAUD,
    terminal: { clean: () => undefined, write: () => undefined, writeLine: (text) => options.remark?.(text) },
    resetConstructors: {
      classicReset: (_transport, settleMs) => reset(settleMs),
      usbJTAGSerialReset: () => reset(0),
    },
  });
  try {
    let before: string | undefined;
    for (let left = limits.tries; ; left--) {
      try {
        await loader.connect('default_reset', limits.attempts);
        const chip = new EspChip(line, transport, loader, limits);
        await chip.prepare(options);
        return chip;
      } catch (error) {
        if (line.lost) throw error;
        const text = error instanceof Error ? error.message : String(error);
        const silent = /^Failed to connect/.test(text);
        // An answer carries no checksum: a chip that is unknown, or a refusal, has to be so twice.
        if (!silent && left > 1 && text !== before) {
          before = text;
          continue;
        }
        if (error instanceof UserError) throw error;
        if (/^Unexpected (chip ID|CHIP magic)/.test(text)) throw unknownChip(text);
        throw noAnswer(line, controlled, /\bboot:0x/.test(transport.heard));
      }
    }
  } catch (error) {
    transport.detach();
    throw error;
  }
}

function unknownChip(text: string): UserError {
  return new UserError(
    `The board has another chip than ${Object.values(CHIP_NAMES).join(', ')}, which Tinygram runs on (${text}).`,
  );
}

function noAnswer(line: SerialLine, controlled: boolean, booted: boolean): UserError {
  const why = controlled
    ? `The chip on ${line.name} does not answer${booted ? ': it starts its program in place of its loader' : ''}.`
    : `The chip on ${line.name} does not answer, and this port has no control lines to reset it with.`;
  return new UserError(`${why} Hold its BOOT button, press and let go of RESET (EN), let go of BOOT, then try again.`);
}

export class EspChip {
  readonly id: Chip;
  /** Bytes; undefined when the flash does not say its size. */
  flashSize: number | undefined;
  protection: Protection = { secureBoot: false, encryption: false };

  /** Use openChip(). */
  constructor(
    private readonly line: SerialLine,
    private readonly transport: EspTransport,
    private readonly loader: Loader,
    private readonly limits: EspLimits,
  ) {
    const name = loader.chip.CHIP_NAME;
    const id = CHIPS.find((chip) => CHIP_NAMES[chip] === name);
    if (!id) throw unknownChip(`it is an ${name}`);
    this.id = id;
  }

  /** Whether Espressif's stub runs, not the ROM alone. */
  get stub(): boolean {
    return this.loader.IS_STUB;
  }

  /** Uploads the stub (a chip that refuses it goes on with its ROM), sets the speed, attaches the flash. */
  async prepare(options: ChipOptions): Promise<void> {
    if (this.loader.secureDownloadMode)
      throw new UserError('The chip is in secure download mode: its flash cannot be read, so nothing can be compared.');
    await this.quietWatchdogs();
    this.protection = await this.readProtection();
    this.loader.IS_STUB = await this.steadily(() => this.stubAnswers());
    for (let left = STUB_TRIES; left > 0 && !this.stub && !options.noStub; left--) {
      this.loader.syncStubDetected = false;
      try {
        await this.loader.runStub();
      } catch (error) {
        if (this.line.lost) throw error;
        options.remark?.(`the stub does not run: ${String(error)}`);
        await this.resync();
        this.loader.IS_STUB = await this.steadily(() => this.stubAnswers());
      }
    }
    const baud = options.baud ?? ROM_BAUD;
    if (this.stub && baud !== ROM_BAUD) await this.loader.changeBaud();
    if (!this.stub) {
      // Two words: the default pins, and not the older way of attaching.
      await this.steadily(() => this.loader.checkCommand('attach the flash', this.loader.ESP_SPI_ATTACH, words(0, 0)));
    }
    await this.steadily(async () => {
      this.flashSize = await this.readFlashSize();
      if (this.flashSize === undefined) return;
      const params = words(0, this.flashSize, 0x10000, SECTOR_SIZE, 0x100, 0xffff);
      await this.loader.checkCommand('set flash parameters', SPI_SET_PARAMS, params);
    });
  }

  /** MD5 of a part of the flash, in hexadecimal. */
  async md5(at: number, size: number): Promise<string> {
    const { loader } = this;
    const answer = await this.steadily(() =>
      loader.checkCommand(
        'compute MD5 of flash',
        loader.ESP_SPI_FLASH_MD5,
        words(at, size, 0, 0),
        0,
        this.stub ? 16 : 32,
        COMMAND_MS + size * MD5_MS_PER_BYTE,
      ),
    );
    const data = Buffer.from(answer as Uint8Array);
    return this.stub ? data.toString('hex') : data.toString('latin1').toLowerCase();
  }

  async read(at: number, size: number): Promise<Buffer> {
    return this.steadily(() => (this.stub ? this.readByStub(at, size) : this.readByRom(at, size)));
  }

  /**
   * Writes whole sectors: `at` is the start of one, and what is left of the last is erased. Verified by MD5; a part
   * that reads back wrong is written again, and after that a UserError. `progress` gets the bytes of data so far.
   */
  async write(at: number, data: Uint8Array, progress?: (bytes: number) => void): Promise<void> {
    if (at % SECTOR_SIZE !== 0) throw new Error(`flash is written by sectors, not at ${at}`);
    const expected = createHash('md5').update(data).digest('hex');
    for (let left = this.limits.tries; ; left--) {
      let found = '';
      try {
        await this.writeOnce(at, data, progress);
        found = await this.md5(at, data.length);
      } catch (error) {
        if (this.line.lost || left <= 1) throw error;
        await this.resync();
        continue;
      }
      if (found === expected) return;
      if (left <= 1) {
        throw new UserError(
          `What was written to flash at 0x${at.toString(16)} (${data.length} bytes) reads back with MD5 ${found}, ` +
            `not ${expected}. Try another cable or --baud ${ROM_BAUD}; if it stays so, the flash is worn out.`,
        );
      }
    }
  }

  /** Starts what the flash holds. False: the port has no control lines, so the board's RESET has to be pressed. */
  async restart(): Promise<boolean> {
    if (this.id === 'esp32s3') {
      // A chip that was sent into its loader over USB would come back to it with every reset but power-on.
      await this.steadily(() => this.loader.writeReg(S3_OPTIONS, 0, S3_FORCE_DOWNLOAD));
    }
    return restart(this.line, this.limits.pause);
  }

  /** Ends the use of the line, which stays open. */
  detach(): void {
    this.transport.detach();
  }

  private async writeOnce(at: number, data: Uint8Array, progress?: (bytes: number) => void): Promise<void> {
    const { loader } = this;
    const packed = deflateSync(data, { level: 9 });
    const block = this.stub ? Math.min(STUB_BLOCK, loader.FLASH_WRITE_SIZE) : ROM_BLOCK;
    const blocks = Math.ceil(packed.length / block);
    const begin = [this.stub ? data.length : Math.ceil(data.length / block) * block, blocks, block, at];
    // Every ROM but the first chip's wants to hear that the data is not to be encrypted.
    if (!this.stub && this.id !== 'esp32') begin.push(0);
    const slow = COMMAND_MS + data.length * WRITE_MS_PER_BYTE;
    await loader.checkCommand('begin writing', loader.ESP_FLASH_DEFL_BEGIN, words(...begin), 0, 0, slow);
    for (let number = 0; number < blocks; number++) {
      const part = packed.subarray(number * block, (number + 1) * block);
      const packet = Buffer.concat([words(part.length, number, 0, 0), part]);
      const sum = loader.checksum(part);
      await loader.checkCommand(`write block ${number}`, loader.ESP_FLASH_DEFL_DATA, packet, sum, 0, slow);
      progress?.(Math.floor((data.length * (number + 1)) / blocks));
    }
    // The stub says here whether the last block was written whole. To the ROM it would mean to start the program.
    if (this.stub) await loader.checkCommand('end writing', loader.ESP_FLASH_DEFL_END, words(1), 0, 0, slow);
  }

  /** Whether it is the stub that answers: an upload may have worked although its answer was lost. */
  private async stubAnswers(): Promise<boolean> {
    const { loader } = this;
    const [, data] = await loader.command(loader.ESP_READ_REG, words(loader.CHIP_DETECT_MAGIC_REG_ADDR));
    return data.length === STUB_STATUS;
  }

  private async readByStub(at: number, size: number): Promise<Buffer> {
    const { loader, transport } = this;
    await loader.checkCommand('read flash', loader.ESP_READ_FLASH, words(at, size, SECTOR_SIZE, 64));
    const parts: Uint8Array[] = [];
    for (let count = 0; count < size;) {
      const part = await transport.readRaw(COMMAND_MS);
      parts.push(part);
      count += part.length;
      await transport.write(words(count));
    }
    const data = Buffer.concat(parts);
    const sum = Buffer.from(await transport.readRaw(COMMAND_MS));
    if (data.length > size || !createHash('md5').update(data).digest().equals(sum)) throw misread(at);
    return data;
  }

  private async readByRom(at: number, size: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let done = 0; done < size; done += ROM_READ) {
      const length = Math.min(ROM_READ, size - done);
      // Each by itself: one bad answer of the many must not cost all of them.
      const part = await this.steadily(() =>
        this.loader.checkCommand('read flash', READ_FLASH_SLOW, words(at + done, length), 0, ROM_READ),
      );
      parts.push(Buffer.from(part as Uint8Array).subarray(0, length));
    }
    const data = Buffer.concat(parts);
    if ((await this.md5(at, size)) !== createHash('md5').update(data).digest('hex')) throw misread(at);
    return data;
  }

  private async readFlashSize(): Promise<number | undefined> {
    const id = await this.loader.readFlashId();
    const size = this.loader.DETECTED_FLASH_SIZES[(id >> 16) & 0xff];
    if (size === undefined) return undefined;
    return parseInt(size, 10) * (size.endsWith('MB') ? 0x100000 : 0x400);
  }

  /** Answers carry no checksum: what is believed came twice. */
  private async readProtection(): Promise<Protection> {
    let before: string | undefined;
    for (;;) {
      const found = await this.steadily(() => this.readProtectionOnce());
      const text = JSON.stringify(found);
      if (text === before) return found;
      before = text;
    }
  }

  private async readProtectionOnce(): Promise<Protection> {
    const { loader } = this;
    if (this.id === 'esp32') {
      const [count, done] = [
        await loader.readReg(ESP32_FUSES.encryption),
        await loader.readReg(ESP32_FUSES.secureBoot),
      ];
      return { secureBoot: (done & 0x30) !== 0, encryption: oddBits((count >>> 20) & 0x7f) };
    }
    loader.securityInfoCache = null;
    const { flags, flashCryptCnt } = await loader.getSecurityInfo();
    return { secureBoot: (flags & 1) !== 0, encryption: oddBits(flashCryptCnt) };
  }

  private async quietWatchdogs(): Promise<void> {
    const registers = WATCHDOGS[this.id];
    if (!isUsbSerialJtag(this.line) || !registers) return;
    const [config, protect, superConfig, superProtect, superKey, feed] = registers;
    const { loader } = this;
    await loader.writeReg(protect, RTC_WATCHDOG_KEY);
    await loader.writeReg(config, 0);
    await loader.writeReg(protect, 0);
    await loader.writeReg(superProtect, superKey);
    await loader.writeReg(superConfig, ((await loader.readReg(superConfig)) | feed) >>> 0);
    await loader.writeReg(superProtect, 0);
  }

  /** Tries again what changes nothing on the board. */
  private async steadily<T>(act: () => Promise<T>): Promise<T> {
    for (let left = this.limits.tries; ; left--) {
      try {
        return await act();
      } catch (error) {
        if (this.line.lost || left <= 1) throw error;
        await this.resync();
      }
    }
  }

  /** After lost bytes: asks until an answer comes, so that both sides agree again on where a packet begins. */
  private async resync(): Promise<void> {
    for (let attempt = 0; attempt < 4; attempt++) {
      try {
        await this.loader.readReg(this.loader.CHIP_DETECT_MAGIC_REG_ADDR, 500);
        return;
      } catch (error) {
        if (this.line.lost) throw error;
      }
    }
  }
}

function misread(at: number): Silence {
  return new Silence(`flash at 0x${at.toString(16)} was not read whole`);
}

/** Fuses that count: each more bit turns the thing on or off. */
function oddBits(value: number): boolean {
  let odd = false;
  for (let left = value; left !== 0; left &= left - 1) odd = !odd;
  return odd;
}

/** 32-bit words, little-endian. */
function words(...values: number[]): Buffer {
  const data = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => data.writeUInt32LE(value >>> 0, index * 4));
  return data;
}
