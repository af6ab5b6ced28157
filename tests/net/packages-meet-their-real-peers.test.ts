import assert from 'node:assert';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { type Board, startBoard } from '#toolchain/boards/board';
import { type Engine, inRoot } from '#toolchain/build/paths';
import { Link } from '#toolchain/lab/switch';
import { engineMissing, firmwareOf, type Target, targetName, targets } from '../runner/targets';
import { App } from './lib/app';
import { Namespace, namespaceMissing, type Running } from './lib/namespace';
import { command, Folder, library, programsMissing, UNPACKED } from './lib/peers';

const APPS = inRoot('tests', 'net', 'apps');
const PEER = '192.168.77.1';
const BOARD = '192.168.77.2';
const READY_MS = 60_000;
const MEETING_MS = 30_000;

/** A namespace of peers at 192.168.77.1, a folder for what they keep, and a board at 192.168.77.2 that runs the app. */
class Meeting {
  private started: Board | undefined;

  constructor(
    private readonly app: App,
    private readonly link: Link,
    private readonly space: Namespace,
    readonly folder: Folder,
  ) {}

  get board(): Board {
    return this.started!;
  }

  /** Another address of the namespace, "192.168.77.3/24". */
  address(address: string): void {
    this.space.ip('address', 'add', address, 'dev', 'tap0');
  }

  /** Starts a peer that stays. */
  start(program: string, args: string[] = [], variables: string[] = []): Running {
    return this.space.run(command(program, args, variables), { stderr: 'inherit' });
  }

  /** Runs a peer to its end; what it printed. Not spawnSync(): the link between the two is in this process. */
  async ask(program: string, args: string[], variables: string[] = []): Promise<string> {
    const peer = this.start(program, args, variables);
    await peer.closed;
    return peer.output.trim();
  }

  /** Starts the board, and waits for what its app prints. */
  async boot(first: RegExp): Promise<void> {
    const { target, image } = this.app;
    this.started = await startBoard({
      port: target.port,
      firmware: await firmwareOf(target),
      image,
      network: { kind: 'link', socket: await this.link.plug('board') },
      words: [`ip=${BOARD}/24`, `gw=${PEER}`, 'mac=02:00:00:00:77:02'],
      timeoutMs: 150_000,
    });
    await this.board.waitFor(first, READY_MS);
  }

  /** Waits until a peer has this UDP address. */
  async listens(address: string): Promise<void> {
    await this.until(`a peer listens at ${address}`, async () => {
      return (await this.ask('ss', ['-lun'])).includes(`${address} `);
    });
  }

  /** Waits until `done` finds it so; `what` says of what. */
  async until(what: string | (() => string), done: () => boolean | Promise<boolean>): Promise<void> {
    const end = Date.now() + MEETING_MS;
    while (!(await done())) {
      if (Date.now() > end) assert.fail(`${typeof what === 'string' ? what : what()}\n${this.started?.output}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

type Body = (meeting: Meeting) => Promise<void>;

/** Registers a test of an app with packages of npm's, as they come, that meets these programs of Debian's. */
function meets(name: string, file: string, programs: string[], body: Body, engines?: Engine[]): void {
  for (const target of targets(process.env.PORT, process.env.ENGINE)) {
    if (engines && !engines.includes(target.engine)) continue;
    if (target.port === 'qemu-riscv') continue; // the same code as qemu-arm, of 32 bits too
    const skip = namespaceMissing() || programsMissing(programs) || engineMissing(target.engine);
    test(`${name} (${targetName(target)})`, { skip, timeout: 240_000 }, () => meet(target, file, body));
  }
}

async function meet(target: Target, file: string, body: Body): Promise<void> {
  const app = await App.build(target, path.join(APPS, file));
  const link = Link.open();
  const folder = new Folder();
  let space: Namespace | undefined;
  let meeting: Meeting | undefined;
  try {
    space = await Namespace.open(link, [`${PEER}/24`]);
    meeting = new Meeting(app, link, space, folder);
    await body(meeting);
  } finally {
    meeting?.board?.kill();
    await meeting?.board?.exited;
    space?.close();
    await link.close();
    app.remove();
    folder.remove();
  }
}

/** An avahi-daemon with a bus and a /run of its own; gives the variable by which its clients find the bus. */
async function avahi(meeting: Meeting): Promise<string[]> {
  const bus = `unix:path=${meeting.folder.file('bus')}`;
  meeting.folder.file(
    'bus.conf',
    `<busconfig><type>system</type><listen>${bus}</listen><auth>EXTERNAL</auth>
      <policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/>
      <allow send_destination="*"/><allow receive_sender="*"/></policy></busconfig>`,
  );
  meeting.folder.file(
    'avahi.conf',
    '[server]\nhost-name=peer\nuse-ipv6=no\nallow-interfaces=tap0\n[wide-area]\nenable-wide-area=no\n',
  );
  const variables = [`DBUS_SYSTEM_BUS_ADDRESS=${bus}`];
  meeting.start('dbus-daemon', ['--nofork', '--nopidfile', `--config-file=${meeting.folder.file('bus.conf')}`]);
  await meeting.until('the bus is there', () => fs.existsSync(meeting.folder.file('bus')));
  const daemon = command('avahi-daemon', ['--no-drop-root', '--no-chroot', '-f', meeting.folder.file('avahi.conf')]);
  // Its package, which is only unpacked here, makes this user and group, and it does not start without.
  const users = ['passwd', 'group'].map((name) => {
    const line = name === 'passwd' ? 'avahi:x:65533:65533::/run:/bin/false' : 'avahi:x:65533:';
    meeting.folder.file(name, `${fs.readFileSync(`/etc/${name}`, 'utf8')}${line}\n`);
    return `mount --bind ${meeting.folder.file(name)} /etc/${name}`;
  });
  // `ip netns exec` has given it mounts of its own.
  const mounts = ['mount -t tmpfs none /run', ...users].join(' && ');
  meeting.start('sh', ['-c', `${mounts} && exec "$@"`, 'sh', ...daemon], variables);
  await meeting.until('avahi-daemon knows its own name', async () => {
    return (await meeting.ask('avahi-resolve', ['-4', '-n', 'peer.local'], variables)).includes(PEER);
  });
  return variables;
}

async function discovery(meeting: Meeting, found: RegExp): Promise<void> {
  const variables = await avahi(meeting);
  meeting.start('avahi-publish', ['-s', 'peer', '_peer._udp', '7777', 'unit=kelvin'], variables);
  await meeting.boot(/^ready$/m);
  let seen = '';
  await meeting.until('avahi-browse resolves the board', async () => {
    seen = await meeting.ask('avahi-browse', ['-rpt', '_tinygram._udp'], variables);
    return seen.includes('\n=');
  });
  // A package that tells all of the board's addresses leaves it to avahi which one is shown.
  const address = String.raw`(192\.168\.77\.2|fe80::[0-9a-f:]+)`;
  assert.match(
    seen,
    new RegExp(`^=;tap0;IPv4;board;_tinygram\\._udp;local;board\\.local;${address};41234;"unit=celsius"$`, 'm'),
  );
  await meeting.board.waitFor(found, MEETING_MS);
}

meets(
  'multicast-dns: avahi and the board find each other',
  'multicast-dns.js',
  ['avahi-daemon', 'avahi-browse'],
  (meeting) => discovery(meeting, /^found peer\._peer\._udp\.local at peer\.local:7777$/m),
);

meets(
  'bonjour-service: avahi and the board find each other',
  'bonjour-service.js',
  ['avahi-daemon', 'avahi-browse'],
  (meeting) => discovery(meeting, /^found peer at peer\.local:7777 \{"unit":"kelvin"\}$/m),
);

/** libcoap's client; what it printed. */
function coapClient(meeting: Meeting, ...args: string[]): Promise<string> {
  return meeting.ask('coap-client-notls', ['-v', '3', '-B', '10', ...args]);
}

meets(
  "coap: libcoap's client reads, observes, gets blocks and sets",
  'coap-server.js',
  ['coap-client-notls'],
  async (meeting) => {
    const at = `coap://${BOARD}`;
    await meeting.boot(/^ready$/m);
    assert.ok((await coapClient(meeting, '-m', 'get', `${at}/large`)) === '0123456789'.repeat(300));
    await coapClient(meeting, '-m', 'put', '-e', '21.5', `${at}/setting`);
    assert.strictEqual(await coapClient(meeting, '-m', 'get', `${at}/setting`), '21.5');
    const observed = await coapClient(meeting, '-s', '2', '-m', 'get', `${at}/reading`);
    assert.match(observed, /reading 0[\s\S]*reading 1[\s\S]*reading 2[\s\S]*last reading/);
  },
);

meets("coap: a client on the board asks libcoap's server", 'coap-client.js', ['coap-server-notls'], async (meeting) => {
  meeting.start('coap-server-notls', ['-A', PEER, '-d', '10']);
  await meeting.boot(/^GET \/example_data 2\.05 from the board/m);
  const { code } = await meeting.board.exited;
  assert.strictEqual(code, 0, meeting.board.output);
  assert.match(meeting.board.output, /^GET \/\.well-known\/core 2\.05 .*<\/time>/m);
  assert.match(meeting.board.output, /^PUT \/example_data 2\.0[14] /m);
});

const AHEAD_S = 3600;

/** chronyd that serves a time of an hour ahead, and leaves this machine's alone. */
function chronyd(meeting: Meeting): void {
  const socket = meeting.folder.file('chronyd.sock');
  const pid = meeting.folder.file('chronyd.pid');
  const lines = ['local stratum 2', 'allow', 'user root', 'cmdport 0', `bindcmdaddress ${socket}`, `pidfile ${pid}`];
  meeting.start(
    'chronyd',
    ['-d', '-x', '-f', meeting.folder.file('chrony.conf', lines.join('\n'))],
    [`LD_PRELOAD=${library('faketime/libfaketime.so.1')}`, `FAKETIME=+${AHEAD_S}s`],
  );
}

function isAhead(ms: string | undefined): void {
  assert.ok(Math.abs(Number(ms) - AHEAD_S * 1000) < 10_000, `${ms} ms`);
}

meets("sntp: the board's time is chronyd's", 'sntp.js', ['chronyd'], async (meeting) => {
  chronyd(meeting);
  await meeting.boot(/^valid .*\n/m);
  const [, valid, stratum, offset, now] = /^valid (\S+) (\S+) offset (\S+) now (\S+)/m.exec(meeting.board.output)!;
  assert.deepStrictEqual([valid, stratum], ['true', 'secondary']);
  isAhead(offset);
  isAhead(now);
});

meets('ntp-time-sync: the mean of four answers of chronyd', 'ntp-time-sync.js', ['chronyd'], async (meeting) => {
  chronyd(meeting);
  await meeting.boot(/^offset .*\n/m);
  const [, offset, now] = /^offset (\S+) now (\S+)/m.exec(meeting.board.output)!;
  isAhead(offset);
  isAhead(now);
});

meets('syslog-client: rsyslogd writes the lines', 'syslog-client.js', ['rsyslogd'], async (meeting) => {
  const file = meeting.folder.file('lines');
  const modules = path.join(fs.existsSync(UNPACKED) ? UNPACKED : '/', 'usr/lib/x86_64-linux-gnu/rsyslog');
  const parts = '%syslogfacility-text%.%syslogseverity-text% %hostname% %programname% %msg%\\n';
  const lines = [
    'module(load="imudp")',
    'input(type="imudp" port="514")',
    `template(name="parts" type="string" string="${parts}")`,
    `action(type="omfile" file="${file}" template="parts")`,
  ];
  const config = meeting.folder.file('rsyslog.conf', lines.join('\n'));
  meeting.start('rsyslogd', ['-n', '-M', modules, '-f', config, '-i', meeting.folder.file('pid')]);
  await meeting.listens(':514');
  await meeting.boot(/^logged$/m);
  await meeting.until('both lines are written', () => meeting.folder.read('lines').split('\n').length > 2);
  // RFC 3164 has no place for the app's name: its first word is taken for it.
  assert.match(meeting.folder.read('lines'), /^local3\.warning board too +warm: 41 °C$/m);
  assert.match(meeting.folder.read('lines'), /^local3\.warning board thermometer too cold: -3 °C$/m);
});

/** collectd with its statsd plugin; what it has made of the metrics, each as "type-name value". */
function collectd(meeting: Meeting): () => Set<string> {
  const data = meeting.folder.file('data');
  const config = `
    Hostname "peer"
    Interval 1
    BaseDir "${meeting.folder.path}"
    PIDFile "${meeting.folder.file('pid')}"
    PluginDir "${UNPACKED}/usr/lib/collectd"
    TypesDB "${UNPACKED}/usr/share/collectd/types.db"
    LoadPlugin statsd
    LoadPlugin csv
    <Plugin statsd>
      Host "${PEER}"
      Port "8125"
      CounterSum true
    </Plugin>
    <Plugin csv>
      DataDir "${data}"
    </Plugin>
  `;
  meeting.start('collectd', ['-f', '-C', meeting.folder.file('collectd.conf', config)]);
  const metrics = path.join(data, 'peer', 'statsd');
  return () => {
    const values = new Set<string>();
    for (const file of fs.existsSync(metrics) ? fs.readdirSync(metrics) : []) {
      const name = file.replace(/-\d{4}-\d\d-\d\d$/, '');
      for (const line of fs.readFileSync(path.join(metrics, file), 'utf8').trim().split('\n').slice(1))
        values.add(`${name} ${Number(line.split(',')[1])}`);
    }
    return values;
  };
}

async function metrics(meeting: Meeting, expected: string[]): Promise<void> {
  const seen = collectd(meeting);
  await meeting.listens(':8125');
  await meeting.boot(/^closed/m);
  await meeting.until(
    () => `${expected.join()} are there, of ${[...seen()].join()}`,
    () => {
      const values = seen();
      return expected.every((value) => values.has(value));
    },
  );
}

meets('hot-shots: collectd counts', 'hot-shots.js', ['collectd'], (meeting) =>
  metrics(meeting, [
    'gauge-board.temperature 21.5',
    'latency-board.answer-average 0.04',
    'objects-board.peers 2',
    'count-board.datagrams 21',
  ]),
);

meets('statsd-client: collectd counts', 'statsd-client.js', ['collectd'], (meeting) =>
  metrics(meeting, [
    'gauge-board.temperature 21.5',
    'latency-board.answer-average 0.04',
    'count-board.radio.datagrams 21',
  ]),
);

meets('dns2: dig asks the board, the board asks dnsmasq', 'dns2.js', ['dig', 'dnsmasq'], async (meeting) => {
  const records = ['--address=/sensor.test/192.0.2.9', '--address=/sensor.test/2001:db8::9'];
  const args = ['-k', '-R', '-h', '--conf-file=/dev/null', `--pid-file=${meeting.folder.file('pid')}`, '--user=root'];
  meeting.start('dnsmasq', [...args, `--listen-address=${PEER}`, '--bind-interfaces', ...records]);
  await meeting.listens(`${PEER}:53`);
  await meeting.boot(/^asked$/m);
  assert.match(meeting.board.output, /^A 192\.0\.2\.9$/m);
  assert.match(meeting.board.output, /^AAAA 2001:[0:]*db8[0:]*:0*9$/m);
  assert.strictEqual(await meeting.ask('dig', ['+short', `@${BOARD}`, 'board.test']), '192.0.2.7');
  assert.strictEqual(await meeting.ask('dig', ['+short', `@${BOARD}`, 'board.test', 'TXT']), '"unit=celsius"');
});

const SNMP = '1.3.6.1.4.1.8072.9999';

function snmpVariables(meeting: Meeting): string[] {
  return ['MIBS=', `SNMP_PERSISTENT_DIR=${meeting.folder.path}`, `SNMPCONFPATH=${meeting.folder.path}`];
}

meets('net-snmp: a session gets and walks', 'net-snmp.js', ['snmpd'], async (meeting) => {
  const config = meeting.folder.file('agent.conf', 'rwcommunity public\nsysName peer.test\n');
  meeting.start('snmpd', ['-f', '-Lo', '-C', '-c', config, `udp:${PEER}:161`], snmpVariables(meeting));
  await meeting.listens(`${PEER}:161`);
  await meeting.boot(/^done$/m);
  assert.match(meeting.board.output, /^name peer\.test$/m);
  assert.match(meeting.board.output, /^rows true$/m);
});

meets(
  'net-snmp: an agent answers snmpget and snmpset',
  'net-snmp-agent.js',
  ['snmpget'],
  async (meeting) => {
    await meeting.boot(/^ready$/m);
    const variables = snmpVariables(meeting);
    const about = ['-v2c', '-c', 'public', '-t', '10', '-Oqn', BOARD];
    assert.strictEqual(await meeting.ask('snmpget', [...about, `${SNMP}.1.0`], variables), `.${SNMP}.1.0 215`);
    await meeting.ask('snmpset', [...about, `${SNMP}.2.0`, 's', 'kelvin'], variables);
    assert.strictEqual(await meeting.ask('snmpget', [...about, `${SNMP}.2.0`], variables), `.${SNMP}.2.0 "kelvin"`);
  },
  ['quickjs'],
); // the agent's MIB is a Proxy, which JerryScript's install for boards is built without

meets('node-osc: oscsend plays to the board, the board to oscdump', 'node-osc.js', ['oscsend'], async (meeting) => {
  const heard = meeting.start('oscdump', ['-L', '57121']);
  await meeting.listens(':57121');
  await meeting.boot(/^ready$/m);
  await meeting.ask('oscsend', [BOARD, '57120', '/fader', 'isf', '7', 'sieben', '0.5']);
  await meeting.board.waitFor(/^\/fader 7 sieben 0\.5$/m, MEETING_MS);
  await meeting.until('oscdump has heard the bundle', () => heard.output.includes('/second'));
  assert.match(heard.output, /\/answer isf 3 "ok" 0\.5/);
  assert.match(heard.output, /\/first i 1/);
  assert.match(heard.output, /\/second s "zwei"/);
});

meets('node-ssdp: upnpc finds the board', 'node-ssdp.js', ['upnpc'], async (meeting) => {
  await meeting.boot(/^ready$/m);
  let seen = '';
  await meeting.until('upnpc finds the board', async () => {
    seen = await meeting.ask('upnpc', ['-m', PEER, '-l']);
    return seen.includes('desc:');
  });
  assert.match(seen, /desc: http:\/\/192\.168\.77\.2:8080\/description\.xml/);
  assert.match(seen, /st: urn:schemas-upnp-org:device:InternetGatewayDevice:1/);
});

meets('tftp: a file comes from atftpd and goes back', 'tftp.js', ['atftpd'], async (meeting) => {
  fs.chmodSync(meeting.folder.path, 0o777);
  const content = createHash('sha256').update('tftp').digest();
  fs.writeFileSync(meeting.folder.file('reading.bin'), Buffer.alloc(20_000, content), { mode: 0o666 });
  fs.writeFileSync(meeting.folder.file('written.bin'), '', { mode: 0o666 });
  meeting.start('atftpd', [
    '--daemon',
    '--no-fork',
    '--user',
    'root.root',
    '--bind-address',
    PEER,
    meeting.folder.path,
  ]);
  await meeting.listens(`${PEER}:69`);
  await meeting.boot(/^put$/m);
  assert.match(meeting.board.output, /^got 20000$/m);
  await meeting.until('the file is written', () => fs.statSync(meeting.folder.file('written.bin')).size === 20_000);
  assert.ok(fs.readFileSync(meeting.folder.file('written.bin')).equals(Buffer.alloc(20_000, content)));
});

meets('stun: the board asks stund, stun asks the board', 'stun.js', ['stund', 'stun'], async (meeting) => {
  // A server of RFC 3489 has two addresses.
  meeting.address('192.168.77.3/24');
  meeting.start('stund', ['-h', PEER, '-a', '192.168.77.3']);
  await meeting.listens(`${PEER}:3478`);
  await meeting.boot(/^ready$/m);
  assert.match(meeting.board.output, /^seen as 192\.168\.77\.2$/m);
  const answer = await meeting.ask('sh', ['-c', 'exec "$@" 2>&1', 'sh', ...command('stun', [BOARD, '1', '-v'])]);
  assert.match(answer, /MappedAddress = 192\.168\.77\.1:/);
});

meets('bittorrent-dht: aria2c joins by the board, and announces', 'bittorrent-dht.mjs', ['aria2c'], async (meeting) => {
  await meeting.boot(/^ready$/m);
  const hash = createHash('sha1').update('tinygram').digest('hex');
  const args = ['--enable-dht', `--dht-entry-point=${BOARD}:6881`, '--dht-listen-port=6882', '--listen-port=6883'];
  const files = [`--dht-file-path=${meeting.folder.file('dht.dat')}`, '-d', meeting.folder.path, '--no-conf'];
  meeting.start('aria2c', [...args, ...files, '--quiet', `magnet:?xt=urn:btih:${hash}`]);
  await meeting.board.waitFor(new RegExp(`^announced 192\\.168\\.77\\.1 ${hash}$`, 'm'), 60_000);
});
