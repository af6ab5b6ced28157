/** An app's project: the folder with its package.json, found from below as npm finds it. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { displayPath } from './paths';
import { UserError } from '../user_error';

/** The app's first file in a project that does not say. */
export const DEFAULT_ENTRY = 'src/app.ts';

/** The nearest folder from `start` upwards that has a package.json; undefined where none has. */
export function projectFolder(start: string = process.cwd()): string | undefined {
  for (let folder = path.resolve(start); ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, 'package.json'))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** As appFile(), for a command that needs the app only in some cases and says itself when it is not there. */
export function appFileIfAny(named: string | undefined): string {
  if (named !== undefined) return named;
  const file = path.join(projectFolder() ?? process.cwd(), ...DEFAULT_ENTRY.split('/'));
  return path.relative(process.cwd(), file);
}

/**
 * The app's first file: the one that was named, or src/app.ts of the project that the working folder is in. A file that
 * is not there, or cannot be an app, is a UserError that says what to type.
 */
export function appFile(named: string | undefined): string {
  if (named === undefined) {
    const folder = projectFolder();
    const file = appFileIfAny(named);
    if (fs.existsSync(file)) return file;
    throw new UserError(
      folder === undefined
        ? `There is no app here: neither this folder nor one above it has a package.json. ` +
            `Make one with "tinygram new NAME", or name the app's first file.`
        : `The project in ${displayPath(folder)} has no ${DEFAULT_ENTRY}. Name the app's first file.`,
    );
  }
  if (!fs.existsSync(named))
    throw new UserError(`There is no app file ${named}. Name the app's first file, as in: tinygram build src/app.ts`);
  if (fs.statSync(named).isDirectory())
    throw new UserError(`${named} is a folder. Name the app's first file, as in: tinygram build src/app.ts`);
  if (!/\.[mc]?[jt]sx?$/.test(named)) {
    throw new UserError(
      `${named} is no TypeScript or JavaScript by its name (.ts, .js, .mjs, .cjs and the like). ` +
        "Name the app's first file, as in: tinygram build src/app.ts",
    );
  }
  return named;
}
