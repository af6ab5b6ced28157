/**
 * What esptool-js calls a Transport, over a serial line of this machine: its own is written for a browser's WebSerial.
 * SLIP framing by serialport's streams, a time limit that the caller may lower, and a read that ends at once when the
 * line is lost.
 */
import { once } from 'node:events';
import type { Transform } from 'node:stream';
import { UserError } from '../user_error';
import type { SerialLine } from './serial';

/** The first byte of an answer, and how many come before its data. */
const ANSWER = 1;
const ANSWER_HEADER = 8;

/** Bytes that are kept as they came, for a boot log among them. */
const HEARD_LIMIT = 4096;

const END = 0xc0;

/** Bytes of a packet as it is sent; the largest of a loader is a sector of flash, each byte of which may take two. */
const PACKET_LIMIT = 16 * 1024;

/** Packets that wait to be read; a stub may send 64 ahead. */
const PACKETS_LIMIT = 256;

/** Milliseconds in which a port takes a packet; the largest goes over the slowest line in a third of it. */
const WRITE_MS = 10_000;

/** How often drainInput() finds something more before it takes the line for one that never rests. */
const DRAIN_LIMIT = 50;

/** The chip sent nothing in the time it had. */
export class Silence extends Error {}

/** The two streams of SLIP that the package serialport has (RFC 1055). */
export type Slip = Pick<typeof import('serialport'), 'SlipDecoder' | 'SlipEncoder'>;

export class EspTransport {
  /** For esptool-js, which asks. */
  tracing = false;
  baudrate = 0;
  /** The last of what came: it has the text of a program that runs in place of the loader. */
  heard = '';
  private packets: Uint8Array[] = [];
  /** As `heard`, since the last flush. */
  private fresh: Buffer = Buffer.alloc(0);
  private decoder: Transform;
  /** Bytes since the last END. */
  private begun = 0;
  private readonly encoder: Transform;
  private wake: (() => void) | undefined;
  private stuck = false;
  private readonly onData = (chunk: Buffer): void => this.receive(chunk);

  /** `answerMs`: no answer is waited for longer than this, whatever esptool-js asks for. */
  constructor(
    private readonly line: SerialLine,
    private readonly answerMs: number,
    private readonly slip: Slip,
  ) {
    // A packet has an END at both sides: the first one ends what the other side took for a packet before.
    this.encoder = new slip.SlipEncoder({ bluetoothQuirk: true });
    this.decoder = this.newDecoder();
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

  /** Rejects with Silence when the port does not take the packet in time. */
  async write(data: Uint8Array): Promise<void> {
    const packet = once(this.encoder, 'data');
    this.encoder.write(Buffer.from(data));
    const [bytes] = (await packet) as [Buffer];
    // A port that is stuck stays so: what is tried again must not wait as long once more.
    let timer: NodeJS.Timeout | undefined;
    const stuck = new Promise<true>((resolve) => {
      timer = setTimeout(() => resolve(true), this.stuck ? 0 : WRITE_MS);
    });
    try {
      this.stuck = (await Promise.race([this.line.write(bytes), stuck])) === true;
    } finally {
      clearTimeout(timer);
    }
    if (this.stuck) throw new Silence(`the port takes nothing, ${WRITE_MS} ms long`);
  }

  /**
   * The next answer to a command (or another packet that does not look like one). An answer that is shorter or longer
   * than it says is dropped: the protocol has no checksum in this direction. Rejects as readRaw() does, `timeout` being
   * for all of it.
   */
  async read(timeout: number): Promise<Uint8Array> {
    const end = Date.now() + timeout;
    for (;;) {
      const packet = Buffer.from(await this.readRaw(Math.max(0, end - Date.now())));
      if (packet.length < ANSWER_HEADER || packet[0] !== ANSWER) return packet;
      if (packet.readUInt16LE(2) === packet.length - ANSWER_HEADER) return packet;
      if (Date.now() >= end) throw new Silence(`no whole answer within ${timeout} ms`);
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
    this.fresh = Buffer.alloc(0);
    this.begun = 0;
    this.forgetPartial();
  }

  /** The last of what came since the last flush, as it came. */
  peek(): Uint8Array {
    return this.fresh;
  }

  /** Waits until nothing more comes, then forgets all of it; not for ever. */
  async drainInput(quietMs = 100): Promise<void> {
    for (let left = DRAIN_LIMIT; ; left--) {
      this.packets = [];
      if (left === 0) return this.flushInput();
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

  private receive(chunk: Buffer): void {
    this.fresh = Buffer.concat([this.fresh, chunk]).subarray(-HEARD_LIMIT);
    this.heard = (this.heard + chunk.toString('latin1')).slice(-HEARD_LIMIT);
    for (let rest = chunk; rest.length > 0;) {
      const end = rest.indexOf(END) + 1;
      const part = end === 0 ? rest : rest.subarray(0, end);
      rest = rest.subarray(part.length);
      // What does not end is no packet: the decoder would keep all of it, and copy it with each byte.
      const fits = this.begun + part.length <= PACKET_LIMIT;
      if (fits) this.decoder.write(part);
      else if (this.begun <= PACKET_LIMIT) this.forgetPartial();
      this.begun = end > 0 ? 0 : this.begun + part.length;
    }
  }

  private forgetPartial(): void {
    this.decoder.removeAllListeners('data');
    this.decoder = this.newDecoder();
  }

  private newDecoder(): Transform {
    const decoder = new this.slip.SlipDecoder();
    decoder.on('data', (packet: Buffer) => {
      if (this.packets.length < PACKETS_LIMIT) this.packets.push(packet);
      this.wake?.();
    });
    return decoder;
  }
}
