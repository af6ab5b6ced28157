/**
 * The board's side of `tinygram repl`: evaluates text that comes by the channel, in the global scope, and answers with
 * what came of it. It is in the image of that command alone.
 */
import { inspect } from 'node:util';

interface Question {
  number: number;
  /** 'run': the value as text; 'names': the names of the value's properties. */
  kind: 'run' | 'names';
  code: string;
}

/* Not a direct call, so what it declares is global. */
const evaluate = globalThis.eval;

function namesOf(value: unknown): string[] {
  const names = new Set<string>();
  if (value === undefined || value === null) return [];
  for (let at = Object(value) as object; at !== null; at = Object.getPrototypeOf(at) as object)
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  return [...names];
}

async function answer({ kind, code }: Question): Promise<object> {
  try {
    const value: unknown = await evaluate(code);
    if (kind === 'names') return { names: namesOf(value) };
    (globalThis as { _?: unknown })._ = value;
    return { text: inspect(value) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? String(error)) : `thrown: ${inspect(error)}` };
  }
}

process.on('message', (message: unknown) => {
  const question = (message as { repl?: Question } | null)?.repl;
  if (question === undefined) return;
  void answer(question).then((result) => process.send?.({ repl: { number: question.number, ...result } }));
});
process.on('uncaughtException', (error: Error) => console.error(`Uncaught ${error.stack}`));
(globalThis as { require?: unknown }).require = require;

export = {};
