/** QEMU's debugging stub: stops a board at an address and reads its registers and memory. */
import * as net from 'node:net';

/** Bytes that one request reads at most; the stub's own limit is above that. */
const READ_MAX = 1024;

/** How replies begin. That the board has stopped is also said unasked, when one connects. */
const STOPPED = /^[TSWX]/;
const ANSWER = /^(?![TSWX])/;

export interface Memory {
  /** Rejects when there is no memory. */
  read(address: number, size: number): Promise<Buffer>;
}

const checksum = (text: string): string =>
  (Buffer.from(text, 'latin1').reduce((sum, byte) => sum + byte, 0) & 255).toString(16).padStart(2, '0');

export class Stub implements Memory {
  private rest = '';
  private ended = false;
  private waiting: ((reply: string | undefined) => void) | undefined;

  private constructor(private readonly socket: net.Socket) {
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.receive(text));
    const end = (): void => {
      this.ended = true;
      this.waiting?.(undefined);
    };
    socket.on('error', end);
    socket.on('close', end);
  }

  /** Connects, which stops the board. */
  static async connect(place: string): Promise<Stub> {
    const socket = net.connect(place);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    const stub = new Stub(socket);
    await stub.ask('?', STOPPED);
    return stub;
  }

  /** From now on the board stops before it executes what is there. */
  async stopAt(address: number): Promise<void> {
    const reply = await this.ask(`Z0,${address.toString(16)},2`, ANSWER);
    if (reply !== 'OK') throw new Error(`QEMU sets no breakpoint at 0x${address.toString(16)}: ${reply}`);
  }

  /** Runs until it stops; false when it has ended instead. */
  async resume(): Promise<boolean> {
    return /^[TS]/.test((await this.ask('c', STOPPED)) ?? '');
  }

  /** Executes one instruction, which may be one that the board stops at. */
  async step(): Promise<void> {
    await this.ask('s', STOPPED);
  }

  /** r0 to r13. */
  async registers(): Promise<number[]> {
    const bytes = Buffer.from((await this.ask('g', ANSWER)) ?? '', 'hex');
    return Array.from({ length: 14 }, (_, at) => (bytes.length >= at * 4 + 4 ? bytes.readUInt32LE(at * 4) : 0));
  }

  async read(address: number, size: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let at = 0; at < size; at += READ_MAX) {
      const part = Math.min(READ_MAX, size - at);
      const reply = (await this.ask(`m${(address + at).toString(16)},${part.toString(16)}`, ANSWER)) ?? '';
      const bytes = Buffer.from(reply, 'hex');
      if (bytes.length !== part) throw new Error(`no memory at 0x${(address + at).toString(16)}: ${reply}`);
      parts.push(bytes);
    }
    return Buffer.concat(parts);
  }

  close(): void {
    this.socket.destroy();
  }

  /** The first reply of that kind, or undefined when the board has ended. */
  private ask(packet: string, kind: RegExp): Promise<string | undefined> {
    if (this.ended) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.waiting = (text) => {
        if (text !== undefined && !kind.test(text)) return;
        this.waiting = undefined;
        resolve(text);
      };
      this.socket.write(`$${packet}#${checksum(packet)}`);
    });
  }

  private receive(text: string): void {
    this.rest += text;
    for (;;) {
      const match = /^[^$]*\$([^#]*)#[0-9a-f]{2}/s.exec(this.rest);
      if (match === null) return;
      this.rest = this.rest.slice(match[0].length);
      this.socket.write('+');
      this.waiting?.(match[1]!);
    }
  }
}
