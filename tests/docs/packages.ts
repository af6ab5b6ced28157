/**
 * README's table of npm packages that meet real peers in tests/net: what of each is tested with whom, what the app that
 * only requires it is as an image, and what it then holds of the script heap of an emulated Cortex-M3. Run as a program
 * (`make docs`) it writes the table; packages-take-what-the-readme-says.test.ts compares.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBoard } from '#toolchain/boards/board';
import { type Engine, inRoot } from '#toolchain/build/paths';
import { buildFirmware, buildImage } from '#toolchain/commands/build';
import { beginProgram } from '../runner/program';

beginProgram(module);

const README = inRoot('README.md');
const PORT = 'qemu-arm';
const KB = 1024;

/** Each with what was done, and the tested peer in backticks. */
export const PACKAGES: Record<string, string> = {
  'multicast-dns': '`avahi-browse` resolves its service, it finds what `avahi-publish` says',
  'bonjour-service': '`avahi-browse` resolves its service, it finds what `avahi-publish` says',
  coap: "libcoap's `coap-client` reads, observes, gets blocks, sets; it asks `coap-server`",
  sntp: "its time is `chronyd`'s, an hour ahead of the board's",
  'ntp-time-sync': 'its time is the mean of four answers of `chronyd`',
  'syslog-client': '`rsyslogd` writes its lines, after RFC 3164 and 5424',
  'hot-shots': "`collectd`'s statsd plugin counts what it says",
  'statsd-client': "`collectd`'s statsd plugin counts what it says",
  dns2: '`dig` asks it, it asks `dnsmasq`',
  'net-snmp': 'it reads and walks `snmpd`; its agent answers `snmpget` and `snmpset` (QuickJS: it needs `Proxy`)',
  'node-osc': '`oscsend` plays to it, it plays to `oscdump`',
  'node-ssdp': '`upnpc` finds it',
  tftp: 'it gets a file of `atftpd` and puts it back',
  stun: '`stund` tells its address, it tells that of `stun`',
  'bittorrent-dht': '`aria2c` joins the DHT by it, and announces',
};

export interface Size {
  /** Bytes of the development image. */
  image: number;
  /** Bytes of the script heap beyond those of an app that requires nothing. */
  heap: number;
}

/** What an app of this statement takes. */
async function measured(statement: string, engine: Engine): Promise<{ image: number; heap: number }> {
  // Below the house, where its packages are found.
  const folder = mkdtempSync(inRoot('build', 'package-'));
  try {
    const app = join(folder, 'app.mjs');
    writeFileSync(app, `${statement}\nconsole.log('heap', process.memoryUsage().heapUsed);\nprocess.exit();\n`);
    const { image, size } = await buildImage(app, { engine, port: PORT, out: join(folder, 'app.tgi') });
    const board = await startBoard({ port: PORT, engine, image, timeoutMs: 60_000 });
    await board.exited;
    const heap = /^heap (\d+)$/m.exec(board.output)?.[1];
    if (heap === undefined) throw new Error(`${statement} on ${engine}: ${board.output}`);
    return { image: size, heap: Number(heap) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What each package takes; the firmware is brought up to date first. */
export async function sizes(engine: Engine): Promise<Map<string, Size>> {
  await buildFirmware(PORT, engine);
  const nothing = await measured('', engine);
  const all = new Map<string, Size>();
  for (const name of Object.keys(PACKAGES)) {
    const { image, heap } = await measured(`import * as all from '${name}';\nglobalThis.kept = all;`, engine);
    all.set(name, { image, heap: heap - nothing.heap });
  }
  return all;
}

const HEAD = '| package | beside what | image | heap, JerryScript | heap, QuickJS |\n|---|---|---:|---:|---:|\n';

/** Where the table's rows begin in README, and the rows. */
function tableIn(readme: string): { start: number; rows: string } {
  const start = readme.indexOf(HEAD) + HEAD.length;
  return { start, rows: /^(?:\|.*\n)*/.exec(readme.slice(start))?.[0] ?? '' };
}

/** README's rows by package: version, what was done, and the figures in KB. */
export function readmeRows(): Map<
  string,
  { version: string; what: string; image: number; heap: Record<Engine, number> }
> {
  const { rows } = tableIn(readFileSync(README, 'utf8'));
  return new Map(
    [...rows.matchAll(/^\| `(.+)@(.+)` \| (.+) \| (\d+) \| (\d+) \| (\d+) \|$/gm)].map(
      ([, name, version, what, image, jerryscript, quickjs]) => [
        name as string,
        {
          version: version as string,
          what: what as string,
          image: Number(image),
          heap: { jerryscript: Number(jerryscript), quickjs: Number(quickjs) },
        },
      ],
    ),
  );
}

/** The version that package.json pins. */
export function pinned(name: string): string {
  const { devDependencies } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  return devDependencies[name] ?? 'nothing';
}

export const inKB = (bytes: number): number => Math.round(bytes / KB);

async function writeTable(): Promise<void> {
  const jerryscript = await sizes('jerryscript');
  const quickjs = await sizes('quickjs');
  const rows = Object.entries(PACKAGES).map(([name, what]) => {
    const [one, other] = [jerryscript.get(name) as Size, quickjs.get(name) as Size];
    const figures = [one.image, one.heap, other.heap].map(inKB);
    return `| \`${name}@${pinned(name)}\` | ${what} | ${figures.join(' | ')} |\n`;
  });
  const readme = readFileSync(README, 'utf8');
  const old = tableIn(readme);
  writeFileSync(README, readme.slice(0, old.start) + rows.join('') + readme.slice(old.start + old.rows.length));
}

if (require.main === module) void writeTable();
