/*
 * agent.ts: the program at the far end of the network tests. It opens sockets and does what it is told over
 * process.send() / process.on('message'); the same source runs on the device and, as the peer, in Node.
 * remote.ts is the near end and documents the operations.
 */
import dgram = require('dgram');
import dns = require('dns');
import os = require('os');

interface Request {
  id: number;
  op: string;
  socket: string;
  args: unknown[];
}

interface Payload {
  text?: string;
  fill?: number;
  base64?: string;
}

interface Failure {
  name?: string;
  message: string;
  code?: string;
  errno?: number;
  syscall?: string;
  address?: string;
  port?: number;
  stack?: string;
}

type Reply = (result?: unknown) => void;

/** Longest payload that is reported byte for byte; a longer one is held against the fill pattern. */
const REPORTED = 2048;
/** Length of the fill pattern: a prime, so that no shift by a fragment's length goes unseen. */
const PERIOD = 251;

const pattern = Buffer.alloc(PERIOD);
for (let i = 0; i < PERIOD; i++) pattern[i] = i + 1;

const sockets: { [name: string]: dgram.Socket } = {};
/** Of sockets that collect: the numbers of burst()'s datagrams as they came, -1 for one that is not as it was sent. */
const collections: { [name: string]: number[] } = {};

function post(value: object): void {
  process.send!(value);
}

function describe(error: unknown): Failure {
  const found = error as Failure;
  return {
    name: found.name,
    message: String(found.message),
    code: found.code,
    errno: found.errno,
    syscall: found.syscall,
    address: found.address,
    port: found.port,
    stack: found.stack,
  };
}

function filled(size: number): Buffer {
  return Buffer.alloc(size, pattern);
}

function bytesOf(payload: Payload): Buffer {
  if (payload.text !== undefined) return Buffer.from(payload.text);
  if (payload.base64 !== undefined) return Buffer.from(payload.base64, 'base64');
  return filled(payload.fill!);
}

/** The number of one of burst()'s datagrams, or -1. */
function numberOf(message: Buffer): number {
  if (message.length < 4) return -1;
  const expected = filled(message.length);
  const number = message.readUInt32BE(0);
  expected.writeUInt32BE(number, 0);
  return message.equals(expected) ? number : -1;
}

function open(name: string, options: dgram.SocketOptions): void {
  const socket = dgram.createSocket(options);
  sockets[name] = socket;
  socket.on('message', (message, from) => {
    const collection = collections[name];
    if (collection !== undefined) collection.push(numberOf(message));
    else if (message.length <= REPORTED)
      post({ socket: name, event: 'message', from: from, base64: message.toString('base64') });
    else post({ socket: name, event: 'message', from: from, intact: message.equals(filled(message.length)) });
  });
  socket.on('error', (error) => post({ socket: name, event: 'error', error: describe(error) }));
  socket.on('close', () => {
    delete sockets[name];
    post({ socket: name, event: 'close' });
  });
}

/** Calls back once, with the first of 'listening'/'connect' or 'error'. */
function once(socket: dgram.Socket, event: string, then: (error?: Error) => void): void {
  function good(): void {
    socket.removeListener('error', bad);
    then();
  }
  function bad(error: Error): void {
    socket.removeListener(event, good);
    then(error);
  }
  socket.once(event, good);
  socket.once('error', bad);
}

const operations: { [op: string]: (request: Request, reply: Reply, fail: (error: unknown) => void) => void } = {
  open: (request, reply) => {
    open(request.socket, request.args[0] as dgram.SocketOptions);
    reply();
  },
  bind: (request, reply, fail) => {
    const socket = sockets[request.socket]!;
    once(socket, 'listening', (error) => (error ? fail(error) : reply(socket.address())));
    socket.bind(request.args[0] as dgram.BindOptions);
  },
  connect: (request, reply, fail) => {
    const socket = sockets[request.socket]!;
    socket.connect(
      request.args[0] as number,
      request.args[1] as string,
      ((error?: Error) => {
        if (error) fail(error);
        else reply(socket.address());
      }) as () => void,
    );
  },
  send: (request, reply, fail) => {
    const socket = sockets[request.socket]!;
    const bytes = bytesOf(request.args[0] as Payload);
    const done = (error: Error | null, count: number): void => (error ? fail(error) : reply(count));
    if (request.args.length > 1) socket.send(bytes, request.args[1] as number, request.args[2] as string, done);
    else socket.send(bytes, done);
  },
  burst: (request, reply, fail) => {
    const socket = sockets[request.socket]!;
    const count = request.args[0] as number;
    const size = request.args[1] as number;
    const gap = request.args[4] as number;
    let sent = 0;
    function step(): void {
      if (sent === count) {
        reply(sent);
        return;
      }
      const bytes = filled(size);
      bytes.writeUInt32BE(sent, 0);
      socket.send(bytes, request.args[2] as number, request.args[3] as string, (error) => {
        if (error) {
          fail(error);
          return;
        }
        sent++;
        setTimeout(step, gap);
      });
    }
    step();
  },
  collect: (request, reply) => {
    collections[request.socket] = [];
    reply();
  },
  collected: (request, reply) => {
    reply(collections[request.socket]);
    delete collections[request.socket];
  },
  close: (request, reply) => {
    sockets[request.socket]!.close(() => reply());
  },
  call: (request, reply) => {
    const socket = sockets[request.socket] as unknown as { [name: string]: (...args: unknown[]) => unknown };
    const args = request.args.slice(1);
    const result = socket[request.args[0] as string]!.apply(socket, args);
    reply(typeof result === 'object' && result === sockets[request.socket] ? null : result);
  },
  lookup: (request, reply, fail) => {
    dns.lookup(request.args[0] as string, request.args[1] as dns.LookupAllOptions, (error, addresses) => {
      if (error) fail(error);
      else reply(addresses);
    });
  },
  interfaces: (_request, reply) => {
    reply(os.networkInterfaces());
  },
  exit: (request, reply) => {
    reply();
    setTimeout(() => {
      Object.keys(sockets).forEach((name) => sockets[name]!.close());
      process.exit(request.args[0] as number);
    }, 20);
  },
};

process.on('message', (message: unknown) => {
  const request = message as Request;
  const fail = (error: unknown): void => post({ id: request.id, error: describe(error) });
  try {
    operations[request.op]!(request, (result) => post({ id: request.id, result: result }), fail);
  } catch (error) {
    fail(error);
  }
});

post({ ready: true });
