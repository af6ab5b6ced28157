/**
 * Conditions of a network as people write them (`--loss 5%`, `delay b1-b2 40ms`, a scenario's JSON), and the rules of
 * the switch that they become.
 */
import { UserError } from '../user_error';
import type { Rule } from './impairments';

/** Each a word of the command line and of the console; the unit of its number stands beside it. */
export const KINDS = {
  loss: { unit: 'probability', rule: 'lose', help: 'frames that vanish' },
  duplicate: { unit: 'probability', rule: 'duplicate', help: 'frames that arrive twice' },
  reorder: { unit: 'probability', rule: 'reorder', help: 'frames that the next one overtakes' },
  corrupt: { unit: 'probability', rule: 'damage', help: 'frames with one flipped bit' },
  delay: { unit: 'time', rule: 'delay', help: 'time that each frame waits' },
  jitter: { unit: 'time', rule: 'jitter', help: 'further time, up to this' },
  rate: { unit: 'rate', rule: 'rate', help: 'bits per second in each direction' },
  mtu: { unit: 'bytes', rule: 'mtu', help: 'bytes behind the Ethernet header; longer frames vanish' },
} as const;
export type Kind = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as Kind[];

/** '' for all frames, 'b1' for those from and to one station, 'b1-b2' for those between two. */
export type Where = string;

export interface Setting {
  where: Where;
  kind: Kind;
  /** Probability, milliseconds, bits per second or bytes; 0 takes the condition away. */
  value: number;
}

/** A time when stations are cut off: those named from the rest, or without names every one from every other. */
export interface Partition {
  names: string[];
  /** Milliseconds since the start. */
  from: number;
  to: number;
}

/** A port of the host that leads to a board's. */
export interface NamedForward {
  host: number;
  /** The first board where none is named. */
  name?: string;
  board: number;
}

const EXAMPLES = { probability: '5%', time: '40ms', rate: '250k', bytes: '1280' } as const;
const TIMES: Record<string, number> = { us: 0.001, ms: 1, s: 1000, m: 60_000, '': 1 };
const FACTORS: Record<string, number> = { '': 1, k: 1e3, M: 1e6, G: 1e9 };

/** Milliseconds of "40ms", "1.5s", "2m". Throws a UserError. */
export function parseTime(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(us|ms|s|m|)$/.exec(text);
  if (match) return Number(match[1]) * (TIMES[match[2] as string] as number);
  throw new UserError(`"${text}" is not a time. It reads as in 40ms, 1.5s or 2m.`);
}

/** The number of a value, in the unit of its kind. Throws a UserError that says how it reads. */
export function parseValue(kind: Kind, text: string): number {
  const { unit } = KINDS[kind];
  if (unit === 'time') return parseTime(text);
  if (unit === 'probability') {
    const match = /^(\d+(?:\.\d+)?)(%?)$/.exec(text);
    const value = match ? Number(match[1]) / (match[2] ? 100 : 1) : NaN;
    if (value >= 0 && value <= 1) return value;
    throw new UserError(`"${text}" is no share of frames for ${kind}. It reads 0% to 100%, or 0 to 1.`);
  }
  const match = /^(\d+(?:\.\d+)?)([kMG]?)(?:bit|bps)?$/.exec(text);
  const value = match ? Number(match[1]) * (FACTORS[match[2] as string] as number) : NaN;
  const limits = unit === 'rate' ? { min: 1000, max: 1e10 } : { min: 46, max: 9000 };
  if (value === 0 || (value >= limits.min && value <= limits.max)) return value;
  throw new UserError(
    `"${text}" does not fit ${kind}: a number from ${limits.min} to ${limits.max}, as in ${EXAMPLES[unit]}, or 0.`,
  );
}

export function valueText(kind: Kind, value: number): string {
  const { unit } = KINDS[kind];
  if (unit === 'probability') return `${Number((value * 100).toFixed(3))}%`;
  return unit === 'time' ? `${value}ms` : String(value);
}

/** "b1-b2" in one order; throws a UserError for a station that is not there. */
export function parseWhere(text: string, stations: readonly string[]): Where {
  const names = text === '' || text === 'all' ? [] : text.split('-');
  for (const name of names)
    if (!stations.includes(name)) throw new UserError(`There is no "${name}" here. There are: ${shortList(stations)}.`);
  if (names.length > 2 || (names.length === 2 && names[0] === names[1]))
    throw new UserError(`"${text}" names no pair. It reads as in ${stations.slice(0, 2).join('-')}.`);
  return names.sort().join('-');
}

const shortList = (names: readonly string[]): string =>
  names.length > 12 ? `${names.slice(0, 10).join(', ')}, … ${names.at(-1)}` : names.join(', ');

/** "[WHERE:]VALUE" of the command line, its place not yet looked at. */
export function parseSetting(kind: Kind, text: string): Setting {
  const at = text.lastIndexOf(':');
  return { where: at < 0 ? '' : text.slice(0, at), kind, value: parseValue(kind, text.slice(at + 1)) };
}

/** "PORT", "HOST:BOARD" or "HOST:NAME:BOARD". */
export function parseForward(text: string): NamedForward {
  const match = /^(\d{1,5})(?::([a-z]\w*))?(?::(\d{1,5}))?$/i.exec(text);
  const host = Number(match?.[1]);
  const board = Number(match?.[3] ?? match?.[1]);
  if (!match || host < 1 || host > 65535 || board < 1 || board > 65535)
    throw new UserError('It reads PORT, HOST:BOARD or HOST:NAME:BOARD, as in 41234, 41234:7, 41235:b2:7.');
  return { host, board, ...(match[2] ? { name: match[2] } : {}) };
}

/** "[b1,b2:]10s..20s". */
export function parsePartition(text: string): Partition {
  const match = /^(?:([\w,]+):)?([\d.]+\w*)\.\.([\d.]+\w*)$/.exec(text);
  if (!match) throw new UserError(`"${text}" is no partition. It reads 10s..20s, or for some boards b1,b2:10s..20s.`);
  const [from, to] = [parseTime(match[2] as string), parseTime(match[3] as string)];
  if (from >= to) throw new UserError(`The partition ${text} ends before it begins.`);
  return { names: match[1] ? match[1].split(',') : [], from, to };
}

export class Conditions {
  private readonly settings = new Map<Where, Map<Kind, number>>();

  /** `where` as of parseWhere(). */
  set({ where, kind, value }: Setting): void {
    const kinds = this.settings.get(where) ?? new Map<Kind, number>();
    this.settings.set(where, kinds);
    if (value === 0) kinds.delete(kind);
    else kinds.set(kind, value);
    if (kinds.size === 0) this.settings.delete(where);
  }

  clear(): void {
    this.settings.clear();
  }

  list(): Setting[] {
    return [...this.settings].flatMap(([where, kinds]) => [...kinds].map(([kind, value]) => ({ where, kind, value })));
  }

  rules(): Rule[] {
    return [...this.settings].flatMap(([where, kinds]): Rule[] => {
      const effects = Object.fromEntries([...kinds].map(([kind, value]) => [KINDS[kind].rule, value]));
      const [one, other] = where.split('-');
      if (!one) return [effects];
      if (!other) {
        return [
          { from: one, ...effects },
          { to: one, ...effects },
        ];
      }
      return [
        { from: one, to: other, ...effects },
        { from: other, to: one, ...effects },
      ];
    });
  }
}
