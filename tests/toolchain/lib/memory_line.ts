/** A serial line without a port: a board's loader at its other end, and control lines that reset the board. */
import { SerialLine, type UsbIds } from '#toolchain/boards/serial';
import { EspRom, type RomOptions } from './esp_rom';

export class MemoryLine extends SerialLine {
  /** What DTR and RTS were set to, in order, as "dtr rts" with 1 for active. */
  readonly steps: string[] = [];
  /** What the board does: it starts with its program. */
  state: 'program' | 'loader' = 'program';
  rom: EspRom;
  private before = { dtr: false, rts: false };

  constructor(
    private readonly options: RomOptions,
    usb?: UsbIds,
  ) {
    super('/dev/memory', usb);
    this.rom = this.start();
  }

  async write(data: Uint8Array): Promise<void> {
    this.check();
    // The board answers later, not inside of the call.
    setImmediate(() => {
      if (this.state === 'loader') this.rom.receive(Buffer.from(data));
    });
  }

  async setBaud(): Promise<void> {
    this.check();
  }

  async close(): Promise<void> {}

  /**
   * A bridge's two transistors: RTS alone holds EN low, DTR alone holds BOOT low, both together hold neither. When EN
   * is let go the chip looks at BOOT. A chip's own USB port looks at the order: through both lines into the loader.
   */
  async setLines(dtr: boolean, rts: boolean): Promise<boolean> {
    this.check();
    this.steps.push(`${Number(dtr)} ${Number(rts)}`);
    const { before } = this;
    const wasReset = before.rts && !before.dtr;
    const isReset = rts && !dtr;
    if (this.usb) {
      if (isReset && !wasReset) this.enter(before.dtr && before.rts);
    } else if (wasReset && !isReset) {
      this.enter(dtr && !rts);
    }
    this.before = { dtr, rts };
    return true;
  }

  private enter(wanted: boolean): void {
    const loader = wanted || this.rom.forced;
    this.state = loader ? 'loader' : 'program';
    this.rom = this.start();
    if (!loader) this.emit('data', Buffer.from('rst:0x1 (POWERON),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n'));
  }

  private start(): EspRom {
    return new EspRom(
      this.options,
      (data) => this.lost || this.emit('data', data),
      () => this.unplug(),
    );
  }

  /** The plug is pulled, or the power goes: the port is lost. */
  private unplug(): void {
    this.lost = true;
    this.state = 'program';
    this.emit('lost');
  }

  private check(): void {
    if (this.lost) throw new Error(`${this.name} is gone`);
  }
}
