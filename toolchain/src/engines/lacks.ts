/**
 * What an engine lacks and the text of an app shows: each is a warning of the build with its place. What a file asks
 * for with `typeof` is none.
 */
import type * as acorn from 'acorn';
import type { SourceError } from '../build/diagnostics';
import type { Engine } from '../build/paths';
import { placeOf, propertyName, visit, type Node } from '../build/script';

const NAMES: Record<Engine, string> = { quickjs: 'QuickJS', jerryscript: 'JerryScript' };

/** Globals by engine. */
const GLOBALS: Record<Engine, Record<string, string>> = {
  quickjs: {
    Intl: 'dates, numbers and texts have one form, whatever the locale',
  },
  jerryscript: {
    FinalizationRegistry: 'nothing tells when an object is collected',
    Intl: 'dates, numbers and texts have one form, whatever the locale',
    Proxy:
      'an install for boards is built without it (README, "Engines"): leave -DJERRY_BUILTIN_PROXY=0 out to have it',
  },
};

/** Methods whose names nothing else has. */
const METHODS: Record<Engine, string[]> = {
  quickjs: ['normalize'],
  jerryscript: [
    'findLast',
    'findLastIndex',
    'isWellFormed',
    'normalize',
    'toReversed',
    'toSorted',
    'toSpliced',
    'toWellFormed',
  ],
};

/** Static methods, as "Object.name". */
const STATICS: Record<Engine, string[]> = {
  quickjs: [],
  jerryscript: ['Array.fromAsync', 'Map.groupBy', 'Object.groupBy', 'Promise.withResolvers'],
};

/** Parts of regular expressions. */
const EXPRESSIONS: { engines: Engine[]; found: (pattern: string, flags: string) => boolean; what: string }[] = [
  {
    engines: ['jerryscript'],
    found: (pattern) => /(?:^|[^\\])\(\?<[^=!]/.test(pattern),
    what: 'named groups, (?<name>…)',
  },
  { engines: ['jerryscript'], found: (pattern) => /(?:^|[^\\])\(\?<[=!]/.test(pattern), what: 'look-behind, (?<=…)' },
  {
    engines: ['jerryscript'],
    found: (pattern, flags) => /[uv]/.test(flags) && /(?:^|[^\\])(?:\\\\)*\\p\{/i.test(pattern),
    what: 'Unicode properties, \\p{…}',
  },
  { engines: ['quickjs', 'jerryscript'], found: (_, flags) => flags.includes('v'), what: 'the flag v' },
  { engines: ['jerryscript'], found: (_, flags) => flags.includes('d'), what: 'the flag d' },
];

/** Each lack once, at its first place in the file. */
export function lacksOf(engine: Engine, program: acorn.Program, text: string, file: string): SourceError[] {
  const found = new Map<string, SourceError>();
  const asked = new Set<string>();
  const declared = new Set<string>();
  const add = (node: Node, what: string, why = ''): void => {
    if (found.has(what)) return;
    const more = why === '' ? '' : `: ${why}`;
    const length = Math.min(node.end - node.start, 40);
    found.set(what, { text: `${NAMES[engine]} lacks ${what}${more}.`, file, ...placeOf(text, node.start), length });
  };
  const expression = (node: Node, pattern: string, flags: string): void => {
    for (const one of EXPRESSIONS)
      if (one.engines.includes(engine) && one.found(pattern, flags)) add(node, `${one.what} in regular expressions`);
  };
  visit(program, (node, parents) => {
    const parent = parents[parents.length - 1];
    switch (node.type) {
      case 'Literal':
        if ('regex' in node && node.regex) expression(node, node.regex.pattern, node.regex.flags);
        break;
      case 'UnaryExpression':
        if (node.operator === 'typeof' && node.argument.type === 'Identifier') asked.add(node.argument.name);
        break;
      case 'NewExpression':
      case 'CallExpression':
        call(node);
        break;
      case 'Identifier': {
        if (!Object.hasOwn(GLOBALS[engine], node.name)) break;
        const why = GLOBALS[engine][node.name];
        if (parent?.type === 'MemberExpression' && parent.property === node && !parent.computed) break;
        if (parent?.type === 'Property' && parent.key === node && !parent.shorthand) break;
        if (
          /^(?:VariableDeclarator|Function|Class|Import)/.test(parent?.type ?? '') &&
          !('init' in (parent as object) && (parent as acorn.VariableDeclarator).init === node)
        ) {
          declared.add(node.name);
          break;
        }
        add(node, node.name, why);
        break;
      }
      default:
    }
  });
  for (const name of [...asked, ...declared]) found.delete(name);
  return [...found.values()];

  function call({ callee, arguments: given }: acorn.CallExpression | acorn.NewExpression): void {
    if (callee.type === 'Identifier') {
      const [first, second] = given;
      if (callee.name === 'RegExp' && first?.type === 'Literal' && typeof first.value === 'string')
        expression(first, first.value, second?.type === 'Literal' ? String(second.value) : '');
      if (engine === 'jerryscript' && /Error$/.test(callee.name) && second?.type === 'ObjectExpression') {
        const cause = second.properties.find(
          (one) => one.type === 'Property' && one.key.type === 'Identifier' && one.key.name === 'cause',
        );
        if (cause) add(cause, 'the option cause of errors', 'it is dropped');
      }
      return;
    }
    if (callee.type !== 'MemberExpression') return;
    const name = propertyName(callee);
    if (name === undefined) return;
    if (METHODS[engine].includes(name) && !isOwnApi(name, callee.object, given.length))
      add(callee.property, `the method ${name}()`);
    if (callee.object.type === 'Identifier' && STATICS[engine].includes(`${callee.object.name}.${name}`))
      add(callee, `${callee.object.name}.${name}()`);
  }
}

/** `path.normalize(p)` and the like: a text's own `normalize` has one argument, one of four texts, or none. */
function isOwnApi(name: string, object: Node, count: number): boolean {
  if (name !== 'normalize') return false;
  return (
    object.type === 'ThisExpression' ||
    (object.type === 'Identifier' && /^(?:path|posix|win32|url)$/i.test(object.name)) ||
    count > 1
  );
}
