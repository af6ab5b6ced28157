/** Tells when source files change, are made or go away, as editors do it: in place or through a rename. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { UserError } from '../user_error';

/** Milliseconds without a further event before a change is told: an editor's save is several events. */
const QUIET_MS = 20;

/** Folders that hold what others made. */
const isSource = (name: string): boolean => name !== 'node_modules' && name !== 'build' && !name.startsWith('.');

export class Changes {
  private readonly watchers = new Map<string, fs.FSWatcher>();
  private timer: NodeJS.Timeout | undefined;
  private happened = false;
  private wake: (() => void) | undefined;

  /** Watches the folders of these files, and all source folders below `roots`, in place of those before. */
  watch(files: readonly string[], roots: readonly string[]): void {
    const wanted = new Set(files.map((file) => path.dirname(file)));
    const walk = (folder: string): void => {
      wanted.add(folder);
      for (const entry of fs.readdirSync(folder, { withFileTypes: true }))
        if (entry.isDirectory() && isSource(entry.name)) walk(path.join(folder, entry.name));
    };
    for (const root of roots) if (fs.existsSync(root)) walk(root);
    for (const [folder, watcher] of this.watchers) {
      if (wanted.has(folder)) continue;
      watcher.close();
      this.watchers.delete(folder);
    }
    for (const folder of wanted) if (!this.watchers.has(folder)) this.add(folder);
  }

  /** Resolves when something has changed since the last call has resolved. */
  async next(): Promise<void> {
    if (!this.happened) await new Promise<void>((resolve) => (this.wake = resolve));
    this.happened = false;
  }

  close(): void {
    for (const watcher of this.watchers.values()) watcher.close();
    this.watchers.clear();
    clearTimeout(this.timer);
  }

  private add(folder: string): void {
    try {
      const watcher = fs.watch(folder, () => this.tell());
      // The folder went away: its parent tells that too.
      watcher.on('error', () => {
        watcher.close();
        this.watchers.delete(folder);
      });
      this.watchers.set(folder, watcher);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return;
      if (code !== 'ENOSPC' && code !== 'EMFILE') throw error;
      throw new UserError(
        'The system lets this user watch no more folders. Raise the limit: ' +
          'sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512',
      );
    }
  }

  private tell(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.happened = true;
      this.wake?.();
    }, QUIET_MS);
  }
}
