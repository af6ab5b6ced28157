/** Folders for temporary files, which go with this process, also where a signal ends it. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { systemError, UserError } from './user_error';

/** Exit codes after a signal are 128 and the signal's number, as shells have it. */
export const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

const folders = new Set<string>();

/** A new folder of this process's own; a UserError where the system's folder for such is unusable. */
export function temporaryFolder(prefix: string): string {
  try {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), prefix));
    tidyAtTheEnd();
    folders.add(folder);
    return folder;
  } catch (error) {
    const why = systemError(error);
    if (why === undefined) throw error;
    throw new UserError(
      `No temporary file can be made in ${os.tmpdir()}. ${why.message} ` +
        'The variable TMPDIR names another folder for them.',
    );
  }
}

/** Harmless when it is gone. */
export function removeTemporaryFolder(folder: string): void {
  folders.delete(folder);
  fs.rmSync(folder, { recursive: true, force: true });
}

let tidies = false;

function tidyAtTheEnd(): void {
  if (tidies) return;
  tidies = true;
  process.on('exit', () => folders.forEach(removeTemporaryFolder));
  // By default a signal ends Node without 'exit'.
  for (const name of Object.keys(SIGNALS) as (keyof typeof SIGNALS)[]) {
    process.on(name, () => {
      // A command that has something to end itself does so.
      if (process.listenerCount(name) === 1) process.exit(128 + SIGNALS[name]);
    });
  }
}
