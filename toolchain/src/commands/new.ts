/** `tinygram new`: a folder with a small app, from toolchain/templates/. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { inRoot, packageData, ROOT, displayPath } from '../build/paths';
import { shellWord, UserError } from '../user_error';

interface Manifest {
  name: string;
  /** One line that `tinygram new` shows of the template. */
  description?: string;
  devDependencies: Record<string, string>;
}

/** Files that every app gets. */
const EVERY = 'every';

/** The names of the templates, sorted. */
export const templateNames = (): string[] =>
  fs
    .readdirSync(inRoot('toolchain', 'templates'))
    .filter((name) => name !== EVERY)
    .sort();

/** A name that npm takes, from that of a folder. */
function packageName(folder: string): string {
  const name = path
    .basename(folder)
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '')
    .slice(0, 200);
  // npm refuses a package that depends on one of its own name, and these two names for any.
  return ['', 'node_modules', 'favicon.ico'].includes(name) ? 'app' : name === 'tinygram' ? 'tinygram-app' : name;
}

/**
 * Makes the app in a folder beside the one that is asked for, or in an empty one that is there, and puts it in its
 * place when it is whole: what fails on the way (a full disk, say) leaves nothing behind.
 */
export function create(folder: string, options: { template: string }): void {
  if (!templateNames().includes(options.template))
    throw new UserError(`There is no template "${options.template}". There are: ${templateNames().join(', ')}.`);
  const target = path.resolve(folder);
  if (fs.existsSync(target) && (!fs.statSync(target).isDirectory() || fs.readdirSync(target).length > 0))
    throw new UserError(`${displayPath(target)} is there already and not an empty folder. Name another one.`);
  // An empty folder that is there stays: somebody's shell may be in it.
  const empty = fs.existsSync(target);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const half = fs.mkdtempSync(path.join(empty ? target : path.dirname(target), '.tinygram-new-'));
  try {
    fill(half, target, options.template);
    if (empty) {
      for (const name of fs.readdirSync(half)) fs.renameSync(path.join(half, name), path.join(target, name));
      fs.rmdirSync(half);
    } else {
      fs.chmodSync(half, 0o777 & ~process.umask());
      fs.renameSync(half, target);
    }
  } catch (error) {
    fs.rmSync(half, { recursive: true, force: true });
    throw error;
  }
  const manifest = JSON.parse(fs.readFileSync(path.join(target, 'package.json'), 'utf8')) as {
    scripts?: { start?: string };
  };
  const start = manifest.scripts?.start ?? 'tinygram run';
  // A name that begins with a dash would be an option of cd's.
  const place = shellWord(displayPath(target)).replace(/^(?='?-)/, './');
  const enter = target === process.cwd() ? '' : `  cd ${place}\n`;
  process.stdout.write(`${displayPath(target)} is ready. Next:\n${enter}  npx ${start}\n`);
}

function fill(folder: string, target: string, template: string): void {
  for (const part of [EVERY, template]) {
    fs.cpSync(inRoot('toolchain', 'templates', part), folder, {
      recursive: true,
      // As seen from the template: the command may lie in a node_modules itself.
      filter: (source) => !['node_modules', 'build'].includes(path.basename(source)),
    });
  }
  const file = path.join(folder, 'package.json');
  const manifest = JSON.parse(fs.readFileSync(file, 'utf8')) as Manifest;
  const version = packageData()?.version;
  // In a clone the version is the clone itself, by its place.
  const here = fs.realpathSync(path.dirname(target));
  const place = path.relative(path.join(here, path.basename(target)), ROOT);
  manifest.name = packageName(target);
  manifest.devDependencies = { ...manifest.devDependencies, tinygram: version ?? `file:${place}` };
  fs.writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
  fs.writeFileSync(path.join(folder, '.gitignore'), '/build/\nnode_modules/\n');
  // What `npm install` makes of the dependency, so that the app builds, and an editor checks it, without a network.
  const modules = path.join(folder, 'node_modules');
  fs.mkdirSync(path.join(modules, '.bin'), { recursive: true });
  fs.symlinkSync(ROOT, path.join(modules, 'tinygram'));
  fs.symlinkSync(path.join('..', 'tinygram', 'build', 'toolchain', 'cli.js'), path.join(modules, '.bin', 'tinygram'));
}
