/**
 * The npm packages that people install: `tinygram`, for every platform, and `tinygram-<platform>-<arch>` with the
 * programs that run on this machine (the host port and the precompilers), an optional dependency of the first.
 *
 * A package has the folders of a clone, as far as the command reads them, so one code finds its way in both:
 *   build/toolchain/                the command, compiled, and the laboratory's page
 *   build/modules/                  source maps of the built-in modules, for stacks
 *   build/<port>/<engine>/          firmware of the emulated boards, without debug information; profile.elf is the one
 *                                   that `tinygram profile` runs, profile.json what it must know of it
 *   modules/library/                modules that the app build brings in (library.ts)
 *   ports/<port>/boards/  typings/  toolchain/templates/
 *   package-data.json               what a clone derives from sources (paths.ts, PackageData)
 * Nothing in it is written to after it was installed; what is made goes to the user's cache folder (cachePath()).
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { UserError, missingProgram } from '../user_error';
import { engineCode } from '../engines/engine';
import { sourceRevisions } from './deps';
import {
  builtinModules,
  compilerPath,
  ENGINES,
  filesBelow,
  firmwarePath,
  inRoot,
  PACKAGE_DATA,
  platformPackage,
  PORTS,
  displayPath,
  writeWhole,
  type Engine,
  type PackageData,
  type Port,
} from './paths';

/** Bytes that tinygram-<version>.tgz may have. */
export const PACKAGE_LIMIT = 6 * 1024 * 1024;

interface Manifest {
  name: string;
  version: string;
  description: string;
  license: string;
  engines: Record<string, string>;
  dependencies: Record<string, string>;
}

/** Dependencies of a clone that nothing of a package uses: what builds the command, its page, the built-in modules. */
const BUILD_ONLY = ['@types/node', 'preact', 'terser'];

/** What strips debug information from a port's programs. */
const STRIP: Record<Port, string> = {
  'qemu-arm': 'arm-none-eabi-strip',
  'qemu-riscv': 'riscv64-unknown-elf-strip',
  host: 'strip',
};

function run(program: string, args: string[], cwd?: string): string {
  const done = spawnSync(program, args, { encoding: 'utf8', timeout: 300_000, ...(cwd === undefined ? {} : { cwd }) });
  if ((done.error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') throw missingProgram(program);
  if (done.status !== 0)
    throw new UserError(`${program} ${args.join(' ')}: ${done.stderr || done.error?.message || `code ${done.status}`}`);
  return done.stdout;
}

/** Copies `files` (absolute) below Tinygram's folder to the same places below `folder`. */
function copy(folder: string, files: string[]): void {
  for (const file of files) {
    const to = path.join(folder, path.relative(inRoot(), file));
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.copyFileSync(file, to);
  }
}

function copyStripped(folder: string, port: Port, program: string): void {
  copy(folder, [program]);
  const copied = path.join(folder, path.relative(inRoot(), program));
  run(STRIP[port], ['--strip-all', copied]);
  fs.chmodSync(copied, 0o755);
}

/** Runs `npm pack` in a folder that holds a whole package. Returns the file, beside the folder. */
function pack(folder: string): string {
  const out = path.dirname(folder);
  const printed = run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', out], folder).trim();
  return path.join(out, printed.split('\n').pop() as string);
}

/**
 * Makes both packages below `out` from what is built: the firmware of the first board of each emulated port, and of the
 * others of `boards` ("port/board"), with each of `engines`. Returns the files, the common one first. A package over
 * PACKAGE_LIMIT is a UserError.
 */
export function makePackages(out: string, engines: readonly Engine[] = ENGINES): string[] {
  const manifest = JSON.parse(fs.readFileSync(inRoot('package.json'), 'utf8')) as Manifest;
  const { version, description, license, engines: node } = manifest;
  const common = path.join(out, 'tinygram');
  const own = path.join(out, platformPackage());
  for (const folder of [common, own]) fs.rmSync(folder, { recursive: true, force: true });

  const programs: string[] = [];
  for (const port of PORTS) {
    for (const engine of engines) {
      const firmware = firmwarePath(port, engine);
      const files = [firmware, ...(port === 'host' ? [compilerPath(engine)] : [])];
      if (port === 'qemu-arm') files.push(path.join(path.dirname(firmware), 'profile.elf'));
      for (const file of files) {
        if (!fs.existsSync(file))
          throw new UserError(`${displayPath(file)} is not built. Build all with: make package`);
        copyStripped(port === 'host' ? own : common, port, file);
        programs.push(path.relative(inRoot('build'), file));
      }
      // What symbols and debug information, which are stripped, say to `tinygram profile`.
      if (port === 'qemu-arm') copy(common, [path.join(path.dirname(firmware), 'profile.json')]);
    }
  }
  copy(common, [
    ...filesBelow(inRoot('build', 'toolchain'), (name) => /\.(js|html|css)$/.test(name)),
    ...filesBelow(inRoot('build', 'modules'), (name) => name.endsWith('.js.map')),
    ...filesBelow(inRoot('modules', 'library'), () => true),
    ...PORTS.flatMap((port) => filesBelow(inRoot('ports', port, 'boards'), (name) => name.endsWith('.json'))),
    ...filesBelow(inRoot('typings'), (name) => name.endsWith('.d.ts')).filter(
      (file) => !file.startsWith(inRoot('typings', 'native') + path.sep),
    ),
    ...filesBelow(inRoot('toolchain', 'templates'), () => true),
    inRoot('toolchain', 'scenario.schema.json'),
    inRoot('README.md'),
    inRoot('LICENSE'),
  ]);
  fs.chmodSync(path.join(common, 'build/toolchain/cli.js'), 0o755);
  const data: PackageData = {
    version,
    builtinModules: builtinModules(),
    engines: Object.fromEntries(engines.map((engine) => [engine, engineCode(engine).identity()])),
    sources: Object.fromEntries(engines.map((engine) => [engine, sourceRevisions(engine)])),
    programs,
  };
  writeWhole(path.join(common, PACKAGE_DATA), `${JSON.stringify(data, null, 2)}\n`);
  const json = (folder: string, content: object): void =>
    writeWhole(path.join(folder, 'package.json'), `${JSON.stringify(content, null, 2)}\n`);
  json(common, {
    name: 'tinygram',
    version,
    description,
    license,
    engines: node,
    bin: { tinygram: 'build/toolchain/cli.js' },
    dependencies: Object.fromEntries(
      Object.entries(manifest.dependencies).filter(([name]) => !BUILD_ONLY.includes(name)),
    ),
    optionalDependencies: { [platformPackage()]: version },
  });
  json(own, {
    name: platformPackage(),
    version,
    description: `Programs of tinygram for ${process.platform} on ${process.arch}`,
    license,
    os: [process.platform],
    cpu: [process.arch],
  });
  fs.copyFileSync(inRoot('LICENSE'), path.join(own, 'LICENSE'));

  const files = [pack(common), pack(own)];
  const { size } = fs.statSync(files[0] as string);
  if (size > PACKAGE_LIMIT)
    throw new UserError(`${displayPath(files[0] as string)} has ${size} bytes, over the limit of ${PACKAGE_LIMIT}.`);
  return files;
}
