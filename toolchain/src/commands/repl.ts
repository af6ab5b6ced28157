/** `tinygram repl`: text from the terminal is evaluated on a board that runs the app, over its channel. */
import * as acorn from 'acorn';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as readline from 'node:readline';
import type { Target } from '../cli';
import { visible } from '../boards/visible';
import { cachePath, writeWhole, type Engine } from '../build/paths';
import type { EditedText } from '../build/script';
import { ENGINE_SYNTAX } from '../engines/syntax';
import { Laboratory } from '../lab/laboratory';
import { during } from '../progress';
import { systemError, UserError } from '../user_error';
import { APP_NAME, buildFirmware, buildImage } from './build';

export interface ReplOptions extends Target {
  board?: string;
}

interface Answer {
  number: number;
  text?: string;
  names?: string[];
  error?: string;
}

/**
 * What is typed as code for the board's global eval(): declarations at the top become assignments, so that they stay,
 * and where it awaits it is an async function that returns the last expression. `declares`: it ends with a declaration,
 * whose value nobody asks for.
 */
export async function evaluable(text: string, engine: Engine): Promise<{ code: string; declares: boolean }> {
  const { default: Text } = await import('magic-string');
  // An object literal, not a block.
  const source = /^\s*\{[^]*\}\s*$/.test(text) && isExpression(`(${text.trim()})`) ? `(${text.trim()})` : text;
  const options = { ecmaVersion: 'latest', allowAwaitOutsideFunction: true } as const;
  const program = acorn.parse(source, options);
  let waits = false;
  try {
    acorn.parse(source, { ecmaVersion: 'latest' });
  } catch {
    waits = true;
  }
  const edited = new Text(source) as EditedText;
  for (const statement of program.body) {
    if (statement.type === 'VariableDeclaration') {
      edited.overwrite(statement.start, (statement.declarations[0] as acorn.Node).start, ';(');
      for (const { id, init } of statement.declarations)
        if (init === null || init === undefined) edited.appendLeft(id.end, '=void 0');
      const end = (statement.declarations[statement.declarations.length - 1] as acorn.Node).end;
      edited.appendLeft(end, ',void 0)');
    } else if (statement.type === 'ClassDeclaration' || (waits && statement.type === 'FunctionDeclaration')) {
      // Without a name of its own it gets that of what it is assigned to.
      edited.appendRight(statement.start, `;${statement.id.name}=`).remove(statement.id.start, statement.id.end);
      edited.appendLeft(statement.end, ';');
    }
  }
  const last = program.body[program.body.length - 1];
  if (waits) {
    if (last?.type === 'ExpressionStatement') edited.appendRight(last.start, 'return ');
    edited.prepend('(async()=>{').append('\n})()');
  }
  const { transform } = await import('esbuild');
  const { target, supported } = ENGINE_SYNTAX[engine];
  const { code } = await transform(edited.toString(), { target, supported, charset: 'ascii' });
  return { code, declares: last !== undefined && /Declaration$/.test(last.type) };
}

function isExpression(text: string): boolean {
  try {
    acorn.parseExpressionAt(text, 0, { ecmaVersion: 'latest' });
    return true;
  } catch {
    return false;
  }
}

/** Keeps the lines for later sessions where there is a place for them: a session goes on without. */
function keepHistory(history: string[]): void {
  try {
    writeWhole(historyFile(), history.join('\n'));
  } catch (error) {
    if (systemError(error) === undefined) throw error;
  }
}

function earlierLines(): string[] {
  try {
    return fs.readFileSync(historyFile(), 'utf8').split('\n');
  } catch (error) {
    if (systemError(error) === undefined) throw error;
    return [];
  }
}

/** Where lines of earlier sessions are kept. */
function historyFile(): string {
  const home = process.env.XDG_STATE_HOME || path.join(os.homedir(), '.local', 'state');
  return path.join(home, 'tinygram', 'repl_history');
}

/** `app`: its first file; without one the board runs nothing else. Returns the exit code. */
export async function startRepl(app: string | undefined, options: ReplOptions): Promise<number> {
  const { target: port, engine, board } = options;
  // An app of two lines that starts both.
  const entry = cachePath('repl', `${process.pid}.js`);
  const own = app === undefined ? '' : `require(${JSON.stringify(path.resolve(app))});\n`;
  writeWhole(entry, `require('tinygram/repl');\n${own}`);
  const out = entry.replace(/js$/, 'tgi');
  const more = board === undefined ? {} : { board };
  try {
    const { image, map } = await buildImage(entry, { engine, port, out, ...more });
    const firmware = await buildFirmware(port, engine, board);
    const boards = [{ name: 'b1', image, map, appName: APP_NAME, argv: [], words: [], channel: true }];
    const lab = await during('starting the board', () =>
      Laboratory.open({ port, engine, firmware, boards, network: 'lab', ...more }),
    );
    return await talk(lab, engine);
  } finally {
    for (const file of [entry, out, `${out}.map`]) fs.rmSync(file, { force: true });
  }
}

async function talk(lab: Laboratory, engine: Engine): Promise<number> {
  const waiting = new Map<number, (answer: Answer) => void>();
  let asked = 0;
  lab.board('b1')?.on('channel', (line) => {
    const answer = (JSON.parse(line) as { repl?: Answer }).repl;
    if (answer) waiting.get(answer.number)?.(answer);
  });
  const ask = (kind: 'run' | 'names', code: string): Promise<Answer> => {
    const number = ++asked;
    const answered = new Promise<Answer>((resolve) => waiting.set(number, resolve));
    lab.board('b1')?.send(JSON.stringify({ repl: { number, kind, code } }));
    return Promise.race([answered, lab.ended.then(() => ({ number, error: 'The board has ended.' }))]);
  };

  /** What a piece of text gives; undefined when it goes on in a further line. */
  const run = async (text: string): Promise<string | undefined> => {
    let made: Awaited<ReturnType<typeof evaluable>>;
    try {
      made = await evaluable(text, engine);
    } catch (error) {
      const { pos, name, message } = error as SyntaxError & { pos?: number };
      return pos !== undefined && pos >= text.trimEnd().length ? undefined : `${name}: ${message}`;
    }
    const { text: result = '', error } = await ask('run', made.code);
    // What stands below is how the text came to be evaluated.
    if (error !== undefined) return `Uncaught ${error.replace(/\n\s+at answer \(app\.js[^]*$/, '')}`;
    return made.declares ? '' : result;
  };

  /** Names after the last word, of what stands before its dot or of the global object; only of plain paths. */
  const complete = async (line: string): Promise<[string[], string]> => {
    const [, holder, start = ''] = /((?:[A-Za-z_$][\w$]*\.)*)([\w$]*)$/.exec(line) ?? [];
    const { names = [] } = await ask('names', holder ? holder.slice(0, -1) : 'globalThis');
    const found = names.filter((name) => name.startsWith(start) && /^[A-Za-z_$][\w$]*$/.test(name)).sort();
    return [found, start];
  };

  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const lines = readline.createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal,
    prompt: '',
    history: terminal ? earlierLines() : [],
    historySize: 1000,
    removeHistoryDuplicates: true,
    completer: (line: string, done: (error: Error | null, result: [string[], string]) => void) => {
      complete(line).then(
        (result) => done(null, result),
        () => done(null, [[], line]),
      );
    },
  });
  const prompt = (text: string): void => {
    if (!terminal) return;
    lines.setPrompt(text);
    lines.prompt(true);
  };
  lines.on('history', keepHistory);
  lab.on('console', (_name, text) => {
    if (terminal) process.stdout.write('\r\x1b[K');
    process.stdout.write(visible(text));
    if (terminal) lines.prompt(true);
  });
  let code = 0;
  lab.on('exit', (_name, exit) => {
    code = exit.code;
    lines.close();
  });
  // As Node's: the first Ctrl-C on an empty line says how to leave.
  lines.on('SIGINT', () => {
    const empty = pending === '' && lines.line === '';
    pending = '';
    process.stdout.write(empty ? '\n(Ctrl-D or .exit leaves)\n' : '\n');
    prompt(`${engine}> `);
  });
  let pending = '';
  prompt(`${engine}> `);
  // Lines that come while one is evaluated wait.
  for await (const line of lines) {
    if (pending === '' && line.trim() === '.exit') break;
    pending += `${line}\n`;
    const output = pending.trim() === '' ? '' : await run(pending);
    if (output !== undefined) pending = '';
    if (output !== undefined && output !== '' && output !== 'undefined') process.stdout.write(`${visible(output)}\n`);
    prompt(output === undefined ? '... ' : `${engine}> `);
  }
  lines.close();
  lab.removeAllListeners('exit');
  await lab.close();
  return code;
}

/** The app of a project, where there is one. */
export function replApp(named: string | undefined, found: string): string | undefined {
  if (named !== undefined) {
    if (!fs.existsSync(named)) throw new UserError(`There is no app file ${named}.`);
    return named;
  }
  return fs.existsSync(found) ? found : undefined;
}
