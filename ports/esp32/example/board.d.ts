/** The module of main/board.c. Pins and channels are the chip's numbers; a wrong one throws a RangeError or Error. */
declare module 'native:board' {
  /** Makes a pin an output, or an input with its pull-up. */
  export function mode(pin: number, output: boolean): void;
  export function write(pin: number, high: boolean): void;
  export function read(pin: number): boolean;
  /** A raw value of the first converter's channel: 0 to 4095. */
  export function sample(channel: number): number;
}
