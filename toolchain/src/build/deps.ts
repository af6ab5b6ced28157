/**
 * Third-party sources, brought into build/deps/ as Debian source packages and never committed.
 *
 * toolchain/deps.lock.json pins name, upstream version and the SHA-256 of the upstream tarball. apt fetches (and checks
 * Debian's signatures) with a state folder of its own, from the mirror and with the keyring that this machine's apt is
 * set up with; any Debian revision of the pinned upstream version will do, for its tarball is the same, and Debian's
 * own patches of the newest revision that the suite or its security suite serves are applied, since that is how
 * security fixes come. Where the machine trusts a mirror without signatures, the revision says so.
 * A folder appears under its name only when it is whole: it is unpacked beside and renamed.
 */
import { spawn } from 'node:child_process';
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { UserError, missingProgram } from '../user_error';
import { inRoot, packageData, displayPath, type Engine } from './paths';

export interface Dependency {
  /** For people. */
  what: string;
  /** Debian's source package and the suite that has it. */
  package: string;
  suite: string;
  /** Debian's upstream version, without revision. */
  upstream: string;
  /** The upstream tarball and the SHA-256 of its bytes. */
  file: string;
  sha256: string;
  /** A file that the folder must have. */
  marker: string;
  /** An environment variable that names a folder to use in place of this. */
  override?: string;
  /** Paths to unpack, below the tarball's top folder; all without it. */
  only?: string[];
  /** A folder of ours with patches, applied in the order of their names, before Debian's. */
  patches?: string;
}

export type Lock = Record<string, Dependency>;

/** Where apt's settings are, what to fetch, where to put it: the defaults are the machine's and the project's. */
export interface DepsOptions {
  lock?: Lock;
  /** The folder that gets one folder per dependency. */
  folder?: string;
  /** The machine's apt folder, with sources.list and sources.list.d. */
  aptFolder?: string;
  env?: NodeJS.ProcessEnv;
  /** Whether Debian is asked for newer revisions of what is there. */
  look?: boolean;
  say?: (line: string) => void;
}

/** apt-get may take so long for one step. */
const STEP_MS = 10 * 60_000;

const STAMP = '.tinygram';

export function readLock(): Lock {
  return JSON.parse(fs.readFileSync(inRoot('toolchain', 'deps.lock.json'), 'utf8')) as Lock;
}

/** What the sources that a firmware of this engine is built from are, with Debian's revisions: "lwIP 2.2.1+dfsg1-1". */
export function sourceRevisions(engine: Engine): string[] {
  const packed = packageData();
  if (packed !== undefined) return packed.sources[engine] ?? [];
  return Object.entries(readLock()).flatMap(([name, { what, override }]) => {
    const folder = inRoot('build', 'deps', name);
    const revision = heldRevision(folder);
    /* make names the pinned one too. */
    const given = override === undefined ? undefined : process.env[override];
    const other = given !== undefined && path.resolve(inRoot(), given) !== folder;
    if ((name !== 'lwip' && name !== engine) || other || revision === undefined) return [];
    return [`${what.split(',')[0]} ${revision}`];
  });
}

/**
 * Brings what is missing among `names` (all without names), and newer revisions of the rest where it is to look. Says a
 * line for each thing it does, and nothing when all is there. Where only a newer revision could be missed, a network
 * that fails is a line and no error.
 */
export async function fetchDeps(names: string[], options: DepsOptions = {}): Promise<void> {
  const lock = options.lock ?? readLock();
  const folder = options.folder ?? inRoot('build', 'deps');
  const env = options.env ?? process.env;
  const say = options.say ?? ((line) => void process.stdout.write(`deps: ${line}\n`));
  const unknown = names.find((name) => !(name in lock));
  if (unknown !== undefined)
    throw new UserError(`There is no dependency "${unknown}". There are: ${Object.keys(lock).join(', ')}.`);
  const files = path.join(folder, 'apt', 'files');
  const wanted: Wanted[] = [];
  for (const [name, dependency] of Object.entries(lock)) {
    if ((names.length > 0 && !names.includes(name)) || isElsewhere(path.join(folder, name), dependency, env)) continue;
    const target = path.join(folder, name);
    const isThere = isWhole(target, dependency);
    // Of parts that are taken as upstream has them no revision is newer.
    if (isThere && (options.look !== true || dependency.only)) continue;
    const cached = await cachedRevision(files, dependency);
    wanted.push({ dependency, target, isThere, cached });
  }
  if (wanted.length === 0) return;
  const apt = new PrivateApt(path.join(folder, 'apt'), options.aptFolder ?? '/etc/apt');
  const asked = await readIndex(apt, wanted, options.look === true, say);
  for (const { dependency, target, isThere, cached } of wanted) {
    const held = isThere ? heldRevision(target) : undefined;
    const here = latest([cached?.version, held?.split(' ')[0]]);
    const found = asked ? await apt.versions(dependency) : undefined;
    if (found !== undefined && found.versions.length === 0) {
      const gone = `Debian ${dependency.suite} has no ${dependency.package} ${dependency.upstream} any more`;
      if (here === undefined) {
        throw new UserError(
          `${gone} (it has ${found.all.join(', ') || 'none'}).` +
            (dependency.override === undefined
              ? ''
              : ` Get the source elsewhere and set ${dependency.override} to its folder.`),
        );
      }
      say(`${gone}: ${here} stays`);
    }
    const fetched = found !== undefined && (await fetchNewest(apt, dependency, found.versions, here, say));
    const revision = fetched ? await cachedRevision(files, dependency) : cached;
    if (isThere && (revision === undefined || latest([here, revision.version]) === held?.split(' ')[0])) continue;
    if (revision === undefined) {
      await verify(path.join(files, dependency.file), dependency);
      throw new UserError(`${displayPath(files)} has no Debian revision of ${dependency.what}.`);
    }
    const patched = dependency.only ? '' : ` with Debian's patches of ${shown(revision)}`;
    say(`unpacking ${displayPath(target)}${patched}`);
    await unpack(path.join(files, dependency.file), target, dependency, revision);
  }
}

/**
 * Brings the first of these versions, newest first, that the mirrors have: an index can name files that are not there
 * yet, or no more. None where all that they have is no newer than what is here. Whether one came.
 */
async function fetchNewest(
  apt: Pick<PrivateApt, 'fetch'>,
  dependency: Dependency,
  versions: string[],
  here: string | undefined,
  say: (line: string) => void,
): Promise<boolean> {
  let failure: unknown;
  for (const version of versions) {
    if (here !== undefined && compareVersions(withoutEpoch(version), here) <= 0) break;
    say(`fetching ${dependency.what}: Debian source package ${dependency.package} ${withoutEpoch(version)}`);
    try {
      await apt.fetch(dependency, version);
      return true;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      say(`${error.message}\nlooking for an older one`);
      failure = error;
    }
  }
  if (failure !== undefined) {
    if (here === undefined) throw failure;
    say(`${dependency.package} ${here} stays`);
  }
  return false;
}

interface Wanted {
  dependency: Dependency;
  target: string;
  isThere: boolean;
  /** What is left of an earlier download. */
  cached: Revision | undefined;
}

/** Whether Debian's index was read. It must be where a source is missing, else it may fail. */
async function readIndex(
  apt: PrivateApt,
  wanted: Wanted[],
  look: boolean,
  say: (line: string) => void,
): Promise<boolean> {
  const must = wanted.some(({ isThere, cached }) => !isThere && cached === undefined);
  if (!must && !look) return false;
  say('reading the package index');
  try {
    const lacking = await apt.update(wanted.map(({ dependency }) => dependency.suite));
    if (lacking !== undefined) say(lacking);
    return true;
  } catch (error) {
    if (must || !(error instanceof UserError)) throw error;
    const stays = wanted.map(({ dependency, target, cached }) => {
      return `${dependency.package} ${heldRevision(target) ?? cached?.version}`;
    });
    say(`nobody knows whether there are newer revisions, ${stays.join(', ')} stays: ${error.message}`);
    return false;
  }
}

/** What Debian makes of an upstream version. */
interface Revision {
  version: string;
  /** The archive with Debian's folder, patches in it. */
  archive: string;
  /** Whether apt has checked no signature of it. */
  unsigned: boolean;
}

const UNSIGNED = ' (signature not checked)';
const shown = ({ version, unsigned }: Revision): string => `${version}${unsigned ? UNSIGNED : ''}`;

/** What an unpacked folder was patched to, as people are told it; undefined where it has no revision. */
function heldRevision(folder: string): string | undefined {
  const file = path.join(folder, `${STAMP}-revision`);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : undefined;
}

/**
 * The newest revision of the dependency among these files: its .dsc, which apt has checked against the signed index,
 * and the archive with the hash that it names. Undefined when they or the tarball are not whole.
 */
async function cachedRevision(files: string, dependency: Dependency): Promise<Revision | undefined> {
  const { package: name, upstream } = dependency;
  const tarball = path.join(files, dependency.file);
  if (!fs.existsSync(tarball) || (await sha256(tarball)) !== dependency.sha256) return undefined;
  const start = `${name}_${upstream}-`;
  const versions = fs
    .readdirSync(files)
    .filter((file) => file.startsWith(start) && file.endsWith('.dsc'))
    .map((file) => file.slice(name.length + 1, -'.dsc'.length));
  for (const version of versions.sort((a, b) => compareVersions(b, a))) {
    const dsc = path.join(files, `${name}_${version}.dsc`);
    const [, hash, file] = /^ ([0-9a-f]{64}) \d+ (\S+\.debian\.tar\.\w+)$/m.exec(fs.readFileSync(dsc, 'utf8')) ?? [];
    const archive = path.join(files, file ?? '');
    if (file !== undefined && fs.existsSync(archive) && (await sha256(archive)) === hash)
      return { version, archive, unsigned: fs.existsSync(`${dsc}.unsigned`) };
  }
  return undefined;
}

// ---- versions of Debian ----------------------------------------------------------------------------------------

const withoutEpoch = (version: string): string => version.replace(/^\d+:/, '');

/** Where a character sorts within a part that is no number: a tilde before the end, letters before the rest. */
function rank(character: string | undefined): number {
  if (character === '~') return -1;
  if (character === undefined) return 0;
  return /[A-Za-z]/.test(character) ? character.charCodeAt(0) : character.charCodeAt(0) + 0x100;
}

function compareParts(a: string, b: string): number {
  // Text and numbers take turns, text first.
  const split = (text: string): string[] => [/^\D*/.exec(text)?.[0] ?? '', ...(text.match(/\d+|(?<=\d)\D+/g) ?? [])];
  const [as, bs] = [split(a), split(b)];
  for (let i = 0; i < Math.max(as.length, bs.length); i++) {
    const [x, y] = [as[i] ?? '', bs[i] ?? ''];
    if (i % 2 === 1) {
      const difference = BigInt(x) - BigInt(y);
      if (difference !== 0n) return difference < 0n ? -1 : 1;
      continue;
    }
    for (let at = 0; at < Math.max(x.length, y.length); at++) {
      const difference = rank(x[at]) - rank(y[at]);
      if (difference !== 0) return difference;
    }
  }
  return 0;
}

/** The order of Debian's versions (deb-version(7)): below 0 where a is older than b, above where it is newer. */
export function compareVersions(a: string, b: string): number {
  const parts = (version: string): [string, string, string] => {
    const [, epoch, upstream, revision] = /^(?:(\d+):)?(.*?)(?:-([^-]*))?$/.exec(version) ?? [];
    return [epoch ?? '0', upstream ?? '', revision ?? '0'];
  };
  const [x, y] = [parts(a), parts(b)];
  return compareParts(x[0], y[0]) || compareParts(x[1], y[1]) || compareParts(x[2], y[2]);
}

const latest = (versions: (string | undefined)[]): string | undefined =>
  versions
    .filter((version) => version !== undefined)
    .sort(compareVersions)
    .pop();

// ---- folders -----------------------------------------------------------------------------------------------------

/** Whether the environment names another folder, which must have the source. */
function isElsewhere(folder: string, dependency: Dependency, env: NodeJS.ProcessEnv): boolean {
  const other = dependency.override === undefined ? undefined : env[dependency.override];
  // The Makefile exports the default folder as the override.
  if (other && path.resolve(inRoot(), other) !== folder) {
    if (fs.existsSync(path.join(path.resolve(inRoot(), other), dependency.marker))) return true;
    throw new UserError(
      `${dependency.override}=${other}: this folder has no ${dependency.marker}, so it is not ${dependency.what}.`,
    );
  }
  return false;
}

/** Whether a folder holds the pinned source, with whatever revision's patches. */
function isWhole(folder: string, dependency: Dependency): boolean {
  const stamp = path.join(folder, STAMP);
  return fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === stampOf(dependency);
}

/** Parts of a source are taken as upstream has them. Debian's revision is in a file of its own: newer ones may come. */
function stampOf(dependency: Dependency): string {
  const { sha256: hash, only } = dependency;
  const ours = ourPatches(dependency).map((file) => {
    const digest = crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex');
    return `${path.basename(file)} ${digest}`;
  });
  return `${[hash, ...(only ?? ["with Debian's patches"]), ...ours].join('\n')}\n`;
}

function ourPatches({ patches }: Dependency): string[] {
  if (patches === undefined) return [];
  const names = fs.readdirSync(inRoot(patches)).filter((name) => name.endsWith('.patch'));
  return names.sort().map((name) => inRoot(patches, name));
}

async function sha256(file: string): Promise<string> {
  const hash = crypto.createHash('sha256');
  for await (const chunk of fs.createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function verify(tarball: string, { sha256: expected }: Dependency): Promise<void> {
  const found = await sha256(tarball);
  if (found === expected) return;
  throw new UserError(
    `${displayPath(tarball)} is not the pinned file: its hash is wrong, and nothing was unpacked.\n` +
      `  expected SHA-256 ${expected}\n  found    SHA-256 ${found}\n` +
      'Remove it and try again; if it stays so, toolchain/deps.lock.json and the mirror disagree.',
  );
}

async function unpack(tarball: string, target: string, dependency: Dependency, revision: Revision): Promise<void> {
  const temporary = `${target}.${process.pid}.tmp`;
  fs.rmSync(temporary, { recursive: true, force: true });
  fs.mkdirSync(temporary, { recursive: true });
  try {
    const args = [
      '--extract',
      '--xz',
      '--no-same-owner',
      // What was built from another revision of a file is to be built again.
      '--touch',
      '--strip-components=1',
      `--file=${tarball}`,
      `--directory=${temporary}`,
    ];
    if (dependency.only) {
      args.push(
        '--wildcards',
        '--no-wildcards-match-slash',
        '--anchored',
        ...dependency.only.map((name) => `*/${name}`),
      );
    }
    const { status, output } = await run('tar', args);
    if (status !== 0) {
      if (/xz: Cannot exec/.test(output)) throw missingProgram('xz');
      throw new UserError(`${displayPath(tarball)} could not be unpacked:\n${output.trim()}`);
    }
    if (!fs.existsSync(path.join(temporary, dependency.marker)))
      throw new UserError(`${displayPath(tarball)} has no ${dependency.marker}, so it is not ${dependency.what}.`);
    for (const patch of ourPatches(dependency)) await applyPatch(patch, displayPath(patch), temporary, dependency.what);
    if (!dependency.only) await applyPatches(temporary, dependency, revision);
    fs.writeFileSync(path.join(temporary, STAMP), stampOf(dependency));
    fs.rmSync(target, { recursive: true, force: true });
    fs.renameSync(temporary, target);
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

/** Applies Debian's patches in the order of their series, and notes the revision beside the source. */
async function applyPatches(folder: string, { what }: Dependency, revision: Revision): Promise<void> {
  const { version, archive } = revision;
  const debian = path.join(folder, '.debian');
  fs.mkdirSync(debian);
  const unpacked = await run('tar', ['--extract', '--no-same-owner', `--file=${archive}`, `--directory=${debian}`]);
  if (unpacked.status !== 0)
    throw new UserError(`${displayPath(archive)} could not be unpacked:\n${unpacked.output.trim()}`);
  const patches = path.join(debian, 'debian', 'patches');
  const series = path.join(patches, 'series');
  const names = fs.existsSync(series) ? fs.readFileSync(series, 'utf8').split('\n') : [];
  for (const name of names.map((line) => line.replace(/#.*/, '').trim()).filter(Boolean))
    await applyPatch(path.join(patches, name), `Debian's patch ${name}`, folder, `${what} ${version}`);
  fs.rmSync(debian, { recursive: true });
  fs.writeFileSync(path.join(folder, `${STAMP}-revision`), `${shown(revision)}\n`);
}

async function applyPatch(file: string, name: string, folder: string, what: string): Promise<void> {
  const args = ['--strip=1', '--batch', '--forward', '--no-backup-if-mismatch', `--directory=${folder}`];
  const { status, output } = await run('patch', [...args, `--input=${file}`]);
  if (status !== 0) throw new UserError(`${name} does not fit ${what}:\n${lastOf(output)}`);
}

async function run(program: string, args: string[], cwd?: string): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, LC_ALL: 'C' };
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    // Not spawn's own timeout: that holds the process for its whole length when the program is not there.
    const timer = setTimeout(() => child.kill(), STEP_MS);
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(error.code === 'ENOENT' ? missingProgram(program) : error);
    });
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({ status, output });
    });
  });
}

// ---- apt -----------------------------------------------------------------------------------------------------

export interface AptSource {
  uri: string;
  suites: string[];
  components: string[];
  /** Path of a keyring, or the key itself; apt's own trust without it. */
  signedBy?: string;
  /** Marked as trusted without signatures, as local mirrors are. */
  trusted?: boolean;
}

/** The sources that an apt folder lists, one-line and deb822, in apt's order; switched-off ones are left out. */
export function aptSources(aptFolder: string): AptSource[] {
  const parts = path.join(aptFolder, 'sources.list.d');
  const files = [path.join(aptFolder, 'sources.list')];
  if (fs.existsSync(parts)) {
    files.push(
      ...fs
        .readdirSync(parts)
        .sort()
        .map((name) => path.join(parts, name)),
    );
  }
  const found: AptSource[] = [];
  for (const file of files) {
    if (!fs.existsSync(file)) continue;
    if (file.endsWith('.list')) found.push(...oneLineSources(fs.readFileSync(file, 'utf8')));
    else if (file.endsWith('.sources')) found.push(...deb822Sources(fs.readFileSync(file, 'utf8')));
  }
  return found;
}

function oneLineSources(text: string): AptSource[] {
  const found: AptSource[] = [];
  for (const line of text.split('\n')) {
    const match = /^\s*deb(?:-src)?\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line);
    if (!match) continue;
    const signedBy = /(?:^|\s)signed-by=(\S+)/i.exec(match[1] ?? '')?.[1];
    found.push({
      uri: match[2] as string,
      suites: [match[3] as string],
      components: (match[4] as string).split(/\s+/).filter(Boolean),
      ...(signedBy === undefined ? {} : { signedBy }),
      ...(/(?:^|\s)trusted=yes(?:\s|$)/i.test(match[1] ?? '') ? { trusted: true } : {}),
    });
  }
  return found;
}

function deb822Sources(text: string): AptSource[] {
  const found: AptSource[] = [];
  for (const stanza of text.replace(/^#.*\n?/gm, '').split(/\n\s*\n/)) {
    const field = (name: string): string | undefined =>
      new RegExp(`^${name}:[ \\t]*(.*(?:\\n[ \\t].*)*)`, 'im').exec(stanza)?.[1]?.trim();
    const uris = field('URIs')?.split(/\s+/) ?? [];
    if (/^(no|false|0|off)$/i.test(field('Enabled') ?? 'yes')) continue;
    const signedBy = field('Signed-By');
    for (const uri of uris) {
      found.push({
        uri,
        suites: field('Suites')?.split(/\s+/) ?? [],
        components: field('Components')?.split(/\s+/) ?? [],
        ...(signedBy === undefined ? {} : { signedBy }),
        ...(/^yes$/i.test(field('Trusted') ?? '') ? { trusted: true } : {}),
      });
    }
  }
  return found;
}

/** A suite of Debian's releases themselves, not of updates, security or somebody else. */
const RELEASES = /^(?:(?:old)*stable|testing|unstable|sid|buster|bullseye|bookworm|trixie|forky|duke)$/;

/** Behind a release's name it is the suite of its security fixes. */
const SECURITY = '-security';

/** Whether one of the source's suites is a release with this behind its name. */
const hasRelease = ({ suites, components }: AptSource, suffix: string): boolean =>
  components.includes('main') &&
  suites.some((suite) => suite.endsWith(suffix) && RELEASES.test(suite.slice(0, suite.length - suffix.length)));

/** The source among the machine's that is Debian's main archive. */
export function debianMirror(sources: AptSource[]): AptSource | undefined {
  return sources.find((source) => hasRelease(source, '') && !/security/.test(source.uri));
}

/** The source among the machine's that has security fixes of Debian's releases, as "bookworm-security" and its like. */
export function securityMirror(sources: AptSource[]): AptSource | undefined {
  return sources.find((source) => hasRelease(source, SECURITY));
}

/** Suites without a release have no security fixes beside. */
const ROLLING = /^(?:unstable|sid)$/;

/** apt with all its state in one folder, so that nothing of the machine's changes. */
class PrivateApt {
  private readonly options: string[];
  /** Whether the machine's settings ask for no signatures. */
  private unsigned = false;

  constructor(
    private readonly folder: string,
    private readonly aptFolder: string,
  ) {
    const at = (name: string): string => path.join(folder, name);
    this.options = Object.entries({
      'Dir::State': at('state'),
      'Dir::State::lists': at('state/lists'),
      'Dir::State::status': at('state/status'),
      'Dir::Cache': at('cache'),
      'Dir::Etc::sourcelist': at('tinygram.sources'),
      'Dir::Etc::sourceparts': '-',
      'APT::Sandbox::User': 'root',
      'Acquire::Languages': 'none',
      'Acquire::Retries': '2',
      'Acquire::http::Timeout': '30',
      'Acquire::https::Timeout': '30',
    }).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  }

  /**
   * Reads the index of the suites' source packages, and of their security fixes where the machine has such a source.
   * Answers what people are to be told, if these alone could not be read.
   */
  async update(suites: string[]): Promise<string | undefined> {
    const sources = aptSources(this.aptFolder);
    const mirror = debianMirror(sources);
    if (!mirror) {
      throw new UserError(
        `${this.aptFolder} lists no mirror of Debian, so there is nowhere to fetch sources from. ` +
          'Add one to sources.list, or set LWIP_DIR and QUICKJS_DIR to folders that have the sources.',
      );
    }
    for (const name of ['state/lists/partial', 'cache/archives/partial', 'files'])
      fs.mkdirSync(path.join(this.folder, name), { recursive: true });
    fs.writeFileSync(path.join(this.folder, 'state', 'status'), '');
    const wanted = [...new Set(suites)].sort();
    const fixes = wanted.filter((suite) => !ROLLING.test(suite)).map((suite) => suite + SECURITY);
    const security = fixes.length > 0 ? securityMirror(sources) : undefined;
    let lacking: string | undefined;
    if (security) {
      const output = await this.readLists([stanza(mirror, wanted), stanza(security, fixes)]);
      this.unsigned = mirror.trusted === true || security.trusted === true;
      if (output === undefined) return undefined;
      const from = `${security.uri} (${fixes.join(', ')})`;
      lacking = `the index of ${from} could not be read: what is fixed there alone is missing`;
    }
    const output = await this.readLists([stanza(mirror, wanted)]);
    this.unsigned = mirror.trusted === true;
    if (output === undefined) return lacking;
    throw new UserError(
      `The index of ${mirror.uri} (${suites.join(', ')}) could not be read. Look at this machine's network ` +
        'and at its apt settings; or set LWIP_DIR and QUICKJS_DIR to folders that have the sources. apt-get says:\n' +
        lastOf(output),
    );
  }

  /** What apt-get said when it failed. */
  private async readLists(stanzas: string[]): Promise<string | undefined> {
    fs.writeFileSync(path.join(this.folder, 'tinygram.sources'), stanzas.join('\n'));
    const { status, output } = await this.apt('apt-get', ['update', '-q']);
    // apt-get update ends with 0 when some indexes failed; its warnings say so.
    const failed = status !== 0 || /^(?:E|W|Err|Ign)[: ].*(?:Failed to fetch|Could not)/m.test(output);
    return failed ? output : undefined;
  }

  /** The versions that have the pinned upstream version, newest first, and all that there are. */
  async versions({ package: name, upstream }: Dependency): Promise<{ versions: string[]; all: string[] }> {
    const records = await this.apt('apt-cache', ['showsrc', '--only-source', name]);
    const all = [...records.output.matchAll(/^Version: (\S+)/gm)].map((match) => match[1] as string);
    const fitting = all.filter((one) => withoutEpoch(one).replace(/-[^-]*$/, '') === upstream);
    return { versions: [...new Set(fitting)].sort((a, b) => compareVersions(b, a)), all };
  }

  /** Brings this version's files into files/; the tarball only where it is not whole. */
  async fetch(dependency: Dependency, version: string): Promise<void> {
    const { package: name, file } = dependency;
    const files = path.join(this.folder, 'files');
    const tarball = path.join(files, file);
    if (fs.existsSync(tarball) && (await sha256(tarball)) !== dependency.sha256) fs.rmSync(tarball);
    const { status, output } = await this.apt(
      'apt-get',
      ['source', '-q', '--download-only', '--only-source', `${name}=${version}`],
      files,
    );
    if (status !== 0 || !fs.existsSync(tarball))
      throw new UserError(`${name} ${version} could not be fetched. apt-get says:\n${lastOf(output)}`);
    const mark = path.join(files, `${name}_${withoutEpoch(version)}.dsc.unsigned`);
    if (this.unsigned) fs.writeFileSync(mark, '');
    else fs.rmSync(mark, { force: true });
  }

  private apt(program: string, args: string[], cwd?: string): Promise<{ status: number | null; output: string }> {
    return run(program, [...this.options, ...args], cwd);
  }
}

/** A source for apt, as this machine trusts it. */
function stanza({ uri, signedBy, trusted }: AptSource, suites: string[]): string {
  return [
    'Types: deb-src',
    `URIs: ${uri}`,
    `Suites: ${suites.join(' ')}`,
    'Components: main',
    ...(signedBy === undefined ? [] : [`Signed-By: ${signedBy}`]),
    ...(trusted ? ['Trusted: yes'] : []),
    '',
  ].join('\n');
}

const lastOf = (output: string): string =>
  output
    .trim()
    .split('\n')
    .slice(-6)
    .map((line) => `  ${line}`)
    .join('\n');
