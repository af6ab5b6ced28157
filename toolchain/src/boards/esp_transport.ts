/**
 * What esptool-js calls a Transport, over a serial line of this machine: its own is written for a browser's WebSerial.
 * SLIP framing (RFC 1055), a time limit that the caller may lower, and a read that ends at once when the line is lost.
 */
import { UserError } from '../user_error';
import type { SerialLine } from './serial';

const END = 0xc0;
const ESC = 0xdb;
const ESC_END = 0xdc;
const ESC_ESC = 0xdd;

/** The first byte of an answer, and how many come before its data. */
const ANSWER = 1;
const ANSWER_HEADER = 8;

/** Bytes outside of packets that are kept (a boot log). */
const NOISE_LIMIT = 4096;

/** The chip sent nothing in the time it had. */
export class Silence extends Error {}

export function slipEncode(data: Uint8Array): Buffer {
  const out: number[] = [END];
  for (const byte of data) {
    if (byte === END) out.push(ESC, ESC_END);
    else if (byte === ESC) out.push(ESC, ESC_ESC);
    else out.push(byte);
  }
  out.push(END);
  return Buffer.from(out);
}

export class EspTransport {
  /** For esptool-js, which asks. */
  tracing = false;
  baudrate = 0;
  /** What came outside of packets, the last of it: text of a program that runs in place of the loader. */
  heard = '';
  private packets: Uint8Array[] = [];
  private partial: number[] | undefined;
  private escaped = false;
  private noise: Buffer = Buffer.alloc(0);
  private wake: (() => void) | undefined;
  private readonly onData = (chunk: Buffer): void => this.take(chunk);

  /** `answerMs`: no answer is waited for longer than this, whatever esptool-js asks for. */
  constructor(
    private readonly line: SerialLine,
    private readonly answerMs: number,
  ) {
    line.on('data', this.onData);
  }

  /** Stops listening; the line stays open. */
  detach(): void {
    this.line.off('data', this.onData);
  }

  getInfo(): string {
    return this.line.name;
  }

  getVid(): number | undefined {
    return this.line.usb?.vendor;
  }

  getPid(): number | undefined {
    return this.line.usb?.product;
  }

  trace(_message: string): void {}

  hexConvert(data: Uint8Array): string {
    return Buffer.from(data).toString('hex');
  }

  async write(data: Uint8Array): Promise<void> {
    await this.line.write(slipEncode(data));
  }

  /**
   * The next answer to a command (or another packet that does not look like one). An answer that is shorter or longer
   * than it says is dropped: the protocol has no checksum in this direction. Rejects as readRaw() does.
   */
  async read(timeout: number): Promise<Uint8Array> {
    for (;;) {
      const packet = Buffer.from(await this.readRaw(timeout));
      if (packet.length < ANSWER_HEADER || packet[0] !== ANSWER) return packet;
      if (packet.readUInt16LE(2) === packet.length - ANSWER_HEADER) return packet;
    }
  }

  /** The next packet. Rejects with Silence after `timeout` milliseconds, with a UserError when the line is lost. */
  async readRaw(timeout: number): Promise<Uint8Array> {
    const ms = Math.min(timeout, this.answerMs);
    if (this.packets.length === 0 && !this.line.lost) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          this.line.off('lost', done);
          this.wake = undefined;
          resolve();
        };
        const timer = setTimeout(done, ms);
        this.line.on('lost', done);
        this.wake = done;
      });
    }
    const packet = this.packets.shift();
    if (packet) return packet;
    if (this.line.lost) throw new UserError(`${this.line.name} is gone`);
    throw new Silence(`no answer within ${ms} ms`);
  }

  flushInput(): void {
    this.packets = [];
    this.partial = undefined;
    this.escaped = false;
    this.noise = Buffer.alloc(0);
  }

  /** Bytes outside of packets since the last flush. */
  peek(): Uint8Array {
    return this.noise;
  }

  /** Waits until nothing more comes, then forgets all of it. */
  async drainInput(quietMs = 100): Promise<void> {
    for (;;) {
      this.packets = [];
      try {
        await this.readRaw(quietMs);
      } catch (error) {
        if (!(error instanceof Silence)) throw error;
        this.flushInput();
        return;
      }
    }
  }

  /** The line is open already: this only sets its speed. */
  async connect(baud: number): Promise<void> {
    await this.changeBaudrate(baud);
  }

  async changeBaudrate(baud: number): Promise<boolean> {
    if (baud !== this.baudrate) await this.line.setBaud(baud);
    this.baudrate = baud;
    return false;
  }

  /** Between two attempts of esptool-js; the line stays open. */
  async disconnect(): Promise<void> {
    this.flushInput();
  }

  readLoop(): void {}

  private take(chunk: Buffer): void {
    const outside: number[] = [];
    for (const byte of chunk) {
      if (byte === END) {
        // Two ENDs in a row are one: the first ended noise.
        if (this.partial && this.partial.length > 0) {
          this.packets.push(Uint8Array.from(this.partial));
          this.partial = undefined;
        } else {
          this.partial = [];
        }
        this.escaped = false;
      } else if (!this.partial) {
        outside.push(byte);
      } else if (this.escaped) {
        this.escaped = false;
        if (byte === ESC_END) this.partial.push(END);
        else if (byte === ESC_ESC) this.partial.push(ESC);
        // A damaged packet: what follows is outside of any.
        else this.partial = undefined;
      } else if (byte === ESC) {
        this.escaped = true;
      } else {
        this.partial.push(byte);
      }
    }
    if (outside.length > 0) {
      this.noise = Buffer.concat([this.noise, Buffer.from(outside)]).subarray(-NOISE_LIMIT);
      this.heard = (this.heard + Buffer.from(outside).toString('latin1')).slice(-NOISE_LIMIT);
    }
    if (this.packets.length > 0) this.wake?.();
  }
}
