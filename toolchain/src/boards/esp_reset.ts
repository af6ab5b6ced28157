/** Starting an ESP32 through the control lines of its serial port, as the boards' auto-reset circuits have it. */
import type { SerialLine } from './serial';

/** Waits some milliseconds. */
export type Pause = (ms: number) => Promise<void>;
export const pause: Pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Espressif's own USB serial port inside a chip (USB-Serial/JTAG). */
const USB_ESPRESSIF = 0x303a;
const USB_SERIAL_JTAG = 0x1001;

/** Whether the port is a chip's own USB, not a bridge in front of its UART. */
export function isUsbSerialJtag(line: SerialLine): boolean {
  return line.usb?.vendor === USB_ESPRESSIF && line.usb.product === USB_SERIAL_JTAG;
}

/**
 * Into the ROM loader. On a bridge DTR pulls BOOT (GPIO0 or GPIO9) and RTS pulls EN; both at once pull neither.
 * `settleMs`: how long BOOT is held after EN is let go. False: no control lines, nothing happened.
 */
export async function enterLoader(line: SerialLine, settleMs: number, wait: Pause = pause): Promise<boolean> {
  if (isUsbSerialJtag(line)) {
    const lines: [boolean, boolean][] = [
      [false, false],
      [true, false],
      [true, true],
      [false, true],
      [false, false],
    ];
    for (const [dtr, rts] of lines) {
      if (!(await line.setLines(dtr, rts))) return false;
      // The chip looks at the order of the changes: DTR alone, then RTS through both.
      if (!(dtr && rts)) await wait(100);
    }
    return true;
  }
  if (!(await line.setLines(false, true))) return false;
  await wait(100);
  await line.setLines(true, false);
  await wait(settleMs);
  await line.setLines(false, false);
  return true;
}

/** Starts what the flash holds. False: no control lines, nothing happened. */
export async function restart(line: SerialLine, wait: Pause = pause): Promise<boolean> {
  if (!(await line.setLines(false, true))) return false;
  await wait(isUsbSerialJtag(line) ? 200 : 100);
  await line.setLines(false, false);
  return true;
}
