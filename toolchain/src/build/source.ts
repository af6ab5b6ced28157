/**
 * One JavaScript file of an app, before esbuild sees it: what Node gives a file and a bundle has no more.
 *
 * - `#!` lines go.
 * - `import.meta.url`, `filename` and `dirname` become texts, paths below "/app".
 * - `createRequire(import.meta.url)` is `require`.
 * - `require(name)` and `import(name)` with a computed name below a folder that the text shows become a choice among
 *   the folder's files.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type * as acorn from 'acorn';
import { bareName } from './builtin';
import type { SourceError } from './diagnostics';
import {
  HIDDEN_FRAME,
  isModule,
  isStrict,
  literalText,
  namesBoundBy,
  parseFile,
  placeOf,
  propertyName,
  visit,
  type Node,
  type Parents,
  type EditedText,
  type EditedTexts,
} from './script';
import type { SourceMap } from './sourcemap';

/** Where an app's files seem to lie on the device. */
const APP_FOLDER = '/app';

export interface Source {
  text: string;
  /** From the text to the one given; absent where they are the same. */
  map?: SourceMap;
  /** Undefined where acorn cannot read the text. */
  program?: acorn.Program;
  /** Not an ES module and without "use strict": Node's sloppy rule. */
  sloppy: boolean;
  /** Top-level await is there. */
  waits: boolean;
  problems: SourceError[];
}

/**
 * `root` is the folder that "/app" stands for; `kind` what the file's name or package says of it; `rewrite` is the
 * engine's rewriteFile().
 */
export function prepare(
  Text: EditedTexts,
  original: string,
  file: string,
  root: string,
  kind: 'module' | 'script' | undefined,
  rewrite?: (program: acorn.Program, code: EditedText) => void,
): Source {
  const text = original.startsWith('#!') ? `//${original.slice(2)}` : original;
  const program = parseFile(text, kind) ?? parseFile(text);
  if (!program) return { text, sloppy: false, waits: false, problems: [] };
  const code = new Text(text);
  const rewriter = new Rewriter(code, program, file, root);
  rewriter.run();
  rewrite?.(program, code);
  const changed = code.hasChanged();
  return {
    text: changed ? code.toString() : text,
    ...(changed
      ? { map: code.generateMap({ source: file, includeContent: true, hires: 'boundary' }) as SourceMap }
      : {}),
    program,
    sloppy: !isModule(program) && !isStrict(program.body),
    waits: rewriter.waits,
    problems: rewriter.problems,
  };
}

/** A name that is computed: the parts that the text shows, undefined for those it does not. */
type Pattern = (string | undefined)[];

class Rewriter {
  readonly problems: SourceError[] = [];
  waits = false;
  /** Names that `createRequire` has in this file, and what it made. */
  private readonly makers = new Set<string>();
  private readonly requires = new Set<string>();
  private readonly replaced = new Set<Node>();
  /** `__dirname` in the name that is looked at: names are relative to the file here. */
  private dirnames: Node[] = [];
  /** Constants whose text is being looked at. */
  private readonly looking = new Set<string>();

  constructor(
    private readonly code: EditedText,
    private readonly program: acorn.Program,
    private readonly file: string,
    private readonly root: string,
  ) {}

  run(): void {
    this.findMakers();
    visit(this.program, (node, parents) => {
      if (this.replaced.has(node)) return false;
      switch (node.type) {
        case 'MemberExpression':
          if (node.object.type === 'MetaProperty' && node.object.meta.name === 'import') this.meta(node);
          break;
        case 'CallExpression':
          if (
            node.callee.type === 'Identifier' &&
            (node.callee.name === 'require' || this.requires.has(node.callee.name))
          )
            this.required(node, node.arguments[0], parents);
          break;
        case 'ImportExpression':
          this.required(node, node.source, parents);
          break;
        case 'AwaitExpression':
          this.waits ||= atTop(parents);
          break;
        case 'ForOfStatement':
          this.waits ||= node.await && atTop(parents);
          break;
        case 'VariableDeclaration':
          this.waits ||= (node.kind as string) === 'await using' && atTop(parents);
          break;
        default:
      }
      return undefined;
    });
  }

  private problem(node: Node, text: string): void {
    this.problems.push({
      text,
      file: this.file,
      ...placeOf(this.code.original, node.start),
      length: node.end - node.start,
    });
  }

  /** The file's path below the app's folder, as on the device. */
  private place(): string {
    return path.posix.join(
      APP_FOLDER,
      path
        .relative(this.root, this.file)
        .split(path.sep)
        .join('/')
        .replace(/^(?:\.\.\/)+/, ''),
    );
  }

  private meta(node: acorn.MemberExpression): void {
    const place = this.place();
    const values: Record<string, string> = {
      url: `file://${encodeURI(place)}`,
      filename: place,
      dirname: path.posix.dirname(place),
    };
    const value = values[propertyName(node) ?? ''];
    if (value !== undefined) {
      this.code.overwrite(node.start, node.end, JSON.stringify(value));
    } else {
      this.problem(
        node,
        `import.meta has url, filename and dirname here, not ${this.code.original.slice(node.start, node.end)}.`,
      );
    }
  }

  // ---- createRequire -----------------------------------------------------------------------------------------

  /** Takes `createRequire` of "module" out: what it makes is the `require` that the bundler sees to. */
  private findMakers(): void {
    const spaces = new Set<string>();
    for (const statement of this.program.body) {
      if (statement.type === 'ImportDeclaration' && bareName(String(statement.source.value)) === 'module') {
        for (const one of statement.specifiers) {
          const imported = one.type === 'ImportSpecifier' ? nameOf(one.imported) : undefined;
          if (imported === 'createRequire') this.makers.add(one.local.name);
          else if (imported === undefined) spaces.add(one.local.name);
          else this.problem(one, `Of the module "module" an app has createRequire, not ${imported}.`);
        }
        this.code.remove(statement.start, statement.end);
      }
    }
    if (this.makers.size + spaces.size === 0) return;
    visit(this.program, (node, parents) => {
      if (node.type !== 'CallExpression' || !this.makes(node.callee, spaces)) return;
      const declarator = parents[parents.length - 1];
      if (declarator?.type === 'VariableDeclarator' && declarator.id.type === 'Identifier') {
        const { name } = declarator.id;
        this.requires.add(name);
        this.replaced.add(name === 'require' ? declarator : node);
        // esbuild knows `require` where the file has no variable of that name.
        if (name === 'require') this.code.overwrite(declarator.start, declarator.end, '__createdRequire = 0');
        else this.code.overwrite(node.start, node.end, 'require');
      } else {
        this.replaced.add(node);
        this.code.overwrite(node.start, node.end, 'require');
      }
    });
  }

  private makes(callee: Node, spaces: Set<string>): boolean {
    if (callee.type === 'Identifier') return this.makers.has(callee.name);
    if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return false;
    return spaces.has(callee.object.name) && propertyName(callee) === 'createRequire';
  }

  // ---- names that are computed -------------------------------------------------------------------------------

  private required(
    call: acorn.CallExpression | acorn.ImportExpression,
    given: Node | undefined,
    parents: Parents,
  ): void {
    if (given === undefined) return;
    if (call.type === 'CallExpression' && call.callee.type === 'Identifier' && call.callee.name !== 'require')
      this.code.overwrite(call.callee.start, call.callee.end, 'require');
    if (literalText(given) !== undefined) return;
    this.dirnames = [];
    const pattern = this.pattern(given);
    const [whole, ...more] = pattern ? joined(pattern) : [];
    if (whole !== undefined && more.length === 0) {
      this.code.overwrite(given.start, given.end, JSON.stringify(whole));
      return;
    }
    // The import is rewritten only where each __dirname that the name is made of stands in the call itself. One that
    // comes by way of a constant is not: other code of the file may use the constant too.
    const here = this.dirnames.every(({ start, end }) => start >= given.start && end <= given.end);
    const files = pattern && here ? this.choices(pattern) : undefined;
    if (files && files.length > 0) {
      const load = (name: string): string =>
        call.type === 'ImportExpression' ? `import(${JSON.stringify(name)})` : `require(${JSON.stringify(name)})`;
      const table = files.map(
        ({ names, from }) => `case ${names.map((one) => JSON.stringify(one)).join(':case ')}:return ${load(from)};`,
      );
      const lost = call.type === 'ImportExpression' ? 'return Promise.reject(e);' : 'throw e;';
      this.code.appendLeft(
        call.start,
        `(function ${HIDDEN_FRAME}(n){switch(String(n)){${table.join('')}}` +
          `const e=new Error("Cannot find module '"+n+"'");e.code="MODULE_NOT_FOUND";${lost}})`,
      );
      this.code.overwrite(call.start, given.start, '(');
      for (const { start, end } of this.dirnames) this.code.overwrite(start, end, '"."');
      return;
    }
    const inTry = parents.some(({ type }) => type === 'TryStatement');
    if (inTry) return;
    this.problem(
      call,
      'The name is computed, and the text shows no folder that it is in: at run time only built-in modules are found.',
    );
  }

  /** What the text shows of an expression that is a name. */
  private pattern(node: Node): Pattern | undefined {
    const literal = literalText(node);
    if (literal !== undefined) return [literal];
    switch (node.type) {
      case 'ParenthesizedExpression':
        return this.pattern(node.expression);
      case 'Identifier':
        if (node.name !== '__dirname') return this.constant(node.name) ?? [undefined];
        this.dirnames.push(node);
        return ['.'];
      case 'CallExpression':
        return this.joinedPath(node) ?? [undefined];
      case 'TemplateLiteral':
        return node.quasis.flatMap((quasi, index) => [
          quasi.value.cooked ?? undefined,
          ...(index < node.expressions.length ? (this.pattern(node.expressions[index] as Node) ?? [undefined]) : []),
        ]);
      case 'BinaryExpression':
        if (node.operator !== '+') return [undefined];
        return [...(this.pattern(node.left) ?? [undefined]), ...(this.pattern(node.right) ?? [undefined])];
      default:
        return [undefined];
    }
  }

  /** The whole text of a constant of the file's top, where nothing else has its name. */
  private constant(name: string): Pattern | undefined {
    let init: Node | undefined;
    let bindings = 0;
    visit(this.program, (node, parents) => {
      bindings += namesBoundBy(node).filter((one) => one === name).length;
      const declaration = parents[parents.length - 1];
      if (node.type !== 'VariableDeclarator' || parents.length !== 2 || declaration?.type !== 'VariableDeclaration')
        return;
      if (declaration.kind === 'const' && node.id.type === 'Identifier' && node.id.name === name)
        init = node.init ?? undefined;
    });
    const pattern = bindings === 1 && init && !this.looking.has(name) ? this.within(name, init) : undefined;
    return pattern?.includes(undefined) ? undefined : pattern;
  }

  private within(name: string, init: Node): Pattern | undefined {
    this.looking.add(name);
    const pattern = this.pattern(init);
    this.looking.delete(name);
    return pattern;
  }

  /** `path.join(__dirname, …)`, and `path.resolve(__dirname, …)` where the text shows all of it. */
  private joinedPath({ callee, arguments: given }: acorn.CallExpression): Pattern | undefined {
    const named = callee.type === 'MemberExpression' ? propertyName(callee) : undefined;
    const [first, ...more] = given.map((one) => this.pattern(one as Node) ?? [undefined]);
    if (!/^(?:join|resolve)$/.test(named ?? '') || first?.[0] !== '.') return undefined;
    const all = [...first, ...more.flatMap((part) => ['/', ...part])];
    return named === 'join' || !all.includes(undefined) ? all : undefined;
  }

  /** The files that a pattern may mean, each with the names that mean it. Only names that begin with ./ or ../ do. */
  private choices(pattern: Pattern): { names: string[]; from: string }[] {
    const [first, ...rest] = joined(pattern);
    const slash = first?.lastIndexOf('/') ?? -1;
    if (first === undefined || !/^\.\.?\//.test(first) || slash < 0) return [];
    const prefix = first.slice(0, slash + 1);
    const folder = path.resolve(path.dirname(this.file), prefix);
    // "./" alone would be the whole app.
    if (!fs.existsSync(folder) || (/^(?:\.\.?\/)+$/.test(prefix) && first === prefix)) return [];
    const expression = new RegExp(
      `^${[first, ...rest].map((part) => (part === undefined ? '.*' : escaped(part))).join('')}$`,
    );
    const choices: { names: string[]; from: string }[] = [];
    for (const relative of filesIn(folder)) {
      const from = prefix + relative;
      if (path.join(folder, relative) === this.file) continue;
      const names = [from, from.replace(EXTENSION, ''), from.replace(INDEX, ''), from.replace(INDEX, '/')];
      const matching = names.filter((name) => expression.test(name));
      // As path.join() gives it.
      const fitting = [...new Set(matching.flatMap((name) => [name, path.posix.normalize(name)]))];
      if (fitting.length > 0) choices.push({ names: fitting, from });
    }
    // The same name twice ("a.js" and "a.json"): Node takes the first of its extensions, as the sorted list has them.
    const seen = new Set<string>();
    for (const choice of choices) {
      choice.names = choice.names.filter((name) => !seen.has(name));
      for (const name of choice.names) seen.add(name);
    }
    return choices.filter(({ names }) => names.length > 0);
  }
}

const EXTENSION = /\.(?:[mc]?[jt]s|json)$/;
const INDEX = /\/index\.[mc]?[jt]s$/;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const nameOf = (node: acorn.Identifier | acorn.Literal): string =>
  node.type === 'Identifier' ? node.name : String(node.value);

/** Neighbouring texts as one. */
function joined(pattern: Pattern): Pattern {
  const result: Pattern = [];
  for (const part of pattern) {
    const last = result.length - 1;
    if (part !== undefined && result[last] !== undefined) result[last] += part;
    else result.push(part);
  }
  return result;
}

/** Whether no function is between a node and the program. */
function atTop(parents: Parents): boolean {
  return !parents.some(({ type }) => /Function|PropertyDefinition|StaticBlock/.test(type));
}

/** Scripts and JSON below a folder, no packages, in the order in which Node tries extensions. */
function filesIn(folder: string): string[] {
  const found: string[] = [];
  const look = (at: string): void => {
    for (const entry of fs.readdirSync(path.join(folder, at), { withFileTypes: true })) {
      const relative = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules' && !entry.name.startsWith('.')) look(relative);
      } else if (EXTENSION.test(entry.name) && !/\.d\.[mc]?ts$/.test(entry.name)) {
        found.push(relative);
      }
    }
  };
  look('');
  return found.sort();
}
