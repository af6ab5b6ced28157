/** Serial ports of this machine, opened with errors that say what to do, and with their control lines. */
import { EventEmitter } from 'node:events';
import * as fs from 'node:fs';
import { packageData } from '../build/paths';
import { UserError } from '../user_error';

export interface SerialEvents {
  data: [chunk: Buffer];
  /** The port went away (unplugged); comes once, not after close(). */
  lost: [];
}

/** USB numbers of a port's adapter. */
export interface UsbIds {
  vendor: number;
  product: number;
}

/** An open serial line. */
export abstract class SerialLine extends EventEmitter<SerialEvents> {
  /** The port went away; nothing can be read or written any more. */
  lost = false;

  constructor(
    readonly name: string,
    readonly usb?: UsbIds,
  ) {
    super();
  }

  /** Resolves when the system has the bytes; rejects when the line is lost. */
  abstract write(data: Uint8Array): Promise<void>;
  /** Bits per second, from the next byte on. */
  abstract setBaud(rate: number): Promise<void>;
  /** Sets both control lines at once; true is the active (low) level. False: this port has no control lines. */
  abstract setLines(dtr: boolean, rts: boolean): Promise<boolean>;
  /** Harmless when repeated or when the line is lost. */
  abstract close(): Promise<void>;
}

/** A serial port that is there. */
export interface PortInfo {
  path: string;
  usb: UsbIds;
}

/** Lists the system's ports, as SerialPort.list() of the package serialport does. */
export type Lister = () => Promise<{ path: string; vendorId?: string | undefined; productId?: string | undefined }[]>;

/**
 * Loads a package that the commands for boards on a serial port need and no other does, as in
 * `await devicePackage('serialport', () => import('serialport'))`. A UserError where it is not there.
 */
export async function devicePackage<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const remedy =
      packageData() === undefined ? "npm ci, in Tinygram's folder" : 'npm install -g with the same package';
    throw new UserError(`The npm package ${name}, which boards on a serial port need, is not there. Type: ${remedy}`);
  }
}

/** The package serialport, loaded where it is needed. A UserError where it is not there. */
export const serialport = (): Promise<typeof import('serialport')> =>
  devicePackage('serialport', () => import('serialport'));

const systemPorts: Lister = async () => (await serialport()).SerialPort.list();

/** The ports on USB, where boards are, sorted. Rejects where the system cannot tell. */
export async function serialPorts(list: Lister = systemPorts): Promise<PortInfo[]> {
  return (await list())
    .flatMap(({ path: name, vendorId, productId }) =>
      vendorId === undefined || productId === undefined
        ? []
        : [{ path: calloutName(name), usb: { vendor: hex(vendorId), product: hex(productId) } }],
    )
    .sort((one, other) => one.path.localeCompare(other.path));
}

/** macOS has two files for a port; programs that do not wait for a caller open the one for calls out. */
const calloutName = (name: string): string => name.replace(/^\/dev\/tty\./, '/dev/cu.');

const hex = (text: string): number => parseInt(text, 16);

/** The port to use when none is named: the only one that is there. */
export async function onlyPort(list: Lister = systemPorts): Promise<string> {
  let ports;
  try {
    ports = await serialPorts(list);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `The serial ports cannot be listed (${error instanceof Error ? error.message : String(error)}). ` +
        "Name the board's: --port PATH.",
    );
  }
  const [first, ...others] = ports;
  if (first && others.length === 0) return first.path;
  throw new UserError(
    first
      ? `There are several serial ports: ${ports.map(({ path: name }) => name).join(', ')}. ` +
          "Name the board's: --port PATH."
      : 'No serial port is here. Plug the board in with a cable that carries data, or name its port: --port PATH.',
  );
}

/** Opens a port, 8N1, for this process alone. */
export async function openSerial(name: string, baud: number): Promise<SerialLine> {
  const { SerialPort } = await serialport();
  // hupcl: closing the port must not pull the control lines, which would reset the board.
  const port = new SerialPort({ path: name, baudRate: baud, autoOpen: false, hupcl: false });
  const error = await new Promise<Error | null>((resolve) => port.open(resolve));
  // A system that cannot list its ports opens those that are named all the same.
  const ports = await serialPorts().catch(() => []);
  if (error) throw openFailure(name, error, ports);
  return new PortLine(name, port, usbIds(name, ports));
}

/** Whether a port has gone, as far as its folder tells. Windows' ports are in none: opening one tells. */
export const isGone = (name: string): boolean => name.startsWith('/') && !fs.existsSync(name);

/** How often an open port is looked for in its folder, milliseconds. */
const WATCH_MS = 200;

class PortLine extends SerialLine {
  private closing = false;
  private readonly watch: NodeJS.Timeout;

  constructor(
    name: string,
    private readonly port: import('serialport').SerialPort,
    usb: UsbIds | undefined,
  ) {
    super(name, usb);
    port.on('data', (chunk: Buffer) => this.emit('data', chunk));
    port.on('error', () => this.lose());
    port.on('close', () => this.lose());
    // serialport may miss that a port was unplugged: it reads the nothing of a hung-up terminal again and again.
    this.watch = setInterval(() => {
      if (isGone(name)) this.lose();
    }, WATCH_MS);
    this.watch.unref();
  }

  write(data: Uint8Array): Promise<void> {
    return this.act((done) => this.port.write(Buffer.from(data), undefined, done));
  }

  setBaud(rate: number): Promise<void> {
    return this.act((done) => this.port.update({ baudRate: rate }, done));
  }

  async setLines(dtr: boolean, rts: boolean): Promise<boolean> {
    try {
      await this.act((done) => this.port.set({ dtr, rts, brk: false }, done));
      return true;
    } catch (error) {
      // A pseudo-terminal or a network bridge: the system call is not for it.
      if (!this.lost && /inappropriate ioctl|invalid argument|not supported/i.test(String(error))) return false;
      throw error;
    }
  }

  async close(): Promise<void> {
    this.closing = true;
    clearInterval(this.watch);
    if (this.port.isOpen) await new Promise<void>((resolve) => this.port.close(() => resolve()));
  }

  private act(start: (done: (error?: Error | null) => void) => void): Promise<void> {
    if (this.lost) return Promise.reject(new Error(`${this.name} is gone`));
    return new Promise((resolve, reject) => {
      // A port that goes away while it is written to calls nobody back.
      const gone = (): void => reject(new Error(`${this.name} is gone`));
      this.once('lost', gone);
      start((error) => {
        this.off('lost', gone);
        if (error) reject(error);
        else resolve();
      });
    });
  }

  private lose(): void {
    if (this.closing || this.lost) return;
    this.lost = true;
    this.emit('lost');
    void this.close();
  }
}

/** What to tell about a port that did not open, on a computer with this system. */
export function openFailure(
  name: string,
  error: Error,
  ports: readonly PortInfo[],
  system: NodeJS.Platform = process.platform,
): UserError {
  const text = error.message;
  if (/no such file|file not found/i.test(text)) {
    const names = ports.map(({ path: one }) => one).join(', ');
    const here = names === '' ? 'No serial port is here' : `Serial ports that are here: ${names}`;
    return new UserError(
      `There is no serial port ${name}. ${here}; is the board plugged in, with a cable that carries data?`,
    );
  }
  // Windows has no owners of ports: who is denied access comes second.
  const inUse = system === 'win32' && /access denied/i.test(text);
  if (!inUse && /permission denied|access denied/i.test(text)) {
    if (system !== 'linux') return new UserError(`You may not open ${name}: ${text}`);
    const group = groupOf(name) ?? 'dialout';
    return new UserError(
      `You may not open ${name}: it is for the group ${group}. ` +
        `Join it once with: sudo usermod -aG ${group} $USER   then log out and in again.`,
    );
  }
  if (inUse || /cannot lock|resource busy|resource temporarily/i.test(text)) {
    const holders = holdersOf(name);
    const who = holders.length === 0 ? 'another program' : holders.join(', ');
    return new UserError(`${name} is in use by ${who}. End that first (a serial monitor, perhaps), then try again.`);
  }
  if (/inappropriate ioctl|not a tty/i.test(text)) return new UserError(`${name} is not a serial port.`);
  return new UserError(`${name} could not be opened: ${text}`);
}

/** Name of the group that owns a file. */
function groupOf(name: string): string | undefined {
  try {
    const { gid } = fs.statSync(name);
    const line = fs
      .readFileSync('/etc/group', 'utf8')
      .split('\n')
      .find((entry) => Number(entry.split(':')[2]) === gid && entry !== '');
    return gid === 0 ? undefined : line?.split(':')[0];
  } catch {
    return undefined;
  }
}

/** Programs that have the file open, "name (process 123)", as far as this user may see. */
function holdersOf(name: string): string[] {
  const found: string[] = [];
  try {
    const real = fs.realpathSync(name);
    for (const pid of fs.readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
      if (Number(pid) === process.pid) continue;
      try {
        const files = fs.readdirSync(`/proc/${pid}/fd`);
        if (!files.some((file) => linkOf(`/proc/${pid}/fd/${file}`) === real)) continue;
        found.push(`${fs.readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (process ${pid})`);
      } catch {
        // Another user's process, or one that has ended meanwhile.
      }
    }
  } catch {
    // No /proc on this system.
  }
  return found;
}

function linkOf(file: string): string | undefined {
  try {
    return fs.readlinkSync(file);
  } catch {
    return undefined;
  }
}

/**
 * USB numbers of a port, which may be named by a link (/dev/serial/by-id), as macOS' other file for it (/dev/tty.*), or
 * in Windows' ways (com7, \\.\COM7). Without them a chip's own USB port would be reset as a bridge is.
 */
export function usbIds(name: string, ports: readonly PortInfo[]): UsbIds | undefined {
  const plain = (text: string): string =>
    calloutName(text)
      .replace(/^\\\\\.\\/, '')
      .replace(/^com\d+$/i, (port) => port.toUpperCase());
  let real = name;
  try {
    real = fs.realpathSync(name);
  } catch {
    // Windows' ports are not files.
  }
  return ports.find(({ path: one }) => one === plain(name) || one === plain(real))?.usb;
}
