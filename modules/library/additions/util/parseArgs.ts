/** `util.parseArgs`. */
import util = require('node:util');
import {
  errors,
  validateArray,
  validateBoolean,
  validateObject,
  validateOneOf,
  validateString,
} from '#internal/validators';

interface OptionConfig {
  type: 'string' | 'boolean';
  multiple?: boolean;
  short?: string;
  default?: string | boolean | string[] | boolean[];
}
interface Options {
  [name: string]: OptionConfig;
}
type Token =
  | { kind: 'option'; name: string; rawName: string; index: number; value?: string; inlineValue?: boolean }
  | { kind: 'positional'; index: number; value: string }
  | { kind: 'option-terminator'; index: number };
type OptionToken = Extract<Token, { kind: 'option' }>;

const own = (object: object, key: string): boolean => Object.prototype.hasOwnProperty.call(object, key);
const configOf = (options: Options, name: string): OptionConfig | undefined =>
  own(options, name) ? options[name] : undefined;

function longOfShort(options: Options, short: string): string {
  return Object.keys(options).find((name) => options[name].short === short) ?? short;
}

function checkOptions(options: Options): void {
  validateObject(options, 'options');
  for (const name of Object.keys(options)) {
    const option = options[name];
    const at = `options.${name}`;
    validateObject(option, at);
    validateOneOf(option.type, `${at}.type`, ['string', 'boolean']);
    if (own(option, 'short')) {
      validateString(option.short, `${at}.short`);
      if (option.short.length !== 1)
        throw errors().ERR_INVALID_ARG_VALUE(`${at}.short`, option.short, 'must be a single character');
    }
    if (own(option, 'multiple')) validateBoolean(option.multiple, `${at}.multiple`);
    const fallback: unknown = option.default;
    if (fallback === undefined) continue;
    const check = (value: unknown, where: string): void =>
      option.type === 'string' ? validateString(value, where) : validateBoolean(value, where);
    if (!option.multiple) {
      check(fallback, `${at}.default`);
    } else {
      validateArray(fallback, `${at}.default`);
      fallback.forEach((value, i) => check(value, `${at}.default[${i}]`));
    }
  }
}

/** What the arguments are, one after another, groups of short options taken apart. */
function tokensOf(args: string[], options: Options): Token[] {
  const tokens: Token[] = [];
  const isString = (name: string): boolean => configOf(options, name)?.type === 'string';
  for (let index = 0; index < args.length; index++) {
    const arg = args[index];
    if (arg === '--') {
      tokens.push({ kind: 'option-terminator', index });
      for (index++; index < args.length; index++) tokens.push({ kind: 'positional', index, value: args[index] });
      return tokens;
    }
    const option = (name: string, rawName: string, inline?: string): void => {
      const token: OptionToken = { kind: 'option', name, rawName, index, value: inline, inlineValue: undefined };
      if (inline !== undefined) {
        token.inlineValue = true;
      } else if (isString(name) && args[index + 1] !== undefined) {
        token.value = args[++index];
        token.inlineValue = false;
      }
      tokens.push(token);
    };
    if (arg.startsWith('--')) {
      const equals = arg.indexOf('=', 3);
      if (equals < 0) option(arg.slice(2), arg);
      else option(arg.slice(2, equals), arg.slice(0, equals), arg.slice(equals + 1));
    } else if (arg.length > 1 && arg[0] === '-') {
      const here = index;
      for (let i = 1; i < arg.length; i++) {
        const name = longOfShort(options, arg[i]);
        if (isString(name) && i + 1 < arg.length) {
          tokens.push({
            kind: 'option',
            name,
            rawName: `-${arg[i]}`,
            index: here,
            value: arg.slice(i + 1),
            inlineValue: true,
          });
          break;
        }
        option(name, `-${arg[i]}`);
      }
    } else {
      tokens.push({ kind: 'positional', index, value: arg });
    }
  }
  return tokens;
}

function wrong(code: string, message: string): Error {
  return errors().addCode(new TypeError(message), code);
}

function checkToken(token: OptionToken, options: Options, allowPositionals: boolean): void {
  const option = configOf(options, token.name);
  if (option === undefined) {
    const hint = allowPositionals
      ? ". To specify a positional argument starting with a '-', place it at the end of the command after '--', " +
        `as in '-- ${JSON.stringify(token.rawName)}`
      : '';
    throw wrong('ERR_PARSE_ARGS_UNKNOWN_OPTION', `Unknown option '${token.rawName}'${hint}`);
  }
  const shortAndLong = `${option.short ? `-${option.short}, ` : ''}--${token.name}`;
  if (option.type === 'string' && token.value === undefined)
    throw wrong('ERR_PARSE_ARGS_INVALID_OPTION_VALUE', `Option '${shortAndLong} <value>' argument missing`);
  if (option.type === 'boolean' && token.value !== undefined)
    throw wrong('ERR_PARSE_ARGS_INVALID_OPTION_VALUE', `Option '${shortAndLong}' does not take an argument`);
  if (token.inlineValue === false && token.value !== undefined && /^-./.test(token.value)) {
    const short = token.rawName.startsWith('--') ? '' : ` or '-${option.short}=-XYZ'`;
    throw wrong(
      'ERR_PARSE_ARGS_INVALID_OPTION_VALUE',
      `Option '${token.rawName}' argument is ambiguous.\n` +
        `Did you forget to specify the option argument for '${token.rawName}'?\n` +
        `To specify an option argument starting with a dash use '--${token.name}=-XYZ'${short}.`,
    );
  }
}

interface Config {
  args?: string[];
  options?: Options;
  strict?: boolean;
  allowPositionals?: boolean;
  tokens?: boolean;
}

type Values = { [name: string]: any };

function parseArgs(config: Config = {}): { values: Values; positionals: string[]; tokens?: object[] } {
  validateObject(config, 'config', { allowArray: true });
  const args = config.args ?? process.argv.slice(2);
  const strict = config.strict ?? true;
  const allowPositionals = config.allowPositionals ?? !strict;
  const wantsTokens = config.tokens ?? false;
  const options = config.options ?? {};
  validateArray(args, 'args');
  validateBoolean(strict, 'strict');
  validateBoolean(allowPositionals, 'allowPositionals');
  validateBoolean(wantsTokens, 'tokens');
  checkOptions(options);
  const tokens = tokensOf(args as string[], options);
  const values: { [name: string]: unknown } = Object.create(null);
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (!allowPositionals) {
        throw wrong(
          'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL',
          `Unexpected argument '${token.value}'. This command does not take positional arguments`,
        );
      }
      positionals.push(token.value);
    }
    if (token.kind !== 'option') continue;
    if (strict) checkToken(token, options, allowPositionals);
    if (token.name === '__proto__') continue;
    const value = token.value ?? true;
    if (!configOf(options, token.name)?.multiple) values[token.name] = value;
    else if (values[token.name] === undefined) values[token.name] = [value];
    else (values[token.name] as unknown[]).push(value);
  }
  for (const name of Object.keys(options))
    if (options[name].default !== undefined && values[name] === undefined) values[name] = options[name].default;
  return wantsTokens ? { values, positionals, tokens } : { values, positionals };
}

Object.assign(util, { parseArgs });
