/** Control frames between a board and the switch: ports/common/linkcontrol.h. */

const TYPE = 0x88b5;
const FRAME_SIZE = 60;
const TO_SWITCH = 0x0180c2000001;
const NUMBERS_AT = 16;

export const CONTROL = { asleep: 1, time: 2, run: 3, figures: 4 } as const;

/** What a board says of itself. */
export interface Figures {
  /** Bytes of the script heap in use, and its size. */
  heapUsed: number;
  heapSize: number;
  /** Microseconds, of the board's own clock, in which it was not asleep. */
  awake: number;
}

/** The kind and the numbers of a control frame to the switch; undefined for every other frame. */
export function readControl(frame: Buffer): { kind: number; from: Buffer; numbers: Buffer } | undefined {
  if (frame.length < FRAME_SIZE || frame.readUInt16BE(12) !== TYPE || frame.readUIntBE(0, 6) !== TO_SWITCH)
    return undefined;
  return { kind: frame.readUInt16BE(14), from: frame.subarray(6, 12), numbers: frame.subarray(NUMBERS_AT) };
}

export function readFigures(numbers: Buffer): Figures {
  return {
    heapUsed: numbers.readUInt32BE(0),
    heapSize: numbers.readUInt32BE(4),
    awake: Number(numbers.readBigUInt64BE(8)),
  };
}

/** A control frame to the board of this address. */
export function makeControl(to: Buffer, kind: number, step: number, time: number): Buffer {
  const frame = Buffer.alloc(FRAME_SIZE);
  to.copy(frame);
  frame.writeUInt8(2, 6);
  frame.writeUInt16BE(TYPE, 12);
  frame.writeUInt16BE(kind, 14);
  frame.writeUInt32BE(step, NUMBERS_AT);
  frame.writeBigUInt64BE(BigInt(time), NUMBERS_AT + 4);
  return frame;
}
