/** Scenario files: what a run of the laboratory is, and what must come of it (toolchain/scenario.schema.json). */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { inRoot, displayPath } from '../build/paths';
import { UserError } from '../user_error';
import {
  KIND_NAMES,
  parseForward,
  parsePartition,
  parseTime,
  parseValue,
  type Kind,
  type NamedForward,
  type Partition,
  type Setting,
} from './conditions';
import type { Laboratory } from './laboratory';
import { schemaErrors, type Schema } from './schema';

export interface ScenarioBoard {
  name?: string;
  /** An absolute path. */
  app?: string;
  args?: string[];
  boot?: string[];
}

interface Expectation {
  board: string;
  prints: RegExp;
  by?: number;
}

export interface Scenario {
  boards: number | ScenarioBoard[];
  seed?: number;
  clock?: 'real' | 'virtual';
  /** Milliseconds. */
  duration?: number;
  settings: Setting[];
  partitions: Partition[];
  forwards: NamedForward[];
  /** An absolute path. */
  pcap?: string;
  events: { at: number; command: string }[];
  expectations: Expectation[];
}

interface File {
  boards?: number | ScenarioBoard[];
  seed?: number;
  clock?: 'real' | 'virtual';
  duration?: string;
  conditions?: ({ where?: string } & Partial<Record<Kind, string>>)[];
  partitions?: string[];
  udp?: (string | number)[];
  pcap?: string;
  events?: { at: string; do: string }[];
  expect?: { board: string; prints: string; by?: string }[];
}

/** Reads a file. Throws a UserError that names each place that is wrong. */
export function readScenario(file: string): Scenario {
  const fail = (why: string): UserError => new UserError(`${displayPath(path.resolve(file))}: ${why}`);
  if (!fs.existsSync(file)) throw new UserError(`There is no scenario ${displayPath(path.resolve(file))}.`);
  if (fs.statSync(file).isDirectory()) throw fail('is a folder; a scenario is a file.');
  let value: unknown;
  try {
    value = JSON.parse(fs.readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
  } catch (error) {
    throw fail((error as Error).message);
  }
  const schema = JSON.parse(fs.readFileSync(inRoot('toolchain', 'scenario.schema.json'), 'utf8')) as Schema;
  const errors = schemaErrors(value, schema);
  if (errors.length > 0) throw fail(`is no scenario:\n  ${errors.join('\n  ')}`);
  const read = value as File;
  const folder = path.dirname(path.resolve(file));
  const boards = read.boards ?? 1;
  return {
    boards:
      typeof boards === 'number'
        ? boards
        : boards.map((board) => (board.app === undefined ? board : { ...board, app: path.resolve(folder, board.app) })),
    ...(read.seed === undefined ? {} : { seed: read.seed }),
    ...(read.clock === undefined ? {} : { clock: read.clock }),
    ...(read.duration === undefined ? {} : { duration: parseTime(read.duration) }),
    settings: (read.conditions ?? []).flatMap((condition) =>
      KIND_NAMES.filter((kind) => condition[kind] !== undefined).map((kind) => ({
        where: condition.where ?? '',
        kind,
        value: parseValue(kind, condition[kind] as string),
      })),
    ),
    partitions: (read.partitions ?? []).map(parsePartition),
    forwards: (read.udp ?? []).map((text) => parseForward(String(text))),
    ...(read.pcap === undefined ? {} : { pcap: path.resolve(folder, read.pcap) }),
    events: (read.events ?? []).map((event) => ({ at: parseTime(event.at), command: event.do })),
    expectations: (read.expect ?? []).map(({ board, prints, by }) => ({
      board,
      prints: pattern(prints, fail),
      ...(by === undefined ? {} : { by: parseTime(by) }),
    })),
  };
}

function pattern(text: string, fail: (why: string) => UserError): RegExp {
  try {
    return new RegExp(text, 'm');
  } catch (error) {
    throw fail((error as Error).message);
  }
}

/**
 * Sets a scenario's events and end up in a laboratory that has just opened. Gives what tells, once the boards have
 * ended, which expectations were not met, a line each.
 */
export function playScenario(lab: Laboratory, scenario: Scenario): () => string[] {
  const consoles = new Map(lab.names.map((name) => [name, '']));
  lab.on('console', (name, text) => consoles.set(name, consoles.get(name) + text));
  const unmet = new Set<Expectation>(scenario.expectations);
  for (const { board } of unmet)
    if (!consoles.has(board)) throw new UserError(`The scenario expects of "${board}", and there is no such board.`);
  const look = (): void => {
    for (const one of unmet) if (one.prints.test(consoles.get(one.board) as string)) unmet.delete(one);
  };
  const failed: string[] = [];
  const tell = ({ board, prints, by }: Expectation): string =>
    `Board ${board} did not print ${String(prints)}${by === undefined ? '' : ` within ${by} ms`}.`;
  for (const one of scenario.expectations) {
    if (one.by === undefined) continue;
    lab.at(one.by, () => {
      look();
      if (unmet.delete(one)) failed.push(tell(one));
    });
  }
  for (const { at, command } of scenario.events) {
    lab.at(at, () => {
      try {
        lab.command(command);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        failed.push(`The scenario's command "${command}": ${error.message}`);
      }
    });
  }
  if (scenario.duration !== undefined) lab.at(scenario.duration, () => lab.kill());
  return () => {
    look();
    return [...failed, ...[...unmet].map(tell)];
  };
}
