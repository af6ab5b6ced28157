/**
 * Which file a name means: built-in modules, the author's stand-ins (package.json, "tinygram": {"alias": …}), what a
 * package has for browsers in place of what a device lacks, and modules of Node's that only packages ask for.
 */
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import type * as esbuild from 'esbuild';
import { UserError } from '../user_error';
import { bareName, isBuiltin, isLacking, lackingModule } from './builtin';
import { displayPath, readJson } from './paths';

/** What the resolver must know of a file of the bundle. */
export interface FileFacts {
  /** Names that it imports or requires, and of those the ones only inside `try`. */
  names: ReadonlySet<string>;
  tried: ReadonlySet<string>;
  text: string;
}

interface Package {
  folder: string;
  name: string;
  main: string | undefined;
  browser: string | Record<string, string | false> | undefined;
  alias: Record<string, string | false>;
}

/** Marks the resolver's own questions, which it must not answer itself. */
const OWN_QUESTION = Symbol('own question');

const STANDIN = 'tinygram-standin';
const EMPTY = 'tinygram-empty';

export class Resolver {
  private readonly packages = new Map<string, Package | undefined>();
  private readonly warned = new Set<string>();
  private readonly app: Package | undefined;

  constructor(
    entry: string,
    private readonly facts: (file: string) => FileFacts | undefined,
  ) {
    this.app = this.packageOf(entry);
  }

  plugin(): esbuild.Plugin {
    return {
      name: 'tinygram-resolve',
      setup: (build) => {
        build.onResolve({ filter: /.*/ }, (args) => {
          if (args.pluginData === OWN_QUESTION || args.kind === 'entry-point') return undefined;
          return this.resolve(build, args);
        });
        build.onLoad({ filter: /.*/, namespace: EMPTY }, () => ({ contents: 'module.exports = {};\n', loader: 'js' }));
        build.onLoad({ filter: /.*/, namespace: STANDIN }, ({ path: name, pluginData }) => {
          const { importer, asker } = pluginData as { importer: string; asker: string };
          const identifiers = new Set(this.facts(importer)?.text.match(/[A-Za-z_$][\w$]*/g) ?? []);
          return { contents: standIn(name.slice(0, name.indexOf(' ')), asker, identifiers), loader: 'js' };
        });
      },
    };
  }

  private async resolve(
    build: esbuild.PluginBuild,
    args: esbuild.OnResolveArgs,
  ): Promise<esbuild.OnResolveResult | undefined> {
    const name = args.path;
    const byName = !/^\.{0,2}\//.test(name) && name !== '.' && name !== '..';
    if (byName) {
      const alias = this.app?.alias[name] ?? this.app?.alias[bareName(name)];
      if (alias !== undefined && this.app) return this.replacement(build, args, this.app, alias, 'tinygram.alias');
      if (isBuiltin(name) || name.startsWith('#')) return undefined;
      // A module in C of whoever built the firmware (runtime/core/native.h).
      if (name.startsWith('native:')) return { path: name, external: true };
      if (isLacking(name)) return this.lacking(build, args);
    }
    return this.forBrowsers(build, args, byName);
  }

  private ask(
    build: esbuild.PluginBuild,
    args: esbuild.OnResolveArgs,
    name: string,
    folder = args.resolveDir,
  ): Promise<esbuild.ResolveResult> {
    const { importer, kind, with: attributes } = args;
    return build.resolve(name, { importer, kind, resolveDir: folder, with: attributes, pluginData: OWN_QUESTION });
  }

  private async replacement(
    build: esbuild.PluginBuild,
    args: esbuild.OnResolveArgs,
    owner: Package,
    value: string | false,
    where: string,
  ): Promise<esbuild.OnResolveResult> {
    if (value === false) return { path: args.path, namespace: EMPTY };
    const found = await this.ask(build, args, value, owner.folder);
    if (found.errors.length === 0)
      return { path: found.path, external: found.external, sideEffects: found.sideEffects };
    const file = displayPath(path.join(owner.folder, 'package.json'));
    return {
      errors: [{ text: `${where} in ${file} puts "${value}" in the place of "${args.path}", and that is not there.` }],
    };
  }

  private async lacking(
    build: esbuild.PluginBuild,
    args: esbuild.OnResolveArgs,
  ): Promise<esbuild.OnResolveResult | undefined> {
    const { path: name, importer } = args;
    const asker = this.packageOf(importer);
    const map = asker?.browser;
    if (asker && typeof map === 'object') {
      const value = map[name] ?? map[bareName(name)];
      if (value !== undefined) return this.replacement(build, args, asker, value, 'browser');
    }
    // An installed package of that name takes its place; what is only tried may be missing.
    if (!name.startsWith('node:')) {
      const found = await this.ask(build, args, name);
      if (found.errors.length === 0) return { path: found.path, sideEffects: found.sideEffects };
    }
    if (this.facts(importer)?.tried.has(name)) return { path: name, external: true };
    if (!asker || !inPackage(importer)) return { errors: [{ text: lackingModule(name) }] };
    const key = `${asker.name} ${name}`;
    const text =
      `The package "${asker.name}" asks for "${name}", a module of Node.js that Tinygram does not have: ` +
      'what it uses of that throws on the device.';
    const warnings = this.warned.has(key) ? [] : [{ text }];
    this.warned.add(key);
    return {
      path: `${bareName(name)} for ${importer}`,
      namespace: STANDIN,
      pluginData: { importer, asker: asker.name },
      warnings,
    };
  }

  /** A package's file that asks for what a device lacks gives way to the one that the package has for browsers. */
  private async forBrowsers(
    build: esbuild.PluginBuild,
    args: esbuild.OnResolveArgs,
    byName: boolean,
  ): Promise<esbuild.OnResolveResult | undefined> {
    if (!byName && !inPackage(args.importer)) return undefined;
    const found = await this.ask(build, args, args.path);
    if (found.errors.length > 0 || found.external || found.namespace !== 'file') return undefined;
    const owner = inPackage(found.path) ? this.packageOf(found.path) : undefined;
    if (!owner?.browser) return undefined;
    const below = `./${path.relative(owner.folder, found.path).split(path.sep).join('/')}`;
    let value: string | false | undefined;
    if (typeof owner.browser === 'object')
      value = owner.browser[below] ?? owner.browser[below.slice(2)] ?? owner.browser[below.replace(/\.[mc]?js$/, '')];
    else if (
      owner.main !== undefined &&
      path.resolve(owner.folder, owner.main).replace(/\.js$/, '') === found.path.replace(/\.js$/, '')
    )
      value = owner.browser;
    if (value === undefined) return undefined;
    const facts = this.facts(found.path);
    const asked = [...(facts?.names ?? [])].map(bareName);
    if (!asked.some(isLacking) || asked.includes('dgram')) return undefined;
    return this.replacement(
      build,
      args,
      owner,
      value === false || value.startsWith('.') ? value : `./${value}`,
      'browser',
    );
  }

  /** The package.json above a file that has a name or is the last one up. */
  private packageOf(file: string): Package | undefined {
    const folder = path.dirname(file);
    if (!this.packages.has(folder)) this.packages.set(folder, this.readPackage(folder));
    return this.packages.get(folder);
  }

  private readPackage(folder: string): Package | undefined {
    for (let at = folder; ; at = path.dirname(at)) {
      const file = path.join(at, 'package.json');
      const data = fs.existsSync(file) ? (readJson(file) as Record<string, unknown> | null) : undefined;
      // A package.json that says only {"type": …} is no package.
      if (data && (typeof data.name === 'string' || data.tinygram !== undefined)) {
        const {
          name = path.basename(at),
          main,
          browser,
        } = data as { name?: string; main?: string; browser?: Package['browser'] };
        return { folder: at, name, main: main ?? 'index.js', browser, alias: aliasOf(data.tinygram, file) };
      }
      const above = path.dirname(at);
      if (
        path.basename(above) === 'node_modules' ||
        (path.basename(path.dirname(above)) === 'node_modules' && path.basename(above).startsWith('@'))
      ) {
        return {
          folder: at,
          name: at.slice(at.lastIndexOf('node_modules') + 'node_modules/'.length),
          main: 'index.js',
          browser: undefined,
          alias: {},
        };
      }
      if (at === above) return undefined;
    }
  }
}

/** The author's stand-ins of the app's package.json, from its field "tinygram"; a UserError where that is odd. */
function aliasOf(own: unknown, file: string): Package['alias'] {
  if (own === undefined || inPackage(file)) return {};
  const refuse = (what: string): never => {
    const reads = '"tinygram": { "alias": { "fs": "./standins/fs.js", "zlib": false } }';
    throw new UserError(`${displayPath(file)}: ${what}. It reads as in: ${reads}`);
  };
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject(own)) return refuse('"tinygram" is no object');
  const unknown = Object.keys(own).find((key) => key !== 'alias');
  if (unknown !== undefined) return refuse(`"tinygram" has "${unknown}", which is not known`);
  const { alias = {} } = own;
  if (!isObject(alias)) return refuse('"tinygram.alias" is no object');
  for (const [name, value] of Object.entries(alias)) {
    if (typeof value !== 'string' && value !== false)
      return refuse(`"tinygram.alias" has no file or package for "${name}"`);
  }
  return alias as Package['alias'];
}

export const inPackage = (file: string): boolean => file.includes(`${path.sep}node_modules${path.sep}`);

/** Reading some of Node's members throws. */
function valueOf(object: Record<string, unknown>, key: string): unknown {
  try {
    return object[key];
  } catch {
    return undefined;
  }
}

/**
 * A module of Node's for one file of a package that the device lacks it for: functions that throw when they are called,
 * for the names that the file has words for.
 */
function standIn(name: string, asker: string, identifiers: ReadonlySet<string>): string {
  const real = createRequire(__filename)(name) as unknown;
  const members = (value: object, prefix: string, depth: number): string[] =>
    Object.keys(value).flatMap((key) => {
      if (!identifiers.has(key)) return [];
      const member = valueOf(value as Record<string, unknown>, key);
      const path = `${prefix}.${key}`;
      if (typeof member === 'object' && member !== null && depth < 2)
        return [`${key}:{${members(member, path, depth + 1).join(',')}}`];
      if (typeof member === 'number' || typeof member === 'string') return [`${key}:${JSON.stringify(member)}`];
      return [`${key}:lacks(${JSON.stringify(path)})`];
    });
  const all = members(real as object, name, 1).join(',');
  const module = typeof real === 'function' ? `Object.assign(lacks(${JSON.stringify(name)}),{${all}})` : `{${all}}`;
  const text = `The package "${asker}" used `;
  const why = `, and "${name}" is a module of Node.js that Tinygram does not have.`;
  return (
    'function lacks(what){return function(){' +
    `var error=new Error(${JSON.stringify(text)}+what+${JSON.stringify(why)});` +
    'error.code="ERR_FEATURE_UNAVAILABLE_ON_PLATFORM";throw error;};}\n' +
    `module.exports=${module};\n`
  );
}
