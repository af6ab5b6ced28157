/** What the page knows: fed by the server's messages, drawn from by the views. */
import { decode } from '../packets/decode';
import {
  FATES,
  MESSAGE,
  MessageReader,
  NO_STATION,
  readFates,
  readFrames,
  type BoardState,
  type FateMessage,
  type FrameMessage,
  type PageFate,
  type PageMessage,
} from '../page_messages';
import { Ring } from '../ring';

const HISTORY_FRAMES = 50_000;
const HISTORY_BYTES = 24 * 1024 * 1024;
const CONSOLE_LINES = 1000;
/** States that graphs show: a minute. */
const SAMPLES = 120;
/** Milliseconds between two drawings. */
const DRAW_MS = 100;
const RETRY_MS = 1000;

export interface Row {
  number: number;
  time: number;
  /** Place of the station that sent it. */
  from: number;
  frame: Uint8Array;
  protocol: string;
  fromText: string;
  toText: string;
  summary: string;
  fates: { to: number; fate: PageFate; time: number }[];
  /** In lower case: what a filter looks in. */
  text: string;
}

export interface Sample {
  memory?: number;
  /** Share of one processor. */
  cpu?: number;
  heap?: number;
  /** Instructions a second. */
  instructions?: number;
}

export type State = Extract<PageMessage, { type: 'state' }>;

export class Store {
  hello: Extract<PageMessage, { type: 'hello' }> | undefined;
  state: State | undefined;
  connected = false;
  refused = false;
  skipped = 0;
  /** Frames since the page opened. */
  total = 0;
  readonly rows = new Ring<Row>(HISTORY_FRAMES, HISTORY_BYTES, ({ frame }) => frame.length);
  /** Rows that the filter lets through, oldest first. */
  filtered: Row[] = [];
  readonly consoles = new Map<string, string[]>();
  readonly samples = new Map<string, Sample[]>();
  /** Frames a second, a sample for each state. */
  readonly rates: number[] = [];
  filter = '';

  private terms: string[] = [];
  private readonly token = location.hash.slice(1);
  private readonly listeners = new Set<() => void>();
  private drawing = false;
  private lastTotal = 0;
  private before: State | undefined;

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Reads the server's messages for ever; connects again when it has lost it. */
  async run(): Promise<void> {
    for (;;) {
      try {
        const response = await this.fetch('/events');
        if (response.status === 401) {
          this.refused = true;
          this.changed();
          return;
        }
        if (!response.ok || !response.body) throw new Error(response.statusText);
        this.connected = true;
        const reader = new MessageReader();
        const stream = response.body.getReader();
        for (let part = await stream.read(); !part.done; part = await stream.read())
          reader.push(part.value, (kind, content) => this.receive(kind, content));
      } catch {
        // The laboratory has ended, or starts again.
      }
      this.connected = false;
      this.changed();
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  /** Sends a command; resolves with what was wrong, or ''. */
  async command(text: string): Promise<string> {
    const response = await this.fetch('/command', { method: 'POST', body: text });
    return response.ok ? '' : response.text();
  }

  async source(file: string, line: number): Promise<{ first: number; lines: string[] } | undefined> {
    const response = await this.fetch(`/source?file=${encodeURIComponent(file)}&line=${line}`);
    return response.ok ? ((await response.json()) as { first: number; lines: string[] }) : undefined;
  }

  async pcap(): Promise<Blob> {
    return (await this.fetch('/pcap')).blob();
  }

  setFilter(text: string): void {
    this.filter = text;
    this.terms = text.toLowerCase().split(/\s+/).filter(Boolean);
    this.filtered = [...this.rows].filter((row) => this.passes(row));
    this.changed();
  }

  clear(): void {
    this.rows.clear();
    this.filtered = [];
    this.changed();
  }

  nameOf(place: number): string {
    return this.hello?.stations[place] ?? '?';
  }

  /** Views are drawn again soon. */
  changed(): void {
    if (this.drawing) return;
    this.drawing = true;
    setTimeout(() => {
      this.drawing = false;
      for (const listener of this.listeners) listener();
    }, DRAW_MS);
  }

  private fetch(path: string, options: RequestInit = {}): Promise<Response> {
    return fetch(path, { ...options, headers: { Authorization: `Bearer ${this.token}` }, cache: 'no-store' });
  }

  private receive(kind: number, content: Uint8Array): void {
    if (kind === MESSAGE.json) this.handleJson(JSON.parse(new TextDecoder().decode(content)) as PageMessage);
    else if (kind === MESSAGE.frames) for (const frame of readFrames(content)) this.addFrame(frame);
    else if (kind === MESSAGE.fates) for (const fate of readFates(content)) this.addFate(fate);
    const first = this.rows.at(0)?.number ?? Infinity;
    let gone = 0;
    while (gone < this.filtered.length && (this.filtered[gone] as Row).number < first) gone++;
    if (gone > 0) this.filtered.splice(0, gone);
    this.changed();
  }

  private handleJson(message: PageMessage): void {
    switch (message.type) {
      case 'hello':
        this.hello = message;
        this.rows.clear();
        this.filtered = [];
        this.consoles.clear();
        break;
      case 'state':
        this.handleState(message);
        break;
      case 'skipped':
        this.skipped += message.frames;
        break;
      case 'console': {
        const lines = this.consoles.get(message.name) ?? [''];
        const more = message.text.split('\n');
        lines[lines.length - 1] += more[0] as string;
        lines.push(...more.slice(1));
        this.consoles.set(message.name, lines.slice(-CONSOLE_LINES));
      }
    }
  }

  private handleState(state: State): void {
    const { before } = this;
    const seconds = before ? (state.time - before.time) / 1000 : 0;
    if (seconds > 0.2 || !before) {
      for (const board of state.boards) {
        this.sample(
          board,
          before?.boards.find(({ name }) => name === board.name),
          seconds,
        );
      }
      this.rates.push(seconds > 0 ? (this.total - this.lastTotal) / seconds : 0);
      if (this.rates.length > SAMPLES) this.rates.shift();
      this.lastTotal = this.total;
      this.before = state;
    }
    this.state = state;
  }

  private sample(board: BoardState, before: BoardState | undefined, seconds: number): void {
    const list = this.samples.get(board.name) ?? [];
    // After a reset counts begin anew.
    const growth = (now: number | undefined, then: number | undefined): number | undefined =>
      now === undefined || then === undefined || now < then ? undefined : (now - then) / seconds;
    const cpu = growth(board.cpu, before?.cpu);
    const instructions = growth(board.instructions, before?.instructions);
    list.push({
      ...(board.memory === undefined ? {} : { memory: board.memory }),
      ...(cpu === undefined ? {} : { cpu: cpu / 1000 }),
      ...(board.heap === undefined ? {} : { heap: board.heap }),
      ...(instructions === undefined ? {} : { instructions }),
    });
    if (list.length > SAMPLES) list.shift();
    this.samples.set(board.name, list);
  }

  private addFrame({ number, time, from, frame }: FrameMessage): void {
    this.total++;
    const { protocol, from: fromText, to: toText, summary } = decode(frame);
    const text = `${this.nameOf(from)} ${protocol} ${fromText} ${toText} ${summary}`.toLowerCase();
    const row: Row = { number, time, from, frame, protocol, fromText, toText, summary, fates: [], text };
    this.rows.push(row);
    if (this.passes(row)) this.filtered.push(row);
  }

  private addFate({ number, time, to, fate }: FateMessage): void {
    const row = this.rows.find(number, (one) => one.number);
    if (!row) return;
    const known = FATES[fate] as PageFate;
    row.fates.push({ to, fate: known, time });
    const had = this.passes(row);
    row.text += ` ${known}${to === NO_STATION ? '' : ` ${this.nameOf(to).toLowerCase()}`}`;
    // A word such as "lost" comes after the frame: its row takes its place.
    if (had || !this.passes(row)) return;
    let at = this.filtered.length;
    while (at > 0 && (this.filtered[at - 1] as Row).number > row.number) at--;
    this.filtered.splice(at, 0, row);
  }

  /** Every term must be there; one that begins with "-" must not. */
  private passes({ text }: Row): boolean {
    return this.terms.every((term) =>
      term.length > 1 && term[0] === '-' ? !text.includes(term.slice(1)) : text.includes(term),
    );
  }
}
