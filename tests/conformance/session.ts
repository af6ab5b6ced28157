/*
 * session.ts: one run of one of Node's tests: a main program, and the programs that it forks, each on a board of
 * its own. Knows no board: whoever calls gives a function that starts one.
 */

/** How a program ended: an exit code, or the name of the signal that the parent sent. */
export interface Ending {
  code: number | null;
  signal: string | null;
}

/** A started program. Its channel carries one JSON value per line in both directions. */
export interface Program {
  /** Sends a value to the program's process.on('message'). */
  post(value: unknown): void;
  /** Ends it at once; `exited` then resolves. Harmless when it has ended. */
  kill(): void;
  /** Resolves when it has ended and all that it wrote has been handed over. */
  readonly exited: Promise<{ code: number | null }>;
}

export interface Start {
  args: string[];
  /** False for the test itself, true for what it forks. */
  forked: boolean;
  /** Number of the board within the session, 0 for the test itself. */
  number: number;
  /** Gets every value that the program sends. */
  receive(value: unknown): void;
}

export type Starter = (start: Start) => Promise<Program>;

/** Why a test did not pass, or undefined when it did. */
export interface Verdict {
  failure?: string;
  /** What common.skip() said, when it was called. */
  skipped?: string;
  /** Calls that the programs expected and checked at their ends. */
  expectations: number;
  /** Programs that were started. */
  boards: number;
}

export interface Limits {
  /** Milliseconds of real time for the whole session. */
  time: number;
  /** Programs that may run at once; further forks wait for one to end. */
  boards: number;
}

interface Child {
  id: number;
  args: string[];
  program?: Program;
  /** Values for a program that waits to be started. */
  early: unknown[];
  signal: string | null;
  ended: boolean;
  done: boolean;
}

interface ForkRequest {
  id: number;
  args: string[];
}

function envelopeOf(value: unknown): [string, never] | undefined {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    const keys = Object.keys(value);
    if (keys.length === 1 && keys[0]!.startsWith('$'))
      return [keys[0]!, (value as { [key: string]: never })[keys[0]!]!];
  }
  return undefined;
}

/** Runs a test to its end, or to the end of its time. */
export async function runSession(starter: Starter, limits: Limits): Promise<Verdict> {
  const children = new Map<number, Child>();
  const problems: string[] = [];
  const verdict: Verdict = { expectations: 0, boards: 0 };
  const endings: Promise<void>[] = [];
  const queue: Child[] = [];
  let mainDone = false;
  let running = 0;
  let over = false;

  const count = (report: { expectations: number; unmet: number }) => {
    verdict.expectations += report.expectations;
    if (report.unmet > 0) problems.push(`${report.unmet} of ${report.expectations} expected calls had a wrong count`);
  };

  const finish = (child: Child, ending: Ending) => {
    child.ended = true;
    if (ending.signal === null && ending.code !== 0)
      problems.push(`board ${child.id} (${child.args.join(' ')}) ended with exit code ${ending.code}`);
    else if (ending.signal === null && !child.done)
      problems.push(`board ${child.id} (${child.args.join(' ')}) ended without having checked its calls`);
    if (!over) main.post({ $exit: { id: child.id, code: ending.code, signal: ending.signal } });
  };

  const launch = async (child: Child): Promise<void> => {
    running++;
    verdict.boards++;
    const program = await starter({
      args: child.args,
      forked: true,
      number: child.id,
      receive: (value) => {
        const envelope = envelopeOf(value);
        if (envelope === undefined) {
          main.post({ $message: { id: child.id, message: value } });
        } else if (envelope[0] === '$done') {
          child.done = true;
          count(envelope[1]);
        } else if (envelope[0] === '$skip') {
          verdict.skipped = String(envelope[1]);
        } else {
          problems.push(`a forked board sent ${envelope[0]}, which only the test itself may`);
        }
      },
    });
    child.program = program;
    child.early.splice(0).forEach((value) => program.post(value));
    if (child.signal !== null) program.kill();
    const ended = await program.exited;
    running--;
    finish(child, child.signal === null ? { code: ended.code, signal: null } : { code: null, signal: child.signal });
    startNext();
  };

  const startNext = () => {
    while (!over && running < limits.boards && queue.length > 0) {
      endings.push(
        launch(queue.shift()!).catch((error: unknown) => {
          problems.push(String(error));
        }),
      );
    }
  };

  const fork = (request: ForkRequest) => {
    const child: Child = {
      id: request.id,
      args: request.args,
      early: [],
      signal: null,
      ended: false,
      done: false,
    };
    children.set(child.id, child);
    queue.push(child);
    startNext();
  };

  const kill = (child: Child, signal: string) => {
    if (child.ended || child.signal !== null) return;
    child.signal = signal;
    const waiting = queue.indexOf(child);
    if (waiting >= 0) {
      queue.splice(waiting, 1);
      finish(child, { code: null, signal });
    } else {
      child.program?.kill();
    }
  };

  const fromMain = (value: unknown) => {
    const envelope = envelopeOf(value);
    if (envelope === undefined) {
      problems.push(`the test sent ${JSON.stringify(value)} without having a parent`);
      return;
    }
    const request = envelope[1] as { id: number; args: string[]; message: unknown; signal: string };
    const child = children.get(request.id);
    switch (envelope[0]) {
      case '$done':
        mainDone = true;
        count(envelope[1]);
        break;
      case '$skip':
        verdict.skipped = String(envelope[1]);
        break;
      case '$fork':
        fork(request);
        break;
      case '$send':
        if (child?.program !== undefined) child.program.post(request.message);
        else child?.early.push(request.message);
        break;
      case '$kill':
        if (child !== undefined) kill(child, request.signal);
        break;
      case '$disconnect':
        break;
      default:
        problems.push(`the test sent ${envelope[0]}, which is unknown`);
    }
  };

  running++;
  verdict.boards++;
  const main = await starter({ args: [], forked: false, number: 0, receive: fromMain });
  let late = false;
  const alarm = setTimeout(() => {
    late = true;
    main.kill();
  }, limits.time);
  const ended = await main.exited;
  clearTimeout(alarm);
  over = true;
  for (const child of children.values()) {
    if (!child.ended) {
      child.signal ??= 'SIGTERM';
      child.program?.kill();
    }
  }
  await Promise.all(endings);

  if (late) problems.unshift(`no end within ${limits.time / 1000} s`);
  else if (ended.code !== 0) problems.unshift(`exit code ${ended.code}`);
  else if (!mainDone) problems.unshift('it ended without having checked its calls');
  if (verdict.skipped !== undefined) problems.push(`it skipped itself: ${verdict.skipped}`);
  if (problems.length > 0) verdict.failure = problems.join('; ');
  return verdict;
}
