/*
 * node-test.ts: our stand-in for `node:test`, as far as the dgram tests use it. Suites are read at once, tests run
 * one after another, and the program fails when a test fails or has not ended by the time the program does.
 */
type Body = () => unknown;
interface Test {
  name: string;
  body: Body;
}

const queue: Test[] = [];
const path: string[] = [];
let running = false;
let begun = 0;
let ended = 0;
let failed = 0;

process.on('exit', () => {
  const open = begun + queue.length - ended;
  if (open > 0) console.error('node:test: ' + open + ' of the tests did not end');
  if (open > 0 || failed > 0) process.exitCode = 1;
});

function next(): void {
  const test = queue.shift();
  if (test === undefined) {
    running = false;
    return;
  }
  begun++;
  Promise.resolve()
    .then(test.body)
    .then(
      () => {
        console.log('ok ' + begun + ' - ' + test.name);
      },
      (error: unknown) => {
        failed++;
        const stack = error !== null && typeof error === 'object' ? (error as Error).stack : undefined;
        console.error('not ok ' + begun + ' - ' + test.name + '\n' + String(stack || error));
      },
    )
    .then(() => {
      ended++;
      next();
    });
}

/** The last argument: options, which may stand before it, are for runners that have several threads. */
const bodyOf = (args: unknown[]): Body => args[args.length - 1] as Body;

/** Queues a test. A promise that it returns is waited for. */
export function it(name: string, ...args: unknown[]): void {
  const body = bodyOf(args);
  queue.push({ name: path.concat(name).join(' > '), body });
  if (!running) {
    running = true;
    setImmediate(next);
  }
}

/** Runs `body` at once, for the tests that it declares. */
export function describe(name: string, ...args: unknown[]): void {
  const body = bodyOf(args);
  path.push(name);
  try {
    body();
  } finally {
    path.pop();
  }
}

export const test = it;
export const suite = describe;
export default it;
