/**
 * What the laboratory tells its page: one endless response of messages, each its length in 4 bytes (little-endian, as
 * all numbers here), a byte for its kind, and its content. Runs in Node and in a browser.
 */
import type { Setting } from './conditions';

export const MESSAGE = { json: 0, frames: 1, fates: 2 } as const;

/** In the order of their numbers on the wire. */
export const FATES = ['delivered', 'lost', 'dropped', 'duplicated', 'damaged', 'reordered', 'delayed'] as const;
export type PageFate = (typeof FATES)[number];

/** The place of "no station": a fate that befell a frame as it entered the switch. */
export const NO_STATION = 0xffff;

export interface BoardState {
  name: string;
  running: boolean;
  code?: number;
  up: boolean;
  /** Bytes of memory and milliseconds of processor time of its process; absent where the system does not say. */
  memory?: number;
  cpu?: number;
  /** Bytes of the script heap in use and in all, and instructions of an emulated board since its start. */
  heap?: number;
  heapSize?: number;
  instructions?: number;
  sent: number;
  delivered: number;
  lost: number;
}

export type PageMessage =
  | { type: 'hello'; stations: string[]; boards: string[]; port: string; engine: string; seed: number; since: number }
  | {
      type: 'state';
      time: number;
      settings: Setting[];
      partition: string[] | null;
      paused: boolean;
      boards: BoardState[];
    }
  | { type: 'console'; name: string; text: string }
  /** Frames that the page was too slow for. */
  | { type: 'skipped'; frames: number };

export interface FrameMessage {
  number: number;
  /** Milliseconds since 1970. */
  time: number;
  /** Place in `stations`. */
  from: number;
  frame: Uint8Array;
}

export interface FateMessage {
  number: number;
  time: number;
  /** Place in `stations`, or NO_STATION. */
  to: number;
  /** Place in FATES. */
  fate: number;
}

const FRAME_HEAD = 20;
const FATE_SIZE = 15;

/** Puts length and kind before a content. */
export function makeMessage(kind: number, content: Uint8Array): Uint8Array {
  const message = new Uint8Array(5 + content.length);
  new DataView(message.buffer).setUint32(0, 1 + content.length, true);
  message[4] = kind;
  message.set(content, 5);
  return message;
}

export function jsonMessage(message: PageMessage): Uint8Array {
  return makeMessage(MESSAGE.json, new TextEncoder().encode(JSON.stringify(message)));
}

export function framesMessage(frames: readonly FrameMessage[]): Uint8Array {
  const content = new Uint8Array(frames.reduce((sum, { frame }) => sum + FRAME_HEAD + frame.length, 0));
  const data = new DataView(content.buffer);
  let at = 0;
  for (const { number, time, from, frame } of frames) {
    data.setUint32(at, number, true);
    data.setFloat64(at + 4, time, true);
    data.setUint32(at + 12, from, true);
    data.setUint32(at + 16, frame.length, true);
    content.set(frame, at + FRAME_HEAD);
    at += FRAME_HEAD + frame.length;
  }
  return makeMessage(MESSAGE.frames, content);
}

export function readFrames(content: Uint8Array): FrameMessage[] {
  const data = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const frames: FrameMessage[] = [];
  for (let at = 0; at + FRAME_HEAD <= content.length;) {
    const end = at + FRAME_HEAD + data.getUint32(at + 16, true);
    frames.push({
      number: data.getUint32(at, true),
      time: data.getFloat64(at + 4, true),
      from: data.getUint32(at + 12, true),
      // A copy: a view would keep the whole message alive.
      frame: content.slice(at + FRAME_HEAD, end),
    });
    at = end;
  }
  return frames;
}

export function fatesMessage(fates: readonly FateMessage[]): Uint8Array {
  const content = new Uint8Array(fates.length * FATE_SIZE);
  const data = new DataView(content.buffer);
  fates.forEach(({ number, time, to, fate }, i) => {
    const at = i * FATE_SIZE;
    data.setUint32(at, number, true);
    data.setFloat64(at + 4, time, true);
    data.setUint16(at + 12, to, true);
    data.setUint8(at + 14, fate);
  });
  return makeMessage(MESSAGE.fates, content);
}

export function readFates(content: Uint8Array): FateMessage[] {
  const data = new DataView(content.buffer, content.byteOffset, content.byteLength);
  return Array.from({ length: Math.floor(content.length / FATE_SIZE) }, (_, i) => ({
    number: data.getUint32(i * FATE_SIZE, true),
    time: data.getFloat64(i * FATE_SIZE + 4, true),
    to: data.getUint16(i * FATE_SIZE + 12, true),
    fate: data.getUint8(i * FATE_SIZE + 14),
  }));
}

/** Cuts a stream into messages. */
export class MessageReader {
  private rest: Uint8Array = new Uint8Array();

  push(chunk: Uint8Array, onMessage: (kind: number, content: Uint8Array) => void): void {
    let data = chunk;
    if (this.rest.length > 0) {
      data = new Uint8Array(this.rest.length + chunk.length);
      data.set(this.rest);
      data.set(chunk, this.rest.length);
    }
    let at = 0;
    const head = new DataView(data.buffer, data.byteOffset, data.byteLength);
    while (at + 4 <= data.length) {
      const end = at + 4 + head.getUint32(at, true);
      if (end > data.length) break;
      onMessage(data[at + 4] as number, data.subarray(at + 5, end));
      at = end;
    }
    this.rest = data.slice(at);
  }
}
