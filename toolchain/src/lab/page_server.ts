/**
 * Serves the laboratory's page: on loopback alone, to who knows the token, with nothing from elsewhere.
 *
 * The page itself is public to this machine; all that it shows and does wants the token, which is in the address's
 * fragment and so in no log. A request that another site makes a browser send has no token, and a name that another
 * site makes lead here is not in the list of hosts.
 */
import * as crypto from 'node:crypto';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { inRoot } from '../build/paths';
import type { SourceMap } from '../build/sourcemap';
import { UserError } from '../user_error';
import { FIGURE_NS, type Laboratory } from './laboratory';
import {
  FATES,
  fatesMessage,
  framesMessage,
  jsonMessage,
  NO_STATION,
  type BoardState,
  type FateMessage,
  type FrameMessage,
} from './page_messages';
import { pcapHeader, pcapRecord } from './pcap';
import { Ring } from './ring';

/** What is kept for pages that open later and for the pcap. */
const HISTORY_FRAMES = 50_000;
const HISTORY_BYTES = 24 * 1024 * 1024;
/** Fates of one frame: a broadcast has one for each station. */
const MAX_FATES = 32;
const HISTORY_CONSOLE = 64 * 1024;
/** Frames that a page gets of what was before it opened. */
const REPLAYED = 2000;
const FLUSH_MS = 50;
const STATE_MS = 500;
/** Bytes that may wait for a page; frames beyond are skipped and counted. */
const PAGE_QUEUE = 8 * 1024 * 1024;
const COMMAND_LIMIT = 4096;
const SOURCE_LINES = 12;

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const FILES: Record<string, { file: string; type: string }> = {
  '/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/page.js': { file: 'page.js', type: 'text/javascript; charset=utf-8' },
  '/page.css': { file: 'page.css', type: 'text/css; charset=utf-8' },
};

/** A frame with what has become of it so far. */
interface PastFrame extends FrameMessage {
  fates: FateMessage[];
}

export class PageServer {
  /** The address to open, with its token. */
  readonly url: string;
  private readonly pages = new Set<http.ServerResponse>();
  private readonly history = new Ring<PastFrame>(HISTORY_FRAMES, HISTORY_BYTES, ({ frame }) => frame.length);
  private readonly consoles = new Map<string, string>();
  private readonly stations: string[];
  private readonly places: Map<string, number>;
  private readonly sources: Set<string>;
  private readonly ends: (() => void)[] = [];
  private frames: FrameMessage[] = [];
  private fates: FateMessage[] = [];
  private skipped = 0;

  private constructor(
    private readonly lab: Laboratory,
    private readonly server: http.Server,
    private readonly token: string,
  ) {
    const { port } = server.address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}/#${token}`;
    this.stations = lab.stations;
    this.places = new Map(this.stations.map((name, place) => [name, place]));
    this.sources = sourcesOf(lab);
    this.ends.push(
      lab.observe({
        sent: ({ number, time, from, frame }) => {
          const message = { number, time, from: this.places.get(from) ?? NO_STATION, frame, fates: [] };
          this.history.push(message);
          if (this.pages.size > 0) this.frames.push(message);
        },
        fate: ({ number, time, to, fate }) => {
          const place = to === undefined ? NO_STATION : (this.places.get(to) ?? NO_STATION);
          const message = { number, time, to: place, fate: FATES.indexOf(fate) };
          const { fates } = this.history.find(number, (one) => one.number) ?? { fates: undefined };
          if (fates && fates.length < MAX_FATES) fates.push(message);
          if (this.pages.size > 0) this.fates.push(message);
        },
      }),
    );
    const onConsole = (name: string, text: string): void => {
      this.consoles.set(name, ((this.consoles.get(name) ?? '') + text).slice(-HISTORY_CONSOLE));
      this.tell(jsonMessage({ type: 'console', name, text }));
    };
    const onChange = (): void => this.tellState();
    lab.on('console', onConsole);
    lab.on('changed', onChange);
    this.ends.push(() => lab.off('console', onConsole).off('changed', onChange));
    const flushing = setInterval(() => this.flush(), FLUSH_MS).unref();
    const telling = setInterval(() => this.tellState(), STATE_MS).unref();
    this.ends.push(() => {
      clearInterval(flushing);
      clearInterval(telling);
    });
  }

  /** Listens on 127.0.0.1; port 0 takes a free one. Rejects with a UserError when it cannot. */
  static async open(lab: Laboratory, port = 0): Promise<PageServer> {
    if (!fs.existsSync(inRoot('build', 'toolchain', 'lab', 'page', 'page.js')))
      throw new UserError('The page has not been built. Build it: make toolchain, in Tinygram’s folder.');
    const token = crypto.randomBytes(16).toString('hex');
    const server = http.createServer();
    await once(server.listen(port, '127.0.0.1'), 'listening').catch((error: NodeJS.ErrnoException) => {
      throw new UserError(whyNot(error, port));
    });
    const page = new PageServer(lab, server, token);
    server.on('request', (request, response) => page.answer(request, response));
    return page;
  }

  async close(): Promise<void> {
    for (const end of this.ends.splice(0)) end();
    for (const page of this.pages) page.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { port } = this.server.address() as AddressInfo;
    response.setHeader('Content-Security-Policy', POLICY);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    response.setHeader('Cache-Control', 'no-store');
    const refuse = (status: number, text: string): void => {
      response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
    };
    if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(request.headers.host ?? ''))
      return refuse(403, 'This is for 127.0.0.1 alone.\n');
    // Not as a URL: what anybody on this machine sends need not be one.
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const file = request.method === 'GET' && Object.hasOwn(FILES, path) ? FILES[path] : undefined;
    if (file) {
      response.writeHead(200, { 'Content-Type': file.type });
      response.end(fs.readFileSync(inRoot('build', 'toolchain', 'lab', 'page', file.file)));
      return;
    }
    if (!this.knows(request.headers.authorization ?? '')) return refuse(401, 'The token is missing or wrong.\n');
    const asked = new URLSearchParams(query);
    switch (`${request.method} ${path}`) {
      case 'GET /events':
        return this.addPage(response);
      case 'POST /command':
        return this.handleCommand(request, response);
      case 'GET /pcap':
        response.writeHead(200, { 'Content-Type': 'application/vnd.tcpdump.pcap' });
        response.write(pcapHeader());
        for (const { frame, time } of this.history) response.write(pcapRecord(frame, time));
        response.end();
        return;
      case 'GET /source':
        return this.showSource(asked.get('file') ?? '', Number(asked.get('line')), response);
      default:
        return refuse(404, 'There is nothing here.\n');
    }
  }

  private knows(authorization: string): boolean {
    const given = Buffer.from(authorization);
    const right = Buffer.from(`Bearer ${this.token}`);
    return given.length === right.length && crypto.timingSafeEqual(given, right);
  }

  private addPage(response: http.ServerResponse): void {
    const { port, engine, seed } = this.lab.about;
    response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
    const boards = this.lab.names;
    response.write(
      jsonMessage({ type: 'hello', stations: this.stations, boards, port, engine, seed, since: this.lab.since }),
    );
    const before: PastFrame[] = [];
    for (let i = Math.max(0, this.history.length - REPLAYED); i < this.history.length; i++)
      before.push(this.history.at(i) as PastFrame);
    if (before.length > 0) response.write(framesMessage(before));
    if (before.length > 0) response.write(fatesMessage(before.flatMap(({ fates }) => fates)));
    for (const [name, text] of this.consoles) response.write(jsonMessage({ type: 'console', name, text }));
    response.write(this.state());
    this.flush();
    this.pages.add(response);
    response.on('close', () => this.pages.delete(response));
  }

  private handleCommand(request: http.IncomingMessage, response: http.ServerResponse): void {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      text += part;
      if (text.length > COMMAND_LIMIT) request.destroy();
    });
    request.on('end', () => {
      const done = (status: number, answer: string): void => {
        response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(answer);
      };
      try {
        done(200, this.lab.command(text) ?? '');
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        done(400, error.message);
      }
    });
  }

  /** Some lines around one of a source file, of the apps' files and the built-in modules alone. */
  private showSource(file: string, line: number, response: http.ServerResponse): void {
    const module = inRoot(file);
    const own = path.resolve(file);
    const inModules = /^modules\/[\w/]+\.ts$/.test(file) && fs.existsSync(module);
    const found = inModules ? module : this.sources.has(own) && fs.existsSync(own) ? own : undefined;
    if (found === undefined || !Number.isInteger(line)) {
      response
        .writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' })
        .end('This file is not one of the apps’.\n');
      return;
    }
    const lines = fs.readFileSync(found, 'utf8').split('\n');
    const first = Math.max(1, line - SOURCE_LINES);
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ first, lines: lines.slice(first - 1, line + SOURCE_LINES) }));
  }

  private flush(): void {
    if (this.frames.length > 0) this.tell(framesMessage(this.frames), this.frames.length);
    if (this.fates.length > 0) this.tell(fatesMessage(this.fates));
    this.frames = [];
    this.fates = [];
    if (this.skipped > 0 && [...this.pages].every((page) => page.writableLength < PAGE_QUEUE)) {
      this.tell(jsonMessage({ type: 'skipped', frames: this.skipped }));
      this.skipped = 0;
    }
  }

  private tellState(): void {
    if (this.pages.size > 0) this.tell(this.state());
  }

  private state(): Uint8Array {
    const { lab } = this;
    const boards = lab.names.map((name): BoardState => {
      const { sent, delivered, lost } = lab.link?.counters(name) ?? { sent: 0, delivered: 0, lost: 0 };
      const exit = lab.exitOf(name);
      const pid = exit === undefined ? lab.board(name)?.pid : undefined;
      return {
        name,
        running: exit === undefined,
        ...(exit ? { code: exit.code } : {}),
        up: lab.link?.isUp(name) ?? true,
        ...(pid === undefined ? {} : processFigures(pid)),
        ...(exit === undefined ? this.boardFigures(name) : {}),
        sent,
        delivered,
        lost,
      };
    });
    return jsonMessage({
      type: 'state',
      time: Date.now(),
      settings: lab.settings(),
      partition: lab.partition ?? null,
      paused: lab.link?.paused ?? false,
      boards,
    });
  }

  private boardFigures(name: string): { heap?: number; heapSize?: number; instructions?: number } {
    const figures = this.lab.link?.figures(name);
    if (!figures) return {};
    const { heapUsed: heap, heapSize, awake } = figures;
    return { heap, heapSize, ...(this.lab.about.port === 'host' ? {} : { instructions: (awake * 1000) / FIGURE_NS }) };
  }

  private tell(message: Uint8Array, frames = 0): void {
    for (const page of this.pages) {
      if (page.writableLength > PAGE_QUEUE) this.skipped += frames;
      else page.write(message);
    }
  }
}

function whyNot(error: NodeJS.ErrnoException, port: number): string {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} is in use by another program; --ui-port takes another one, or none for a free one.`;
  return `The page cannot be served: ${error.message}`;
}

/** What Linux counts of a process: resident memory in bytes, processor time in milliseconds. */
function processFigures(pid: number): { memory?: number; cpu?: number } {
  try {
    const memory = Number(fs.readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * 4096;
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    // Behind the name, which may hold blanks; clock ticks are 10 ms everywhere.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { memory, cpu: (Number(fields[11]) + Number(fields[12])) * 10 };
  } catch {
    return {};
  }
}

/** Absolute paths of the files that the apps were made of. */
function sourcesOf(lab: Laboratory): Set<string> {
  const maps = new Set(lab.about.maps);
  return new Set(
    [...maps].flatMap((file) => {
      const { sources } = JSON.parse(fs.readFileSync(file, 'utf8')) as SourceMap;
      return sources.map((source) => path.resolve(path.dirname(file), source));
    }),
  );
}
