/*
 * harness.ts: the board's end of the channel to the conformance runner. Lines that the stand-ins exchange with
 * the runner have one key that begins with "$"; everything else on the channel is the test's own process.send().
 *
 * A program that Node would start without a parent must not see one: in it process.send is hidden.
 */

interface Report {
  /** Calls that the test expected (mustCall and friends), and those whose count was wrong. */
  expectations: number;
  unmet: number;
}

type Envelope = { [key: string]: unknown };
type Send = (message: unknown) => boolean;

const send = process.send as Send | undefined;
const forked = process.env.CONFORMANCE_CHILD !== undefined;
let listener: ((envelope: Envelope) => void) | undefined;
let holds = 0;

if (!forked && send !== undefined) (process as { send?: unknown }).send = undefined;

function post(envelope: Envelope): void {
  if (send !== undefined) send.call(process, envelope);
}

function receive(message: unknown): void {
  if (message !== null && typeof message === 'object' && Object.keys(message).some((key) => key.charAt(0) === '$'))
    if (listener !== undefined) listener(message as Envelope);
}

/** Whether a runner is at the other end. */
export const present = send !== undefined;
export { post };

/** Who hears the runner's envelopes, while someone holds the channel. */
export function hear(by: (envelope: Envelope) => void): void {
  listener = by;
}

/** Keeps the program running and listening to the runner, until as many calls of release(). */
export function hold(): void {
  if (holds++ === 0) process.on('message', receive);
}

export function release(): void {
  if (--holds === 0) process.removeListener('message', receive);
}

/** Tells the runner what was counted, from the exit handler. */
export function report(counts: Report): void {
  post({ $done: counts });
}

export function skipped(reason: string): void {
  post({ $skip: String(reason) });
}
