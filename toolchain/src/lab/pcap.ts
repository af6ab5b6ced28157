/** Frames in pcap format (LINKTYPE_ETHERNET, microseconds): what tcpdump and Wireshark read. */
import * as fs from 'node:fs';
import { dirname } from 'node:path';

/** Longest frame that a record holds whole, bytes. */
const SNAP_LENGTH = 65535;

/** The head of a pcap file. */
export function pcapHeader(): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(SNAP_LENGTH, 16);
  header.writeUInt32LE(1, 20);
  return header;
}

/** One record: `time` is in milliseconds since 1970, with a fraction. */
export function pcapRecord(frame: Uint8Array, time: number): Buffer {
  const record = Buffer.alloc(16 + frame.length);
  record.writeUInt32LE(Math.floor(time / 1000), 0);
  record.writeUInt32LE(Math.floor((time % 1000) * 1000), 4);
  record.writeUInt32LE(frame.length, 8);
  record.writeUInt32LE(frame.length, 12);
  record.set(frame, 16);
  return record;
}

/** Writes a pcap file. Synchronous, so that the file is whole whenever someone looks. */
export class PcapWriter {
  private file: number;

  constructor(readonly path: string) {
    fs.mkdirSync(dirname(path), { recursive: true });
    this.file = fs.openSync(path, 'w');
    fs.writeSync(this.file, pcapHeader());
  }

  /** `time` as of pcapRecord(). After close() nothing is written. */
  write(frame: Uint8Array, time: number): void {
    if (this.file >= 0) fs.writeSync(this.file, pcapRecord(frame, time));
  }

  /** Harmless when repeated. */
  close(): void {
    if (this.file >= 0) fs.closeSync(this.file);
    this.file = -1;
  }
}
