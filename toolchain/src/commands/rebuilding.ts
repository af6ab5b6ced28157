/**
 * `tinygram run --watch`: apps are built again when a file of theirs changes, and their boards start again when that
 * made another image. Types are checked beside, in a thread: an app with a wrong type runs, and the error is told.
 */
import * as path from 'node:path';
import { Changes } from '../build/changes';
import { projectFolder } from '../build/project';
import { TYPESCRIPT_FILE } from '../build/program';
import { TypesCheck } from '../build/types_check';
import { displayPath } from '../build/paths';
import { styled } from '../style';
import { systemError, UserError } from '../user_error';
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import type { BuiltImage, ImageOptions } from './build';

type Build = (app: string, options: Partial<ImageOptions>) => Promise<BuiltImage>;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** An app and the state of its files when it was built. */
interface Followed {
  app: string;
  /** Hashes of what went in, by path; undefined when the last build failed. */
  built: Map<string, string> | undefined;
}

const hashOf = (file: string): string =>
  fs.existsSync(file) ? crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex') : '';

export class Rebuilding {
  private readonly changes = new Changes();
  private readonly types = new TypesCheck();
  private readonly followed: Followed[];
  /** Errors in types that were told last, by app. */
  private readonly reported = new Map<string, string>();

  /** `apps` are absolute paths of first files. */
  constructor(
    apps: readonly string[],
    private readonly build: Build,
  ) {
    this.followed = apps.map((app) => ({ app, built: undefined }));
  }

  /** Builds every app; one that cannot be built is told and waited for. */
  async first(): Promise<void> {
    this.look();
    for (const one of this.followed) while ((await this.rebuild(one)) === undefined) await this.changes.next();
    this.look();
  }

  /**
   * Builds apps whose files change from now on; `restart` starts the boards of one again and gives their names. Never
   * rejects.
   */
  async follow(restart: (app: string) => Promise<string[]>): Promise<void> {
    for (;;) {
      await this.changes.next();
      this.look();
      for (const one of this.followed) {
        if (!hasChanged(one)) {
          // A file of types alone is not in the image.
          this.check(one.app);
          continue;
        }
        const made = await this.rebuild(one);
        if (made?.changed) {
          const names = await restart(one.app);
          say(
            styled('cyan', `${displayPath(one.app)} has changed: ${names.join(', ')} started again.`, process.stderr),
          );
        }
        this.look();
      }
    }
  }

  close(): void {
    this.changes.close();
    this.types.close();
  }

  /** Undefined when it could not be built, which was told. */
  private async rebuild(one: Followed): Promise<BuiltImage | undefined> {
    one.built = undefined;
    try {
      const made = await this.build(one.app, { unchecked: true, release: false });
      one.built = stateOf(made.inputs);
      this.check(one.app);
      return made;
    } catch (error) {
      // What does not hold without the check of types may be an error that the check explains better.
      const known = await this.build(one.app, { release: false }).then(
        (made) => {
          one.built = stateOf(made.inputs);
          return made;
        },
        (better: unknown) => (better instanceof UserError ? better : (systemError(better) ?? (error as Error))),
      );
      if (!(known instanceof Error)) return known;
      if (!(known instanceof UserError)) throw known;
      say(`${known.message}\n${styled('red', 'Waiting for a change.', process.stderr)}`);
      return undefined;
    }
  }

  /** Tells errors that were not told yet, and when there are none any more. */
  private check(app: string): void {
    if (!TYPESCRIPT_FILE.test(app)) return;
    void this.types.check(app).then((errors) => {
      const before = this.reported.get(app) ?? '';
      this.reported.set(app, errors);
      if (errors === before) return;
      say(errors || styled('green', `${displayPath(app)}: its types are right again.`, process.stderr));
    });
  }

  private look(): void {
    const files = this.followed.flatMap(({ built }) => [...(built?.keys() ?? [])]);
    const configs = this.followed.map(({ app }) =>
      path.join(projectFolder(path.dirname(app)) ?? path.dirname(app), 'x'),
    );
    const roots = this.followed.map(({ app }) => path.dirname(app));
    this.changes.watch(
      [...files.filter((file) => !file.includes(`${path.sep}node_modules${path.sep}`)), ...configs],
      roots,
    );
  }
}

/** Also of the project's own settings, which decide how files are found and checked. */
function stateOf(inputs: readonly string[]): Map<string, string> {
  const folder = projectFolder(path.dirname(inputs[0] ?? '')) ?? '';
  const settings = ['package.json', 'tsconfig.json'].map((name) => path.join(folder, name));
  return new Map([...inputs, ...settings].map((file) => [file, hashOf(file)]));
}

const hasChanged = ({ built }: Followed): boolean =>
  built === undefined || [...built].some(([file, hash]) => hashOf(file) !== hash);
