#!/usr/bin/env node
/** The `tinygram` command: every command is declared here, one file in commands/ acts for each. */
import './node_version';
import { Argument, Command, Help, InvalidArgumentError, Option, type HelpConfiguration } from 'commander';
import { CHIPS } from './boards/esp_chip';
import { LEVELS } from './boards/esp_log';
import { SLOTS } from './boards/slots';
import { visible } from './boards/visible';
import { appFile, appFileIfAny } from './build/project';
import { toolVersions } from './build/tools';
import { KIND_NAMES, KINDS, parseForward, type NamedForward } from './lab/conditions';
import { ENGINES, packageData, PORTS, type Engine, type Port } from './build/paths';
import { chooseEngine } from './engines/choice';
import { completion, SHELLS, type Shell } from './commands/completion';
import type { ProfileOptions } from './commands/profile';
import type { RegistryCommand } from './commands/registry';
import { REPORTERS } from './testing/reporters';
import { styled } from './style';
import { systemError, UserError } from './user_error';

/** Options of every command that builds. */
export interface Target {
  target: Port;
  engine: Engine;
}

/** Prints a line for each thing whose version a report of a fault should name. */
function versions(): void {
  const lines = toolVersions().map(({ name, version }) => `${name} ${version}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}

const targetOption = (): Option =>
  new Option('--target <target>', 'where the program runs').choices(PORTS).default('qemu-arm').env('TINYGRAM_TARGET');
const engineOption = (): Option =>
  new Option('--engine <engine>', 'JavaScript engine; JerryScript where it is installed for the target, else QuickJS')
    .choices(ENGINES)
    .env('TINYGRAM_ENGINE');
const boardOption = (): Option =>
  new Option('--board <board>', 'a board of the target (ports/<target>/boards); the first one').env('TINYGRAM_BOARD');
const rawOption = (): Option =>
  new Option('--raw', 'send control characters of the console to the terminal, where they are shown as text else');
const releaseOption = (): Option => new Option('--release', "the engine's precompiled code in place of text");
const strictOption = (): Option =>
  new Option('--strict', 'warnings are errors: what an engine lacks, what a package asks for and a device has not');
const jsonOption = (): Option => new Option('--json', 'what it says as JSON');
const outOption = (): Option => new Option('--out <file>', 'where the image goes; its source map goes beside it');

const appArgument = (more?: string): Argument =>
  new Argument(
    '[app]',
    `the app's first file${more === undefined ? ', TypeScript or JavaScript' : `: ${more}`}; ` +
      "the project's own (src/app.ts beside its package.json)",
  );

/** Boards on a serial port: the names and variables are those of esptool and idf.py. */
const serialOption = (): Option =>
  new Option('-p, --port <path>', 'the serial port; the only one that is there').env('ESPPORT');
const baudOption = (preset: number): Option =>
  new Option('-b, --baud <rate>', 'bits per second').argParser(baudRate).default(preset);

function baudRate(text: string): number {
  const rate = Number(text);
  if (Number.isInteger(rate) && rate >= 9600 && rate <= 5_000_000) return rate;
  throw new InvalidArgumentError('It is a number of bits per second from 9600 to 5000000.');
}

/** "41234", "41234:7", "41234:b2" or "41234:b2:7": a UDP port of the host, and the board and port that it leads to. */
function forward(text: string, before: NamedForward[] = []): NamedForward[] {
  try {
    return [...before, parseForward(text)];
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

const more = (text: string, before: string[] = []): string[] => [...before, text];

/** A whole number in a range. */
const whole =
  (low: number, high: number) =>
  (text: string): number => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= low && number <= high) return number;
    throw new InvalidArgumentError(`It is a whole number from ${low} to ${high}.`);
  };

/** The options of a network's conditions: `--loss 5%`, or between two boards `--loss b1-b2:5%`. */
function conditionOptions(command: Command): Command {
  for (const kind of KIND_NAMES)
    command.addOption(new Option(`--${kind} <[where:]value>`, `${KINDS[kind].help}; may be repeated`).argParser(more));
  return command;
}

/** A command that builds for an engine and was told none takes the one of its target. */
function setEngine(command: Command): void {
  const { engine, board, target, app, firmware } = command.opts<{
    engine?: Engine;
    board?: string;
    target?: Port;
    app?: unknown;
    firmware?: unknown;
  }>();
  if (engine !== undefined || !command.options.some((option) => option.attributeName() === 'engine')) return;
  // What `flash` is given built is written as it is, for whichever engine.
  if (command.name() === 'flash' && (app !== undefined || firmware !== undefined)) return;
  // For `flash` IDF builds the board's engine, this computer precompiles for it.
  const place = command.name() === 'flash' ? 'host' : (target ?? 'qemu-arm');
  command.setOptionValue('engine', chooseEngine(place, board));
}

/** Below so many columns what an option is for stands under its name, not beside it. */
const NARROW = 60;

/** Help that fits the terminal, from 20 columns to 100. */
function helpFormat(): HelpConfiguration {
  const width = Math.max(20, Math.min(process.stdout.columns || 100, 100));
  const narrow: HelpConfiguration = {
    minWidthToWrap: 10,
    formatItem: (term, _width, description, helper) => {
      const lines = (text: string, indent: string): string =>
        helper.boxWrap(text, width - indent.length).replace(/^/gm, indent);
      return `${lines(term, '  ')}\n${lines(description, '      ')}`;
    },
  };
  return { helpWidth: width, ...(width < NARROW ? narrow : {}) };
}

/** Text below a command's help: as it is, or its paragraphs in lines that fit a narrow terminal. */
function below(text: string): string {
  const { helpWidth = 100 } = helpFormat();
  if (helpWidth >= 100) return `\n${text}`;
  const help = new Help();
  help.minWidthToWrap = 10;
  return `\n${text.replace(/\n *(?=\S)/g, ' ').replace(/\. (?=[A-Z])/g, '.\n')}`
    .split('\n')
    .map((line) => help.boxWrap(line, helpWidth))
    .join('\n');
}

/** `after`: what the command line has behind `--`, for commands that hand it on. */
export function commandLine(after: string[] = []): Command {
  const program = new Command('tinygram')
    .description("JavaScript apps with Node's dgram for microcontroller-class devices")
    .showHelpAfterError('(--help shows how it is used)')
    .configureHelp(helpFormat())
    .option('-V, --version', 'the versions of Tinygram, its engines, QEMU and Node')
    .on('option:version', () => {
      versions();
      process.exit();
    })
    .hook('preAction', (_, command) => setEngine(command));

  program
    .command('new')
    .argument('<folder>', 'a folder that does not exist yet or is empty')
    .description('make a folder with a small UDP app, ready to build')
    .addOption(new Option('--template <name>', 'an app of toolchain/templates').default('echo'))
    .action(async (folder: string, options: { template: string }) =>
      (await import('./commands/new.js')).create(folder, options),
    );

  program
    .command('build')
    .addArgument(appArgument())
    .description('build an app image, and the firmware that runs it')
    .addOption(targetOption())
    .addOption(engineOption())
    .addOption(boardOption())
    .addOption(releaseOption())
    .addOption(strictOption())
    .addOption(outOption())
    .addOption(new Option('--no-firmware', 'only the app image'))
    .addOption(jsonOption())
    .action(async (app: string | undefined, options: import('./commands/build.js').BuildOptions) =>
      (await import('./commands/build.js')).build(appFile(app), options),
    );

  const run = program
    .command('run')
    .addArgument(appArgument())
    .argument('[args...]', "the app's process.argv, after --")
    .description('build an app and run it on one or more boards of a network, until they end or Ctrl-C')
    .addOption(targetOption())
    .addOption(engineOption())
    .addOption(boardOption())
    .addOption(releaseOption())
    .addOption(strictOption())
    .option('--watch', 'build and start again whenever a file of the app changes, with its types checked beside')
    .option(
      '--udp <port>',
      'a UDP port of this machine that leads to a board: PORT, HOST:BOARD, HOST:NAME:BOARD',
      forward,
    )
    .option('--expose', 'open those ports to other machines too, not to this one alone')
    .option('--multicast <interface>', 'an interface of this machine that multicast and broadcast pass through')
    .addOption(new Option('--net <network>', 'lab, none, or tap:NAME').default('lab'))
    .option('--boot <word>', 'a boot-option word such as ip=192.168.7.2/24 or env.NAME=value; may be repeated', more)
    .addOption(new Option('--boards <n>', 'boards, named b1, b2, …').argParser(whole(1, 1000)))
    .option('--app <file>', "the next board's app; may be repeated", more)
    .option('--partition <[names:]from..to>', 'a time when boards are cut off, as in 10s..20s or b1,b2:10s..20s', more)
    .addOption(new Option('--seed <n>', 'of the chances').argParser(whole(0, 0xffffffff)))
    .option('--pcap <file>', 'every frame, for Wireshark')
    .option('--ui', 'a page on this machine that shows and changes all of it')
    .addOption(new Option('--ui-port <port>', 'the port of the page; a free one').argParser(whole(1, 65535)))
    .addOption(
      new Option('--clock <clock>', 'virtual: as fast as the boards allow, and every run the same to the frame')
        .choices(['real', 'virtual'])
        .default('real'),
    )
    .option('--duration <time>', 'end after it, as in 30s')
    .option('--scenario <file>', 'all of this as JSON (toolchain/scenario.schema.json), with events and expectations')
    .addOption(rawOption());
  conditionOptions(run)
    .addHelpText(
      'after',
      below(
        'Boards are on one Ethernet switch, with a gateway that makes this machine their router:\n' +
          '  b1 is 10.0.2.15 and fd74:6e79:6772::15, b2 the next; 10.0.2.2 is this machine, 10.0.2.3 its names.\n' +
          'Conditions hold for all frames, or WHERE names a board or a pair: --loss 5% --delay b1-b2:40ms.\n' +
          'Commands on standard input change them: "loss b1-b2 30%", "link b2 down", "reset b1"; "help" lists them.\n' +
          "Ends with the app's exit code, with several boards the first that is not 0; with 130 after Ctrl-C.",
      ),
    )
    .action(async (app: string | undefined, args: string[], options: import('./commands/run.js').RunOptions) => {
      process.exitCode = await (await import('./commands/run.js')).run(appFile(app), [...args, ...after], options);
    });

  program
    .command('test')
    .argument('[files...]', 'files of tests; every *.test.ts and *.test.js of the project')
    .description("run the app's tests on boards")
    .addOption(targetOption())
    .addOption(engineOption())
    .addOption(boardOption())
    .addOption(new Option('--name <pattern>', 'only tests whose full name matches, as in "echo > .*IPv6"'))
    .option(
      '--reporter <name[:file]>',
      `${REPORTERS.join(', ')}; readable on standard output; may be repeated, as in junit:report.xml`,
      more,
    )
    .addOption(new Option('--timeout <time>', 'for each file, as in 90s').default('60s'))
    .addOption(new Option('--seed <n>', "of the network's chances").argParser(whole(0, 0xffffffff)))
    .option('--scenario <file>', "conditions, events and further boards of each file's network, as of run")
    .addOption(new Option('--jobs <n>', 'files at a time; as many as there are processors').argParser(whole(1, 64)))
    .addHelpText(
      'after',
      below(
        'A test\'s module is "test", after node:test; typings/test.d.ts has all of it. Each file runs on a board of\n' +
          'its own, in a network of its own. Ends with 1 when a test has failed.',
      ),
    )
    .action(async (files: string[], options: import('./commands/test.js').TestOptions) => {
      process.exitCode = await (await import('./commands/test.js')).test(files, options);
    });

  program
    .command('size')
    .addArgument(appArgument())
    .description("what the app's image has by file and package, and what the firmware takes")
    .addOption(targetOption())
    .addOption(engineOption())
    .addOption(boardOption())
    .addOption(releaseOption())
    .addOption(jsonOption())
    .action(async (app: string | undefined, options: import('./commands/size.js').SizeOptions) =>
      (await import('./commands/size.js')).size(appFile(app), options),
    );

  program
    .command('profile')
    .addArgument(appArgument())
    .argument('[args...]', "the app's process.argv, after --")
    .description('count what an app executes on the emulated Cortex-M3, by JavaScript and C function, as flame graphs')
    .addOption(engineOption())
    .addOption(new Option('--send <n>', 'datagrams for the app, one after the other').argParser(whole(0, 100_000)))
    .addOption(new Option('--size <bytes>', 'of each datagram').argParser(whole(0, 65_507)).default(64))
    .addOption(new Option('--to <port>', 'the UDP port of the board').argParser(whole(1, 65_535)).default(41_234))
    .option('--after <text>', 'begin when the console has shown it; else at reset, or with --send at the first answer')
    .addOption(new Option('--limit <n>', 'end after so many instructions').argParser(whole(1, 1e9)).default(5_000_000))
    .addOption(new Option('--top <n>', 'rows of a table').argParser(whole(1, 10_000)).default(40))
    .option('--boot <word>', 'a boot-option word such as env.NAME=value; may be repeated', more)
    .option('--out <file>', 'where the page with the flame graphs goes')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      below(
        'What the engine, bindings and network do for a JavaScript function counts as its own. Precompiled code of\n' +
          "JerryScript's knows a function's name and file, but no line.",
      ),
    )
    .action(async (app: string | undefined, args: string[], options: Partial<ProfileOptions>) =>
      (await import('./commands/profile.js')).profile(appFile(app), [...args, ...after], {
        send: 0,
        ...options,
      } as ProfileOptions),
    );

  program
    .command('repl')
    .addArgument(appArgument('without one the board runs nothing else'))
    .description('evaluate what is typed on a board that runs the app')
    .addOption(targetOption())
    .addOption(engineOption())
    .addOption(boardOption())
    .addHelpText('after', below('Tab completes names, the arrow keys bring lines back, .exit or Ctrl-D leaves.'))
    .action(async (app: string | undefined, options: import('./commands/repl.js').ReplOptions) => {
      const { replApp, startRepl } = await import('./commands/repl.js');
      process.exitCode = await startRepl(replApp(app, appFileIfAny(app)), options);
    });

  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'whose words they are').choices(SHELLS))
    .description("completion of the command's words, as text for a shell")
    .addHelpText(
      'after',
      below(
        'bash: source <(tinygram completion bash), for always in ~/.bashrc.\n' +
          'zsh: source <(tinygram completion zsh), for always in ~/.zshrc.\n' +
          'fish: tinygram completion fish | source, in ~/.config/fish/config.fish.',
      ),
    )
    .action((shell: Shell) => void process.stdout.write(completion(program, shell)));

  program
    .command('demo')
    .description('boot an echo app on an emulated board and exchange datagrams with it')
    .addOption(engineOption())
    .action(async (options: { engine: Engine }) => (await import('./commands/demo.js')).demo(options));

  program
    .command('flash')
    .addArgument(appArgument('built when neither --app nor --firmware is given'))
    .description('write firmware or an app to an ESP32 board on a serial port')
    .addOption(serialOption())
    .addOption(new Option('-c, --chip <chip>', 'refuse every other chip').choices(['auto', ...CHIPS]).default('auto'))
    .addOption(baudOption(460_800).env('ESPBAUD'))
    .addOption(new Option('--app <image>', 'an app image of tinygram build, app.tgi'))
    .addOption(new Option('--firmware <folder>', 'the folder that idf.py build wrote (flasher_args.json)'))
    .addOption(new Option('--slot <slot>', 'the slot for the app; the idle one').choices(SLOTS))
    .addOption(engineOption())
    .addOption(releaseOption())
    .addOption(new Option('--no-stub', "use the chip's ROM loader alone (slower)"))
    .addOption(new Option('--verbose', 'show what esptool-js says'))
    .addHelpText(
      'after',
      below(
        'Here --port is the serial port, as with esptool and idf.py.\n' +
          'Only what differs is written. A new app goes to the slot that the board does not boot from and starts on\n' +
          'trial: if it does not confirm itself within 3 starts, the board goes back to the app before it.',
      ),
    )
    .action(async (app: string | undefined, options: import('./commands/flash.js').FlashOptions) =>
      (await import('./commands/flash.js')).flash(
        options.app === undefined && options.firmware === undefined ? appFile(app) : appFileIfAny(app),
        options,
      ),
    );

  program
    .command('monitor')
    .addArgument(appArgument('errors are shown at its lines'))
    .description('show the console of an ESP32 board on a serial port, and reset it first')
    .addOption(serialOption())
    .addOption(baudOption(115_200).env('MONITORBAUD'))
    .addOption(new Option('--app <image>', 'the app image whose source map is used, in place of that of [app]'))
    .addOption(new Option('--level <level>', "hide ESP-IDF's log lines below it").choices(LEVELS).default('verbose'))
    .addOption(new Option('--no-reset', 'leave the board running as it is'))
    .addOption(rawOption())
    .addHelpText(
      'after',
      below(
        'Here --port is the serial port, as with esptool and idf.py.\n' +
          'Ctrl-] or Ctrl-C leaves, Ctrl-R resets the board; other keys go to the board. When the port goes away\n' +
          'the monitor waits until it is back.',
      ),
    )
    .action(async (app: string | undefined, options: import('./commands/monitor.js').MonitorOptions) =>
      (await import('./commands/monitor.js')).monitor(appFileIfAny(app), options),
    );

  program
    .command('doctor')
    .description('say what this machine lacks, and the command that brings it')
    .addOption(new Option('--json', 'the same as JSON'))
    .addHelpText(
      'after',
      below('Ends with 1 when something is missing. Much works all the same: each line says what needs it.'),
    )
    .action(async (options: { json?: boolean }) => {
      process.exitCode = (await import('./commands/doctor.js')).doctor(options);
    });

  program
    .command('deps', { hidden: packageData() !== undefined })
    .argument('[names...]', 'some of them; without a name, all')
    .description('fetch the pinned third-party sources into build/deps/')
    .addHelpText(
      'after',
      below(
        "The sources are Debian source packages, through the mirror that this machine's apt uses.\n" +
          'What is there already gets the newest revision that Debian has; offline it stays, and a line says so.\n' +
          'LWIP_DIR and QUICKJS_DIR name folders to use in their place.',
      ),
    )
    .action(async (names: string[]) => (await import('./commands/deps.js')).deps(names));

  // For the Makefile: the npm packages.
  program
    .command('package', { hidden: true })
    .argument('[engines...]', 'the engines to put in; every one that is installed here')
    .action(async (engines: Engine[]) => (await import('./commands/package.js')).packages(engines));

  // For the Makefile: the C file with the firmware's built-in modules.
  program
    .command('registry', { hidden: true })
    .addOption(targetOption())
    .addOption(engineOption())
    .addOption(new Option('--out <file>', 'the C file'))
    .option('--movable', 'code for a JerryScript of other features than the one on this machine')
    .option('--positions', "keep the names of the modules' functions, and on QuickJS positions")
    .action(async (options: RegistryCommand) => (await import('./commands/registry.js')).registry(options));

  for (const command of program.commands) {
    refuseTwice(command);
    command.configureOutput({ outputError: (text, write) => write(advice(program, command.name(), text)) });
  }
  return program.configureOutput({ outputError: (text, write) => write(advice(program, undefined, text)) });
}

/** Options that may be repeated: each of them adds one. */
const isRepeatable = ({ parseArg }: Option): boolean => parseArg === more || parseArg === forward;

/** An option that is given twice with two values is an error, where the later one would count and nobody know. */
function refuseTwice(command: Command): void {
  for (const option of command.options.filter((one) => one.required && !isRepeatable(one))) {
    let before: string | undefined;
    command.on(`option:${option.name()}`, (value: string) => {
      if (before !== undefined && before !== value)
        command.error(`error: ${option.long} is given twice, as ${before} and as ${value}; it takes one of them`);
      before = value;
    });
  }
}

/** Words that are right elsewhere: what to say of an option that a command does not know. */
function advice(program: Command, command: string | undefined, error: string): string {
  const option = /unknown option '(--?[\w-]+)'/.exec(error)?.[1];
  const knows = ({ options }: Command): boolean => options.some(({ long, short }) => [long, short].includes(option));
  if (option === undefined) return error;
  const named = program.commands.find((one) => one.name() === command);
  const hint =
    named === undefined && program.commands.some(knows)
      ? 'options stand behind the command, as in tinygram run --target host'
      : option === '--port' && named?.options.some(({ long }) => long === '--udp')
        ? '--udp PORT leads a UDP port to the board; --port is a serial port, of flash and monitor'
        : undefined;
  return hint === undefined ? error : error.replace(/(\n\(Did you mean .*\))?\n?$/, `\n(${hint})\n`);
}

/** A message of several places has a colour for each "error:"; one of a single line is red as a whole. */
function inColour(message: string): string {
  if (!message.includes('\n') && !/: (error|warning): /.test(message)) return styled('red', message, process.stderr);
  return message
    .replace(/: error: /g, `: ${styled('red', 'error:', process.stderr)} `)
    .replace(/: warning: /g, `: ${styled('yellow', 'warning:', process.stderr)} `);
}

/** Commands whose words behind `--` are the app's own, whether the app is named or is the project's. */
const HANDING_ON = ['run', 'profile'];

/** The command line up to `--` and what is behind it, for those commands; all of it for the others. */
function divided(argv: string[]): { own: string[]; after: string[] } {
  const end = argv.indexOf('--');
  if (end < 0 || !HANDING_ON.includes(argv[2] ?? '')) return { own: argv, after: [] };
  return { own: argv.slice(0, end), after: argv.slice(end + 1) };
}

/**
 * Runs the command line. What people can mend is one message on stderr; anything else is a defect of the command and
 * shows its stack.
 */
export async function main(argv: string[]): Promise<void> {
  // Whoever read our output has gone away (a pipe into `head`): end as a program that SIGPIPE ended.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(128 + 13);
    throw error;
  });
  try {
    const { own, after } = divided(argv);
    await commandLine(after).parseAsync(own);
  } catch (error) {
    const known = error instanceof UserError ? error : systemError(error);
    if (known === undefined) throw error;
    process.stderr.write(`${inColour(visible(known.message))}\n`);
    process.exitCode = known.exitCode;
  }
}

if (require.main === module) void main(process.argv);
