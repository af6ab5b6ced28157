/**
 * The serial loader of an ESP32 as Espressif documents it, with a simulated flash behind it: the ROM's commands, and
 * after an upload of the stub the stub's. Bytes in, bytes out; esp_board.ts puts it on a pseudo-terminal.
 */
import { createHash } from 'node:crypto';
import { constants, inflateSync } from 'node:zlib';
import { PowerLost, SECTOR, type NorFlash } from './nor_flash';

export type SimulatedChip = 'esp32' | 'esp32s3' | 'esp32c3' | 'esp32c6' | 'esp8266';

interface ChipData {
  /** What register 0x40001000 holds. */
  magic: number;
  /** From GET_SECURITY_INFO; the first chips do not know that command. */
  id?: number;
  spi: { base: number; usr2: number; w0: number };
}

const SPI_NEW = { usr2: 0x20, w0: 0x58 };
const CHIPS: Record<SimulatedChip, ChipData> = {
  esp32: { magic: 0x00f01d83, spi: { base: 0x3ff42000, usr2: 0x24, w0: 0x80 } },
  esp8266: { magic: 0xfff0c101, spi: { base: 0x60000200, usr2: 0x24, w0: 0x40 } },
  esp32s3: { magic: 0x00000009, id: 9, spi: { base: 0x60002000, ...SPI_NEW } },
  esp32c3: { magic: 0x1b31506f, id: 5, spi: { base: 0x60002000, ...SPI_NEW } },
  esp32c6: { magic: 0x2ce0806f, id: 13, spi: { base: 0x60003000, ...SPI_NEW } },
};

export const COMMANDS: Record<number, string> = {
  0x02: 'FLASH_BEGIN',
  0x03: 'FLASH_DATA',
  0x04: 'FLASH_END',
  0x05: 'MEM_BEGIN',
  0x06: 'MEM_END',
  0x07: 'MEM_DATA',
  0x08: 'SYNC',
  0x09: 'WRITE_REG',
  0x0a: 'READ_REG',
  0x0b: 'SPI_SET_PARAMS',
  0x0d: 'SPI_ATTACH',
  0x0e: 'READ_FLASH_SLOW',
  0x0f: 'CHANGE_BAUDRATE',
  0x10: 'FLASH_DEFL_BEGIN',
  0x11: 'FLASH_DEFL_DATA',
  0x12: 'FLASH_DEFL_END',
  0x13: 'SPI_FLASH_MD5',
  0x14: 'GET_SECURITY_INFO',
  0xd2: 'READ_FLASH',
};

/**
 * What can go wrong with one request; "cut" loses bytes of the middle, "garble" changes one, "noise" comes before the
 * answer, "late" is an answer after LATE_MS, with the requests that came meanwhile behind it.
 */
export type Fault =
  | 'lose request'
  | 'cut request'
  | 'garble request'
  | 'lose answer'
  | 'cut answer'
  | 'garble answer'
  | 'answer twice'
  | 'noise'
  | 'late answer'
  | 'hang'
  | 'unplug';

/** Longer than the two waits for an answer, of a command and of the question after it, that a test has the host do. */
export const LATE_MS = 1000;

/** What a reset line, a loose plug and a program that starts put on the wire: text, ends of packets, half an answer. */
const NOISE = Buffer.from(
  '\0\xff\xc0\xc0ets Jul 29 2019\r\n\xc0\x01\x0a\x04\0\xc0\xdb\x01\xc0\xdb\xdc\x01\x13',
  'latin1',
);

export interface RomOptions {
  chip: SimulatedChip;
  flash: NorFlash;
  /** What becomes of a stub: it runs, its upload is refused, or it is loaded and not started. */
  stub?: 'runs' | 'refused' | 'not started';
  /** Asked before each request with its number from 0 and its name. */
  fault?(number: number, command: string): Fault | undefined;
  /** The chip is in secure download mode. */
  secure?: boolean;
  /** Its fuses: secure boot, and how many bits of the flash encryption's count are burnt. */
  secureBoot?: boolean;
  encryptionBits?: number;
  /** An ESP32-S3 that was sent into its loader over USB: it comes back to it. */
  forcedDownload?: boolean;
}

/** RTC_CNTL_OPTION1 of the ESP32-S3; the first of the ESP32's fuses. */
const S3_OPTIONS = 0x6000812c;
const ESP32_FUSES = 0x3ff5a000;

/** Errors of the ROM; the stub has others, which only have to differ from 0. */
const INVALID = 0x05;
const FAILED = 0x06;
const BAD_CHECKSUM = 0x07;
const DEFLATE = 0x0b;

class Refusal extends Error {
  constructor(readonly code: number) {
    super(`status ${code}`);
  }
}

/** A write in progress. */
interface Download {
  at: number;
  packed: boolean;
  /** Compressed bytes so far, and how many bytes of data they have given. */
  taken: Buffer;
  written: number;
  /** The stub erases a sector when it comes to it. */
  erased: number;
  /** Bytes of data that were announced. */
  size: number;
}

export class EspRom {
  /** Requests that came, by name, in order. */
  readonly requests: string[] = [];
  /** Registers that were written. */
  readonly registers = new Map<number, number>();
  /** The speed that the host asked for last. */
  baud = 115_200;
  running: 'rom' | 'stub' = 'rom';
  private readonly data: ChipData;
  private wire = Buffer.alloc(0);
  private frame: number[] | undefined;
  private escaped = false;
  private hung = false;
  private busy = false;
  private attached = false;
  private download: Download | undefined;
  private late = 0;
  private stream: { at: number; size: number; sent: number; acked: number; window: number; block: number } | undefined;

  constructor(
    private readonly options: RomOptions,
    /** Takes bytes for the host. */
    private readonly send: (data: Buffer) => void,
    /** The plug is pulled, or the power has gone: nothing more comes from this side. */
    private readonly unplug: () => void,
  ) {
    this.data = CHIPS[options.chip];
    if (options.forcedDownload) this.registers.set(S3_OPTIONS, 0xa0000001);
    if (options.chip === 'esp32') {
      this.registers.set(ESP32_FUSES, ((1 << (options.encryptionBits ?? 0)) - 1) << 20);
      this.registers.set(ESP32_FUSES + 0x18, options.secureBoot ? 0x20 : 0);
    }
  }

  /** Whether a reset leads back into the loader. */
  get forced(): boolean {
    return ((this.registers.get(S3_OPTIONS) ?? 0) & 1) !== 0;
  }

  /** Takes bytes of the host. */
  receive(chunk: Buffer): void {
    this.wire = Buffer.concat([this.wire, chunk]);
    if (!this.busy) this.work();
  }

  private work(): void {
    // What the host sent is whole; a fault damages it on its way into the chip.
    for (;;) {
      const start = this.wire.indexOf(0xc0);
      const end = start < 0 ? -1 : this.wire.indexOf(0xc0, start + 1);
      if (end < 0) return;
      const packet = Buffer.from(this.wire.subarray(start, end + 1));
      this.wire = this.wire.subarray(end + 1);
      if (this.hung) continue;
      if (this.stream) {
        this.decode(packet);
        continue;
      }
      const name = COMMANDS[packet[2] as number] ?? `command ${packet[2]}`;
      const fault = this.options.fault?.(this.requests.length, name);
      this.requests.push(name);
      if (fault === 'hang') this.hung = true;
      if (fault === 'unplug') return this.unplug();
      if (fault === 'lose request' || fault === 'hang') continue;
      if (fault === 'late answer') {
        this.busy = true;
        setTimeout(() => {
          this.busy = false;
          this.decode(packet);
          this.work();
        }, LATE_MS);
        return;
      }
      if (fault === 'noise') this.send(NOISE);
      this.answerFault = fault;
      this.decode(fault === 'cut request' ? cut(packet) : fault === 'garble request' ? garble(packet) : packet);
      this.answerFault = undefined;
    }
  }

  private answerFault: Fault | undefined;

  private decode(bytes: Buffer): void {
    for (const byte of bytes) {
      if (byte === 0xc0) {
        if (this.frame && this.frame.length > 0) {
          const whole = Buffer.from(this.frame);
          this.frame = undefined;
          this.take(whole);
        } else {
          this.frame = [];
        }
        this.escaped = false;
      } else if (this.frame) {
        if (this.escaped) this.frame.push(byte === 0xdc ? 0xc0 : 0xdb);
        else if (byte !== 0xdb) this.frame.push(byte);
        this.escaped = !this.escaped && byte === 0xdb;
      }
    }
  }

  private take(packet: Buffer): void {
    if (this.stream) return this.acknowledge(packet);
    if (packet.length < 8 || packet[0] !== 0 || packet.readUInt16LE(2) !== packet.length - 8) {
      // The ROM says so; the stub says nothing to what it cannot read.
      if (this.running === 'rom') this.answer(0, 0, Buffer.alloc(0), INVALID);
      return;
    }
    const command = packet[1] as number;
    try {
      this.act(command, packet.readUInt32LE(4), packet.subarray(8));
    } catch (error) {
      if (error instanceof PowerLost) return this.unplug();
      if (!(error instanceof Refusal)) throw error;
      this.answer(command, 0, Buffer.alloc(0), error.code);
    }
  }

  private answer(command: number, value = 0, data = Buffer.alloc(0), status = 0): void {
    const state = Buffer.alloc(this.running === 'stub' ? 2 : 4);
    state.writeUInt8(status === 0 ? 0 : 1, 0);
    state.writeUInt8(status, 1);
    const head = Buffer.alloc(8);
    head.writeUInt8(1, 0);
    head.writeUInt8(command, 1);
    head.writeUInt16LE(data.length + state.length, 2);
    head.writeUInt32LE(value >>> 0, 4);
    this.put(Buffer.concat([head, data, state]));
  }

  private put(packet: Buffer): void {
    const bytes: number[] = [0xc0];
    for (const byte of packet) {
      if (byte === 0xc0) bytes.push(0xdb, 0xdc);
      else if (byte === 0xdb) bytes.push(0xdb, 0xdd);
      else bytes.push(byte);
    }
    const whole = Buffer.from([...bytes, 0xc0]);
    if (this.answerFault === 'lose answer') return;
    const damage = this.answerFault === 'cut answer' ? cut : this.answerFault === 'garble answer' ? garble : undefined;
    this.send(damage ? damage(whole) : whole);
    if (this.answerFault === 'answer twice') this.send(whole);
  }

  private act(command: number, checksum: number, body: Buffer): void {
    const stub = this.running === 'stub';
    const word = (index: number): number => {
      if (body.length < index * 4 + 4) throw new Refusal(INVALID);
      return body.readUInt32LE(index * 4);
    };
    const payload = (): Buffer => {
      const data = body.subarray(16);
      if (word(0) !== data.length) throw new Refusal(INVALID);
      if (data.reduce((sum, byte) => sum ^ byte, 0xef) !== checksum) throw new Refusal(BAD_CHECKSUM);
      return data;
    };
    const name = COMMANDS[command];
    if (this.options.secure && ['READ_REG', 'WRITE_REG', 'MEM_BEGIN', 'READ_FLASH_SLOW'].includes(name ?? ''))
      return this.answer(0, 0, Buffer.alloc(0), INVALID);
    switch (name) {
      case 'SYNC':
        for (let time = 0; time < (stub ? 1 : 8); time++) this.answer(command, stub ? 0 : 0x20120707);
        return;
      case 'READ_REG':
        return this.answer(command, this.readRegister(word(0)));
      case 'WRITE_REG':
        this.writeRegister(word(0), ((this.readRegister(word(0)) & ~word(2)) | (word(1) & word(2))) >>> 0);
        return this.answer(command);
      case 'GET_SECURITY_INFO': {
        // A command that the ROM does not know is answered eight times, under no name.
        if (this.data.id === undefined) {
          for (let time = 0; time < 8; time++) this.answer(0, 0, Buffer.alloc(0), INVALID);
          return;
        }
        const info = Buffer.alloc(20);
        info.writeUInt32LE((this.options.secure ? 4 : 0) | (this.options.secureBoot ? 1 : 0), 0);
        info.writeUInt8((1 << (this.options.encryptionBits ?? 0)) - 1, 4);
        info.writeUInt32LE(this.data.id, 12);
        return this.answer(command, 0, info);
      }
      case 'SPI_ATTACH':
        if (!stub && body.length !== 8) throw new Refusal(INVALID);
        this.attached = true;
        return this.answer(command);
      case 'SPI_SET_PARAMS':
        if (body.length !== 24 || word(1) !== this.options.flash.data.length) throw new Refusal(INVALID);
        return this.answer(command);
      case 'CHANGE_BAUDRATE':
        this.baud = word(0);
        return this.answer(command);
      case 'MEM_BEGIN':
        if (stub || this.options.stub === 'refused') throw new Refusal(FAILED);
        return this.answer(command);
      case 'MEM_DATA':
        payload();
        return this.answer(command);
      case 'MEM_END':
        if (this.options.stub === 'not started') throw new Refusal(FAILED);
        this.answer(command);
        this.running = 'stub';
        return this.put(Buffer.from('OHAI'));
      case 'FLASH_BEGIN':
      case 'FLASH_DEFL_BEGIN': {
        const words = stub || this.options.chip === 'esp32' ? 4 : 5;
        if (body.length !== words * 4 || word(2) > (stub ? 0x4000 : 0x400)) throw new Refusal(INVALID);
        this.begin(word(3), word(0), command === 0x10);
        return this.answer(command);
      }
      case 'FLASH_DATA':
      case 'FLASH_DEFL_DATA': {
        const data = payload();
        if (stub) {
          // The stub writes while the next block comes, and tells of an error then.
          if (this.late !== 0) throw new Refusal(this.late);
          this.answer(command);
          try {
            this.write(data);
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            this.late = error.code;
          }
          return;
        }
        this.write(data);
        return this.answer(command);
      }
      case 'FLASH_END':
      case 'FLASH_DEFL_END': {
        if (word(0) !== 1 || !stub) throw new Refusal(INVALID);
        const { download, late } = this;
        this.download = undefined;
        if (late !== 0 || !download || download.written !== download.size) throw new Refusal(FAILED);
        return this.answer(command);
      }
      case 'SPI_FLASH_MD5': {
        const sum = createHash('md5')
          .update(this.region(word(0), word(1)))
          .digest();
        return this.answer(command, 0, stub ? sum : Buffer.from(sum.toString('hex'), 'latin1'));
      }
      case 'READ_FLASH_SLOW': {
        if (stub || word(1) > 64) throw new Refusal(INVALID);
        const block = Buffer.alloc(64);
        this.region(word(0), word(1)).copy(block);
        return this.answer(command, 0, block);
      }
      case 'READ_FLASH':
        if (!stub) throw new Refusal(INVALID);
        this.region(word(0), word(1));
        this.answer(command);
        this.stream = { at: word(0), size: word(1), block: word(2), window: word(3), sent: 0, acked: 0 };
        return this.pump();
      default:
        throw new Refusal(stub ? 0xff : INVALID);
    }
  }

  private readRegister(address: number): number {
    if (address === 0x40001000) return this.data.magic;
    return this.registers.get(address) ?? 0;
  }

  private writeRegister(address: number, value: number): void {
    const { base, usr2, w0 } = this.data.spi;
    // A flash command of the user: it is done when it is asked for, and the bit reads 0 again.
    if (address === base && (value & (1 << 18)) !== 0) {
      const readId = ((this.registers.get(base + usr2) ?? 0) & 0xff) === 0x9f;
      const size = Math.log2(this.options.flash.data.length);
      if (readId) this.registers.set(base + w0, (size << 16) | 0x40ef);
      return;
    }
    this.registers.set(address, value);
  }

  private region(at: number, size: number): Buffer {
    if (this.running === 'rom' && !this.attached) throw new Refusal(FAILED);
    if (at + size > this.options.flash.data.length) throw new Refusal(FAILED);
    return this.options.flash.data.subarray(at, at + size);
  }

  private begin(at: number, size: number, packed: boolean): void {
    this.region(at, size);
    if (at % SECTOR !== 0) throw new Refusal(INVALID);
    this.late = 0;
    this.download = { at, packed, taken: Buffer.alloc(0), written: 0, erased: at, size };
    // The ROM erases all of it first.
    if (this.running === 'rom') {
      this.options.flash.erase(at, size);
      this.download.erased = at + Math.ceil(size / SECTOR) * SECTOR;
    }
  }

  private write(data: Buffer): void {
    const { download } = this;
    if (!download) throw new Refusal(FAILED);
    let fresh = data;
    if (download.packed) {
      download.taken = Buffer.concat([download.taken, data]);
      try {
        fresh = inflateSync(download.taken, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(download.written);
      } catch {
        throw new Refusal(DEFLATE);
      }
    }
    const room = download.size - download.written;
    // Plain blocks are filled up to their size.
    if (!download.packed) fresh = fresh.subarray(0, room);
    if (fresh.length > room) throw new Refusal(FAILED);
    const at = download.at + download.written;
    for (; download.erased < at + fresh.length; download.erased += SECTOR)
      this.options.flash.erase(download.erased, SECTOR);
    this.options.flash.program(at, fresh);
    download.written += fresh.length;
  }

  /** Sends what the window allows of a READ_FLASH; after the last acknowledgement its MD5. */
  private pump(): void {
    const { stream } = this;
    if (!stream) return;
    const { at, size, block, window } = stream;
    const all = this.region(at, size);
    while (stream.sent < size && stream.sent - stream.acked < window * block) {
      const part = all.subarray(stream.sent, Math.min(stream.sent + block, size));
      stream.sent += part.length;
      this.put(part);
    }
    if (stream.acked < size) return;
    this.stream = undefined;
    this.put(createHash('md5').update(all).digest());
  }

  private acknowledge(packet: Buffer): void {
    if (!this.stream) return;
    if (packet.length !== 4) {
      // Not an acknowledgement: the host has given up on the read and goes on with another command.
      this.stream = undefined;
      return this.take(packet);
    }
    this.stream.acked = packet.readUInt32LE(0);
    this.pump();
  }
}

/** Without the middle third. */
function cut(bytes: Buffer): Buffer {
  const third = Math.floor(bytes.length / 3);
  return Buffer.concat([bytes.subarray(0, third), bytes.subarray(2 * third)]);
}

/** With one bit changed in the middle; framing bytes stay what they are. */
function garble(bytes: Buffer): Buffer {
  const damaged = Buffer.from(bytes);
  for (let at = Math.floor(bytes.length / 2); at < bytes.length - 1; at++) {
    const changed = (damaged[at] as number) ^ 0x01;
    if ([damaged[at], damaged[at - 1], changed].some((byte) => byte === 0xc0 || byte === 0xdb)) continue;
    damaged[at] = changed;
    break;
  }
  return damaged;
}
