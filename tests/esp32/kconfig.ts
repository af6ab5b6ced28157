/**
 * Kconfig as far as ports/esp32 uses it: what sdkconfig.h has for a choice of values. A symbol whose conditions do not
 * hold is not in it at all, as with IDF's own Kconfig: code that names it then does not compile.
 */

type Value = string | number | boolean;

interface Conditional<T> {
  value: T;
  when: string | undefined;
}

interface Entry {
  name: string;
  type: 'bool' | 'int' | 'string';
  /** Whether people may choose. */
  prompt: boolean;
  depends: string[];
  defaults: Conditional<string>[];
  ranges: Conditional<[string, string]>[];
  /** The choice that it is an answer of. */
  choice: Choice | undefined;
}

interface Choice {
  depends: string[];
  defaults: Conditional<string>[];
  answers: Entry[];
}

const LINE = {
  config: /^config (\w+)$/,
  choice: /^choice \w+$/,
  typed: /^(bool|int|string)(?: "(.*)")?$/,
  depends: /^depends on (.+)$/,
  default: /^default (\S+|"[^"]*")(?: if (.+))?$/,
  range: /^range (\S+) (\S+)(?: if (.+))?$/,
  other: /^(menu|prompt|select|endmenu|endchoice)\b/,
};

/** Reads a Kconfig file. A line that it does not know is an error. */
export function parseKconfig(text: string): Entry[] {
  const entries: Entry[] = [];
  let choice: Choice | undefined;
  let entry: Entry | undefined;
  let helpIndent = -1;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    const indent = raw.length - raw.trimStart().length;
    if (line === '' || line.startsWith('#')) continue;
    if (helpIndent >= 0 && indent > helpIndent) continue;
    helpIndent = -1;
    const subject = entry ?? choice;
    let found;
    if (line === 'help') {
      helpIndent = indent;
    } else if ((found = LINE.config.exec(line))) {
      const base: Omit<Entry, 'name' | 'choice'> = {
        type: 'bool',
        prompt: false,
        depends: [],
        defaults: [],
        ranges: [],
      };
      entry = { ...base, name: found[1] as string, choice };
      entries.push(entry);
      choice?.answers.push(entry);
    } else if (LINE.choice.test(line)) {
      choice = { depends: [], defaults: [], answers: [] };
      entry = undefined;
    } else if ((found = LINE.typed.exec(line)) && entry) {
      entry.type = found[1] as Entry['type'];
      entry.prompt = found[2] !== undefined;
    } else if ((found = LINE.depends.exec(line)) && subject) {
      subject.depends.push(found[1] as string);
    } else if ((found = LINE.default.exec(line)) && subject) {
      subject.defaults.push({ value: found[1] as string, when: found[2] });
    } else if ((found = LINE.range.exec(line)) && entry) {
      entry.ranges.push({ value: [found[1] as string, found[2] as string], when: found[3] });
    } else if (LINE.other.test(line)) {
      if (line === 'endchoice') choice = entry = undefined;
    } else {
      throw new Error(`Kconfig: "${line}" is not understood`);
    }
  }
  return entries;
}

/** The symbols that are there, with their values. `given`: IDF's own, and what somebody chose. */
export function evaluateKconfig(entries: readonly Entry[], given: Readonly<Record<string, Value>>): Map<string, Value> {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const values = new Map<string, Value | undefined>();

  const valueOf = (name: string): Value | undefined => {
    const entry = byName.get(name);
    if (!entry) return given[name];
    if (!values.has(name)) {
      values.set(name, undefined);
      values.set(name, evaluate(entry));
    }
    return values.get(name);
  };
  const literal = (text: string): Value | undefined => {
    if (/^-?\d+$/.test(text)) return Number(text);
    if (text.startsWith('"')) return text.slice(1, -1);
    return text === 'y' || text === 'n' ? text === 'y' : valueOf(text);
  };
  const holds = (condition: string | undefined): boolean => {
    if (condition === undefined) return true;
    const words = condition.match(/\|\||&&|[!()]|\w+/g) ?? [];
    const atom = (): boolean => {
      const word = words.shift();
      if (word === '!') return !atom();
      if (word !== '(') return literal(word as string) === true;
      const inner = either();
      words.shift();
      return inner;
    };
    const both = (): boolean => {
      let result = atom();
      while (words[0] === '&&') {
        words.shift();
        result = atom() && result;
      }
      return result;
    };
    const either = (): boolean => {
      let result = both();
      while (words[0] === '||') {
        words.shift();
        result = both() || result;
      }
      return result;
    };
    return either();
  };
  const firstOf = <T>(list: readonly Conditional<T>[]): T | undefined => list.find(({ when }) => holds(when))?.value;
  const visible = (entry: Entry): boolean => [...entry.depends, ...(entry.choice?.depends ?? [])].every(holds);

  const evaluate = (entry: Entry): Value | undefined => {
    const chosen = given[entry.name];
    if (!visible(entry)) {
      if (chosen !== undefined) throw new Error(`${entry.name} cannot be chosen: its conditions do not hold`);
      return undefined;
    }
    const { choice } = entry;
    if (choice) {
      const answers = choice.answers.filter(visible);
      const answer =
        answers.find(({ name }) => given[name] === true) ??
        answers.find(
          ({ name }) =>
            name === firstOf(choice.defaults.filter(({ value }) => answers.some((one) => one.name === value))),
        ) ??
        answers[0];
      return answer === entry;
    }
    const fallback = firstOf(entry.defaults);
    const value = chosen ?? (fallback === undefined ? (entry.type === 'bool' ? false : undefined) : literal(fallback));
    const bounds = (firstOf(entry.ranges) ?? []).map((bound) => Number(literal(bound)));
    if (typeof value === 'number' && (value < (bounds[0] ?? -Infinity) || value > (bounds[1] ?? Infinity)))
      throw new Error(`${entry.name} is ${value}, but ${bounds.join(' to ')} are possible`);
    return value;
  };

  const result = new Map<string, Value>(Object.entries(given).filter(([name]) => !byName.has(name)));
  for (const { name } of entries) {
    const value = valueOf(name);
    if (value !== undefined) result.set(name, value);
  }
  return result;
}

/** sdkconfig.h, as IDF writes it: what is false is not there. */
export function sdkconfigHeader(values: ReadonlyMap<string, Value>): string {
  const lines = [...values].flatMap(([name, value]) =>
    value === false
      ? []
      : [`#define CONFIG_${name} ${typeof value === 'string' ? JSON.stringify(value) : Number(value)}`],
  );
  return ['#ifndef SDKCONFIG_H', '#define SDKCONFIG_H', ...lines, '#endif', ''].join('\n');
}
