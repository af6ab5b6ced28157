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
const listeners: ((envelope: Envelope) => void)[] = [];

if (!forked && send !== undefined) {
  (process as { send?: unknown }).send = undefined;
}

function post(envelope: Envelope): void {
  if (send !== undefined) {
    send.call(process, envelope);
  }
}

function receive(message: unknown): void {
  if (message !== null && typeof message === 'object' && Object.keys(message).some((key) => key.charAt(0) === '$')) {
    listeners.slice().forEach((listener) => listener(message as Envelope));
  }
}

/** Whether a runner is at the other end. */
export const present = send !== undefined;
export { post };

/** Hears the runner's envelopes; while anyone listens, the program keeps running. */
export function listen(listener: (envelope: Envelope) => void): void {
  if (listeners.length === 0) {
    process.on('message', receive);
  }
  listeners.push(listener);
}

export function unlisten(listener: (envelope: Envelope) => void): void {
  const at = listeners.indexOf(listener);
  if (at >= 0) {
    listeners.splice(at, 1);
    if (listeners.length === 0) {
      process.removeListener('message', receive);
    }
  }
}

/** Tells the runner what was counted, from the exit handler. */
export function report(counts: Report): void {
  post({ $done: counts });
}

export function skipped(reason: string): void {
  post({ $skip: String(reason) });
}
