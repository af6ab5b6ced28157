/**
 * Types checked beside other work, in a thread of its own that keeps what it has read:
 *
 *   const types = new TypesCheck();
 *   const errors = await types.check('/app/src/app.ts');   // '' when there are none
 *   types.close();
 */
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { UserError } from '../user_error';
import type { Checked } from './program';

interface Answer {
  errors?: string;
  /** A defect of ours: its stack. */
  defect?: string;
}

export class TypesCheck {
  private readonly worker = new Worker(__filename);
  private last: Promise<unknown> = Promise.resolve();

  constructor() {
    this.worker.unref();
  }

  /** Resolves with the errors of the program whose first file this is, as text for people. */
  check(entry: string): Promise<string> {
    const answer = this.last.then(
      () =>
        new Promise<string>((resolve, reject) => {
          this.worker.once('message', ({ errors, defect }: Answer) =>
            defect === undefined ? resolve(errors ?? '') : reject(new Error(defect)),
          );
          this.worker.postMessage(entry);
        }),
    );
    this.last = answer.catch(() => undefined);
    return answer;
  }

  close(): void {
    void this.worker.terminate();
  }
}

async function answer(entry: string, before: Map<string, Checked>): Promise<Answer> {
  const { checkedProgram } = await import('./program.js');
  const checked = before.get(entry) ?? { files: new Map() };
  before.set(entry, checked);
  try {
    checkedProgram(entry, checked);
    return { errors: '' };
  } catch (error) {
    if (error instanceof UserError) return { errors: error.message };
    return { defect: String((error as Error).stack) };
  }
}

const port = parentPort;
if (!isMainThread && port) {
  const before = new Map<string, Checked>();
  port.on('message', (entry: string) => void answer(entry, before).then((result) => port.postMessage(result)));
}
