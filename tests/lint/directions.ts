/**
 * Dependencies go one way (design: modules → typings/native; bindings → core + net; net → core's bytes, errors, loop
 * and timer, port.h, lwIP; core → port.h and the engine's C API; ports → runtime/include, ports/common, lwIP, SDK).
 * This reads every #include and import and says which lines go against it.
 */
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

interface Room {
  /** Path prefix of the files in the room; the first room whose prefix fits a file is its room. */
  files: string;
  /** What its files may name: path prefixes of the repo, or the names of outside headers and packages. */
  may: RegExp;
}

const ENGINE_API = 'jerryscript(-[a-z]+)?\\.h';

/** C rooms: `may` is matched against the repo path of a quoted include, or `<name>` of an angled one. */
const C_ROOMS: Room[] = [
  // core/engine.h and core/engine_calls.h alone name an engine.
  {
    files: 'runtime/core/engine',
    may: new RegExp(`^(runtime/engine/(jerryscript|quickjs)/(glue|identity)\\.h$|${ENGINE_API}$|<(?!lwip|netif/))`),
  },
  { files: 'runtime/core/', may: new RegExp(`^(runtime/core/|runtime/include/|${ENGINE_API}$|<(?!lwip|netif/))`) },
  {
    files: 'runtime/net/',
    may: new RegExp(
      '^(runtime/net/|runtime/core/(bytes|loop|errors|timer)\\.h|runtime/include/(port|config)\\.h|lwip/|netif/|<)',
    ),
  },
  {
    files: 'runtime/bindings/',
    may: new RegExp(
      `^(runtime/bindings/|runtime/core/|runtime/net/|runtime/include/(port|config)\\.h|${ENGINE_API}$|<(?!lwip))`,
    ),
  },
  {
    files: 'runtime/engine/jerryscript/',
    may: new RegExp(
      '^(runtime/engine/jerryscript/|runtime/core/errors\\.h$|runtime/include/(config|port)\\.h$|' +
        `${ENGINE_API}$|<(?!lwip))`,
    ),
  },
  { files: 'runtime/engine/alloc', may: /^(runtime\/engine\/alloc\.h$|<(?!lwip))/ },
  {
    files: 'runtime/engine/quickjs/',
    may: new RegExp(
      `^(runtime/engine/quickjs/|runtime/engine/alloc\\.h$|runtime/include/(config|port)\\.h|${ENGINE_API}$|` +
        'quickjs\\.h$|<(?!lwip))',
    ),
  },
  { files: 'runtime/include/', may: /^(port_config\.h|<(?!lwip))/ },
  // A project of somebody's own, and what it sees of ours.
  { files: 'ports/esp32/example/', may: /^(tinygram\.h$|driver\/|esp_|<(?!lwip))/ },
  {
    files: 'ports/',
    may: new RegExp(
      '^(ports/common/|ports/SELF/|runtime/include/|' +
        'runtime/core/(bytes|errors|engine|engine_calls|image|loop|native)\\.h|runtime/net/(addr_text|guard)\\.h|' +
        `lwip/|core/[a-z0-9_/]+\\.c$|lwipopts|netif/|arch/|esp_|freertos/|nvs|driver/|sdkconfig|${ENGINE_API}$|<)`,
    ),
  },
];

/* Not the engine's: its headers are the adapter's or an install's, and go by their names. */
const C_INCLUDE_PATHS = ['runtime', 'runtime/include', 'ports/common'];

/** TypeScript rooms: `may` is matched against the repo path of a relative import, or the package name. */
const TS_ROOMS: Room[] = [
  { files: 'modules/library/', may: /^(modules\/(library|internal)\/|#|[@a-z][@a-z0-9_/.-]*$|node:[a-z_/]+$)/ },
  { files: 'modules/', may: /^(modules\/|typings\/native\/|internal\/|[a-z_]+$|node:[a-z/]+$)/ },
  { files: 'typings/native/', may: /^typings\/native\// },
  { files: 'typings/', may: /^(typings\/(?!native\/)|[a-z_/]+$|node:[a-z/]+$)/ },
  { files: 'toolchain/src/', may: /^(toolchain\/src\/|node:|[a-z@][a-z@/-]*$)/ },
];

function filesBelow(root: string, folder: string, ending: RegExp): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function includeTarget(root: string, file: string, line: string): string | undefined {
  const angled = /^\s*#\s*include\s*<([^>]+)>/.exec(line);
  if (angled) return `<${angled[1]}`;
  const quoted = /^\s*#\s*include\s*"([^"]+)"/.exec(line);
  if (!quoted) return undefined;
  for (const folder of [dirname(file), ...C_INCLUDE_PATHS]) {
    const path = normalize(join(folder, quoted[1]));
    if (existsSync(join(root, path))) return path;
  }
  return quoted[1];
}

function importTarget(file: string, line: string): string | undefined {
  const found = /\bfrom '([^']+)'|^import '([^']+)'|\brequire\('([^']+)'\)|\bimport\('([^']+)'\)/.exec(line);
  if (!found) return undefined;
  const name = found[1] ?? found[2] ?? found[3] ?? found[4];
  return name.startsWith('.') ? normalize(join(dirname(file), name)) : name;
}

/** Every line below root that goes against the directions, as `file:line: what`. */
export function directionErrors(root: string): string[] {
  const errors: string[] = [];
  const check = (file: string, rooms: Room[], target: (line: string) => string | undefined): void => {
    const room = rooms.find((each) => file.startsWith(each.files));
    if (!room) return;
    const self = file.split('/')[1];
    const may = new RegExp(room.may.source.replace('SELF', self));
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .forEach((line, index) => {
        if (/^\s*(\*|\/\/)/.test(line)) return;
        const name = target(line);
        if (name !== undefined && !may.test(name))
          errors.push(`${file}:${index + 1}: ${room.files} may not depend on ${name.replace(/^<(.*)$/, '<$1>')}`);
      });
  };
  for (const file of [...filesBelow(root, 'runtime', /\.[ch]$/), ...filesBelow(root, 'ports', /\.[ch]$/)])
    check(file, C_ROOMS, (line) => includeTarget(root, file, line));
  for (const folder of ['modules', 'typings', 'toolchain/src'])
    for (const file of filesBelow(root, folder, /\.ts$/)) check(file, TS_ROOMS, (line) => importTarget(file, line));
  errors.push(...lwipInHeaders(root));
  return errors;
}

/** net/'s public headers show no lwIP type: those that bindings include may reach no lwIP header. */
function lwipInHeaders(root: string): string[] {
  const errors: string[] = [];
  const seen = new Set<string>();
  const visit = (file: string, from: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const line of readFileSync(join(root, file), 'utf8').split('\n')) {
      const target = includeTarget(root, file, line);
      if (target === undefined) continue;
      if (/^<?lwip\//.test(target)) errors.push(`${file}: shows lwIP (${target}) to ${from}`);
      else if (existsSync(join(root, target))) visit(target, from);
    }
  };
  for (const file of filesBelow(root, 'runtime/bindings', /\.[ch]$/)) visit(file, file);
  return errors;
}
