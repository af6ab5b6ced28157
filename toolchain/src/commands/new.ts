/** `tinygram new`: a folder with a small app, from toolchain/templates/. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { inRoot, ROOT, shown } from '../build/paths';
import { UserError } from '../user_error';

export function create(folder: string, options: { template: string }): void {
  const templates = fs.readdirSync(inRoot('toolchain', 'templates')).sort();
  if (!templates.includes(options.template)) {
    throw new UserError(`There is no template "${options.template}". There are: ${templates.join(', ')}.`);
  }
  const target = path.resolve(folder);
  if (fs.existsSync(target) && (!fs.statSync(target).isDirectory() || fs.readdirSync(target).length > 0)) {
    throw new UserError(`${shown(target)} is there already and not an empty folder. Name another one.`);
  }
  const name =
    path
      .basename(target)
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '-')
      .replace(/^[._-]+/, '') || 'app';
  fs.cpSync(inRoot('toolchain', 'templates', options.template), target, {
    recursive: true,
    filter: (source) => !['node_modules', 'build'].includes(path.basename(source)),
  });
  const manifest = path.join(target, 'package.json');
  const data = JSON.parse(fs.readFileSync(manifest, 'utf8')) as Record<string, unknown>;
  const below = path.relative(fs.realpathSync(target), ROOT);
  data.name = name;
  data.devDependencies = { tinygram: `file:${below}` };
  fs.writeFileSync(manifest, `${JSON.stringify(data, null, 2)}\n`);
  fs.writeFileSync(path.join(target, '.gitignore'), '/build/\nnode_modules/\n');
  // What `npm install` makes of the dependency, so that the app builds without a network.
  fs.mkdirSync(path.join(target, 'node_modules', '.bin'), { recursive: true });
  fs.symlinkSync(ROOT, path.join(target, 'node_modules', 'tinygram'));
  fs.chmodSync(inRoot('build', 'toolchain', 'cli.js'), 0o755);
  fs.symlinkSync(
    path.join('..', 'tinygram', 'build', 'toolchain', 'cli.js'),
    path.join(target, 'node_modules', '.bin', 'tinygram'),
  );
  process.stdout.write(`${shown(target)} is ready. Next:\n  cd ${shown(target)}\n  npx tinygram run --udp 41234\n`);
}
