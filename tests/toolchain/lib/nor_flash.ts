/** A NOR flash: erased to ones by sectors, programmed by pages, which only clears bits, and without power at will. */
export const SECTOR = 4096;
const PAGE = 256;

/** The power went in the middle of a program or an erase. */
export class PowerLost extends Error {}

export class NorFlash {
  readonly data: Buffer;
  /** Pages programmed and sectors erased since the start. */
  programs = 0;
  erases = 0;
  /** Addresses of the sectors touched, for tests that look where something went. */
  readonly touched = new Set<number>();
  /** After so many programs and erases the power goes in the middle of the next one. */
  powerFor = Infinity;
  /** The last page is left with a bit that does not take, once per count. */
  weakPages = 0;

  constructor(content: number | Buffer) {
    this.data = typeof content === 'number' ? Buffer.alloc(content, 0xff) : Buffer.from(content);
  }

  get changes(): number {
    return this.programs + this.erases;
  }

  erase(at: number, size: number): void {
    const end = Math.ceil((at + size) / SECTOR) * SECTOR;
    for (let sector = Math.floor(at / SECTOR) * SECTOR; sector < end; sector += SECTOR) {
      this.touched.add(sector);
      const whole = this.spend();
      this.data.fill(0xff, sector, sector + (whole ? SECTOR : SECTOR / 2));
      if (!whole) throw new PowerLost(`while erasing 0x${sector.toString(16)}`);
      this.erases++;
    }
  }

  program(at: number, bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) {
      const here = at + done;
      const length = Math.min(bytes.length - done, PAGE - (here % PAGE));
      const whole = this.spend();
      const taken = whole ? length : Math.floor(length / 2);
      this.touched.add(Math.floor(here / SECTOR) * SECTOR);
      for (let index = 0; index < taken; index++) this.data[here + index] &= bytes[done + index] as number;
      if (!whole) throw new PowerLost(`while programming 0x${here.toString(16)}`);
      if (this.weakPages > 0) {
        this.weakPages--;
        this.data[here] = (this.data[here] as number) ^ 0x10;
      }
      this.programs++;
      done += length;
    }
  }

  private spend(): boolean {
    return this.powerFor-- > 0;
  }
}
