/*
 * remote.ts: the near end of agent.ts: sockets of a far program, a board or a Node process, as objects of the test.
 */
import type { RemoteInfo, SocketOptions } from 'node:dgram';
import type { NetworkInterfaceInfo } from 'node:os';

/** What carries the JSON values to an agent and back. */
export interface Wire {
  send(value: unknown): void;
  /** Set by Remote; called with every value that the agent sends. */
  receive: (value: unknown) => void;
}

/** A datagram that reached a far socket: its bytes, or for long ones whether they are the fill pattern's. */
export interface Datagram {
  from: RemoteInfo;
  data?: Buffer;
  intact?: boolean;
}

/** What the agent sends: `text`, raw bytes, or `fill` bytes of the pattern. */
export type Payload = { text: string } | { fill: number } | { base64: string };

/** An error of the far program, with Node's fields. */
export class RemoteError extends Error {
  code?: string;
  errno?: number;
  syscall?: string;
  address?: string;
  port?: number;
}

interface Incoming {
  id?: number;
  result?: unknown;
  error?: { message: string };
  socket?: string;
  event?: string;
  from?: RemoteInfo;
  base64?: string;
  intact?: boolean;
  ready?: boolean;
}

const PATIENCE = 20000;

function asError(fields: { message: string }): RemoteError {
  const { code, errno, syscall, address, port } = fields as RemoteError;
  return Object.assign(new RemoteError(fields.message), { code, errno, syscall, address, port });
}

/** A queue that can be waited on. */
class Mailbox<T> {
  readonly waiting: T[] = [];
  private takers: ((value: T) => void)[] = [];

  put(value: T): void {
    const taker = this.takers.shift();
    if (taker !== undefined) taker(value);
    else this.waiting.push(value);
  }

  /** The next value, or undefined when none comes within `milliseconds`. */
  take(milliseconds: number): Promise<T | undefined> {
    if (this.waiting.length > 0) return Promise.resolve(this.waiting.shift());
    return new Promise((resolve) => {
      const taker = (value: T): void => {
        clearTimeout(timer);
        resolve(value);
      };
      const timer = setTimeout(() => {
        this.takers = this.takers.filter((other) => other !== taker);
        resolve(undefined);
      }, milliseconds);
      this.takers.push(taker);
    });
  }
}

export interface Address {
  address: string;
  family: string;
  port: number;
}

/** A socket of the far program. */
export class RemoteSocket {
  readonly messages = new Mailbox<Datagram>();
  readonly errors = new Mailbox<RemoteError>();
  closed = false;

  constructor(
    private readonly remote: Remote,
    readonly name: string,
  ) {}

  /** Binds and resolves with address(). */
  bind(port = 0, address?: string): Promise<Address> {
    return this.remote.request('bind', this.name, [{ port, address }]) as Promise<Address>;
  }

  /** Connects and resolves with address(). */
  connect(port: number, address: string): Promise<Address> {
    return this.remote.request('connect', this.name, [port, address]) as Promise<Address>;
  }

  /** Sends one datagram (a string is text) and resolves with what the callback got. */
  send(payload: Payload | string, port?: number, address?: string): Promise<number> {
    const data = typeof payload === 'string' ? { text: payload } : payload;
    const args = port === undefined ? [data] : [data, port, address];
    return this.remote.request('send', this.name, args) as Promise<number>;
  }

  /** Sends `count` datagrams of `size` bytes, each beginning with its number (32 bits, big-endian). */
  burst(count: number, size: number, port: number, address: string, gap = 0): Promise<number> {
    return this.remote.request('burst', this.name, [count, size, port, address, gap], 60000) as Promise<number>;
  }

  /** From now on the far socket only notes the numbers of burst()'s datagrams, which is quick. */
  collect(): Promise<unknown> {
    return this.remote.request('collect', this.name, []);
  }

  /** Ends collect(): the numbers in the order of arrival, -1 for a datagram that was not as it was sent. */
  collected(): Promise<number[]> {
    return this.remote.request('collected', this.name, []) as Promise<number[]>;
  }

  /** Calls any other method of the socket. */
  call(method: string, ...args: unknown[]): Promise<unknown> {
    return this.remote.request('call', this.name, [method, ...args]);
  }

  close(): Promise<unknown> {
    return this.remote.request('close', this.name, []);
  }

  /** The next datagram; fails when none comes in time. */
  async next(milliseconds = PATIENCE): Promise<Datagram> {
    const datagram = await this.messages.take(milliseconds);
    if (datagram === undefined) throw new Error(`no datagram reached ${this.remote.name} within ${milliseconds} ms`);
    return datagram;
  }

  /** The text of the next datagram. */
  async nextText(milliseconds = PATIENCE): Promise<string> {
    return (await this.next(milliseconds)).data!.toString();
  }

  /** Resolves when nothing has come for `milliseconds`; fails when something has. */
  async quiet(milliseconds: number): Promise<void> {
    const datagram = await this.messages.take(milliseconds);
    if (datagram !== undefined) {
      const { size, address } = datagram.from;
      throw new Error(`${this.remote.name} got a datagram of ${size} bytes from ${address}`);
    }
  }
}

/** A far program that runs agent.ts. */
export class Remote {
  private readonly sockets = new Map<string, RemoteSocket>();
  private readonly pending = new Map<number, { good(result: unknown): void; bad(error: Error): void }>();
  private readonly readiness = new Mailbox<true>();
  private last = 0;
  private gone: Error | undefined;

  constructor(
    readonly name: string,
    private readonly wire: Wire,
  ) {
    wire.receive = (value) => this.take(value as Incoming);
  }

  /** Resolves when the far program has said that it is ready. */
  async ready(): Promise<this> {
    if ((await this.readiness.take(PATIENCE)) === undefined)
      throw this.gone ?? new Error(`${this.name} did not become ready within ${PATIENCE} ms`);
    return this;
  }

  /** Opens a far socket; nothing is bound yet. */
  async socket(options: SocketOptions | 'udp4' | 'udp6'): Promise<RemoteSocket> {
    const socket = new RemoteSocket(this, `s${++this.last}`);
    this.sockets.set(socket.name, socket);
    await this.request('open', socket.name, [typeof options === 'string' ? { type: options } : options]);
    return socket;
  }

  /** dns.lookup() with { all: true } and these options. */
  lookup(host: string, options: object = {}): Promise<{ address: string; family: number }[]> {
    const all = { all: true, ...options };
    return this.request('lookup', '', [host, all]) as Promise<{ address: string; family: number }[]>;
  }

  interfaces(): Promise<{ [name: string]: NetworkInterfaceInfo[] }> {
    return this.request('interfaces', '', []) as Promise<{ [name: string]: NetworkInterfaceInfo[] }>;
  }

  /** Asks the far program to close its sockets and end with this code. */
  async exit(code = 0): Promise<void> {
    await this.request('exit', '', [code]);
  }

  /** One operation of the agent. Rejects with a RemoteError, or when the answer takes too long. */
  request(op: string, socket: string, args: unknown[], milliseconds = PATIENCE): Promise<unknown> {
    if (this.gone !== undefined) return Promise.reject(this.gone);
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.pending.delete(id);
        reject(new Error(`${this.name} did not answer ${op} within ${milliseconds} ms`));
      }, milliseconds);
      this.pending.set(id, {
        good: (result) => {
          clearTimeout(timer);
          resolve(result);
        },
        bad: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      this.wire.send({ id, op, socket, args });
    });
  }

  /** Whether the far program has ended. */
  get ended(): boolean {
    return this.gone !== undefined;
  }

  /** Fails everything that still waits: the far program has ended. */
  lost(why: string): void {
    this.gone = new Error(`${this.name}: ${why}`);
    for (const waiting of this.pending.values()) waiting.bad(this.gone);
    this.pending.clear();
  }

  private take(value: Incoming): void {
    if (value.ready) {
      this.readiness.put(true);
    } else if (value.id !== undefined) {
      const waiting = this.pending.get(value.id);
      this.pending.delete(value.id);
      if (value.error !== undefined) waiting?.bad(asError(value.error));
      else waiting?.good(value.result);
    } else if (value.socket !== undefined) {
      const socket = this.sockets.get(value.socket);
      if (value.event === 'message') {
        const data = value.base64 === undefined ? undefined : Buffer.from(value.base64, 'base64');
        socket?.messages.put({ from: value.from!, data, intact: value.intact });
      } else if (value.event === 'error') {
        socket?.errors.put(asError(value.error!));
      } else if (value.event === 'close' && socket !== undefined) {
        socket.closed = true;
      }
    }
  }
}
