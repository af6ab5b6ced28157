/** What a test asks of the laboratory that its board is in: other boards and the network's conditions. */
import EventEmitter = require('node:events');

interface Answer {
  type: 'answer';
  number: number;
  value?: unknown;
  error?: string;
}

interface FromBoard {
  type: 'message' | 'exit';
  board: string;
  value: unknown;
}

const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
const boards = new Map<string, LabBoard>();
let asked = 0;
let listens = false;

interface TestMessage {
  type: string;
  [name: string]: any;
}

/** On a board that counts: how long the channel takes is up to the machine, so it is used at the end alone. */
const later: TestMessage[] | undefined = process.env.TINYGRAM_TEST === 'count' ? [] : undefined;

/** A line for whoever runs the tests; without a channel results are printed. */
function tell(message: TestMessage): void {
  if (later && message.type !== 'done') {
    later.push(message);
    return;
  }
  for (const one of later ?? []) process.send?.({ tinygram: one });
  if (process.send) {
    process.send({ tinygram: message });
    return;
  }
  const { type, kind, status, name, error, reason, text } = message;
  if (type === 'end' && kind === 'test') {
    const note = status === 'skip' || status === 'todo' ? ` # ${status.toUpperCase()} ${reason}` : '';
    console.log(`${status === 'fail' ? 'not ok' : 'ok'} - ${name}${note}`);
  }
  if (error) console.log(error.stack);
  if (type === 'diagnostic') console.log(`# ${text}`);
}

function listen(): void {
  listens = true;
  process.on('message', (message: unknown) => {
    const received = (message as { tinygram?: Answer | FromBoard } | null)?.tinygram;
    if (received?.type === 'answer') {
      const asker = waiting.get(received.number);
      waiting.delete(received.number);
      if (received.error === undefined) asker?.resolve(received.value);
      else asker?.reject(new Error(received.error));
    } else if (received !== undefined) {
      boards.get(received.board)?.emit(received.type, received.value);
    }
  });
}

/** Resolves with the answer of whoever runs the tests. */
function ask(what: string, ...args: unknown[]): Promise<unknown> {
  if (!process.send) {
    return Promise.reject(
      new Error('The laboratory is there in `tinygram test` alone, and this board has no channel.'),
    );
  }
  if (!listens) listen();
  const number = ++asked;
  return new Promise((resolve, reject) => {
    waiting.set(number, { resolve, reject });
    process.send!({ tinygram: { type: 'ask', number, what, args } });
  });
}

/** Another board of the laboratory. Emits 'message' (of its process.send()) and 'exit' (its code). */
class LabBoard extends EventEmitter {
  constructor(
    readonly name: string,
    readonly address: string,
    readonly address6: string,
  ) {
    super();
  }

  /** Resolves with the match once its console has shown the pattern, from its start on. */
  async waitFor(pattern: RegExp | string, timeout = 10_000): Promise<string[]> {
    const [source, flags] = typeof pattern === 'string' ? [undefined, ''] : [pattern.source, pattern.flags];
    return (await ask('waitFor', this.name, source, flags, String(pattern), timeout)) as string[];
  }

  /** All that its console has shown. */
  async output(): Promise<string> {
    return (await ask('output', this.name)) as string;
  }

  /** For its process.on('message'). */
  async send(message: unknown): Promise<void> {
    await ask('send', this.name, message);
  }

  /** Starts it again from its image. */
  async reset(): Promise<void> {
    await ask('reset', this.name);
  }

  /** Ends it, as when its power goes. */
  async stop(): Promise<void> {
    await ask('stop', this.name);
  }

  /** Resolves with its exit code when it has ended. */
  async exited(): Promise<number> {
    return (await ask('exited', this.name)) as number;
  }
}

const lab = {
  /** Builds an app, its path as seen from the test's file, and starts a board with it. */
  async start(app: string, options: { name?: string; args?: string[]; boot?: string[] } = {}): Promise<LabBoard> {
    const { name, address, address6 } = (await ask('start', app, options)) as LabBoard;
    const board = new LabBoard(name, address, address6);
    boards.set(name, board);
    return board;
  },

  /** Commands of the laboratory, as `tinygram run` takes them: 'loss b1-b2 30%', 'link b2 down', 'partition b1,b2'. */
  async network(...commands: string[]): Promise<string> {
    const answers: string[] = [];
    for (const command of commands) answers.push(((await ask('network', command)) as string | null) ?? '');
    return answers.filter((answer) => answer !== '').join('\n');
  },

  /** The name of the board that the test runs on. */
  get name(): string {
    return process.env.TINYGRAM_TEST_BOARD ?? 'b1';
  },
};

export = { lab, ask, tell };
