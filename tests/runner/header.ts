/* header.ts: what a test says about its own run, in comments at its top. tests/README.md lists the keys. */

export interface Header {
  /** Boot words. */
  words: string[];
  /** The app's arguments. */
  args: string[];
  /** Exit code that the test must end with. */
  exit: number;
  /** What must be found in the console, one after another: whole lines, or patterns. */
  output: (string | RegExp)[];
  /** Milliseconds. */
  timeout: number;
  /** Gives the board a network interface on a link of its own. */
  link: boolean;
  /** Gives the board a channel; what the test sends on it is not looked at, or (echo) sent back. */
  channel: boolean | 'echo';
  /** Ports and engines that the test is not for, with the reason. */
  except: { name: string; reason: string }[];
}

const DEFAULT_TIMEOUT = 30000;

/** Reads the comments before the first line of code. Throws on a key that is unknown or malformed. */
export function readHeader(source: string): Header {
  const header: Header = {
    words: [],
    args: [],
    exit: 0,
    output: [],
    timeout: DEFAULT_TIMEOUT,
    link: false,
    channel: false,
    except: [],
  };
  for (const line of source.split(/\r?\n/)) {
    if (/^\s*$/.test(line) || /^['"]use strict['"];?$/.test(line)) continue;
    const comment = /^\/\/\s?(.*)$/.exec(line);
    if (comment === null) {
      if (/^\s*(\/\*|\*)/.test(line)) continue;
      break;
    }
    const pair = /^([a-z]+): (.*)$/.exec(comment[1]!);
    if (pair !== null) take(header, pair[1]!, pair[2]!.trim());
  }
  return header;
}

function take(header: Header, key: string, value: string): void {
  switch (key) {
    case 'flags':
      header.words.push(...value.split(/\s+/));
      break;
    case 'args':
      header.args.push(...value.split(/\s+/));
      break;
    case 'exit':
      if (!/^\d{1,3}$/.test(value)) throw new Error(`exit: ${value} is not an exit code`);
      header.exit = Number(value);
      break;
    case 'prints': {
      const pattern = /^\/(.*)\/([a-z]*)$/.exec(value);
      header.output.push(pattern === null ? value : new RegExp(pattern[1]!, pattern[2]));
      break;
    }
    case 'timeout':
      if (!/^\d+ s$/.test(value)) throw new Error(`timeout: ${value} does not read like "90 s"`);
      header.timeout = parseInt(value, 10) * 1000;
      break;
    case 'network':
      if (value !== 'link') throw new Error(`network: ${value} is unknown; it can be "link"`);
      header.link = true;
      break;
    case 'channel':
      if (value !== 'yes' && value !== 'echo')
        throw new Error(`channel: ${value} is unknown; it can be "yes" or "echo"`);
      header.channel = value === 'echo' ? 'echo' : true;
      break;
    case 'except': {
      const parts = /^(\S+) because (.+)$/.exec(value);
      if (parts === null) throw new Error(`except: ${value} does not read like "host because …"`);
      header.except.push({ name: parts[1]!, reason: parts[2]! });
      break;
    }
    default:
      // A sentence that happens to look like a key; it must not be a misspelt one.
      if (/^(flag|arg|exits?|print|stdout|time|skip|only|net)/.test(key))
        throw new Error(`${key}: is no key of a test's header`);
  }
}

/** What is wrong with a console text, given what must be in it; undefined when nothing is. */
export function missingOutput(expected: (string | RegExp)[], text: string): string | undefined {
  const lines = text.split(/\r?\n/);
  let at = 0;
  for (const one of expected) {
    const found = lines.findIndex((line, i) => i >= at && (typeof one === 'string' ? line === one : one.test(line)));
    if (found < 0) return `the console lacks ${typeof one === 'string' ? JSON.stringify(one) : String(one)}`;
    at = found + 1;
  }
  return undefined;
}
