/**
 * Whether a type of code keeps what a typing promises, member by member. The compiler's own isTypeAssignableTo()
 * decides for parts; as a whole it refuses what is no difference to an app: a predicate (`x is Date`) for which the
 * code has `boolean`, a unique symbol, a constructor written as a function, overloads that the code reads from
 * `arguments`, a parameter of which the code's type knows more.
 */
import ts from 'typescript';

const UNKNOWN = ts.TypeFlags.Any | ts.TypeFlags.Unknown;
/** Members of members … that are compared: generic types can make new ones for ever. */
const DEEPEST = 6;

/** The internal symbol of a property whose name is a symbol ends with a number of the declaration's own. */
export function memberName(symbol: ts.Symbol): string {
  return symbol.name.replace(/^__@(\w+)@\d+$/, 'Symbol.$1');
}

function isObject(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection | ts.TypeFlags.NonPrimitive)) !== 0;
}

export class Agreement {
  /** What differs where. */
  readonly differences: { path: string; text: string }[] = [];
  /** Paths at which the code has `any` or `unknown`: nothing is known there. */
  readonly untyped = new Set<string>();
  /** Pairs under way or done: types that name themselves end here. */
  private readonly seen = new Map<ts.Type, Set<ts.Type>>();

  constructor(
    private readonly checker: ts.TypeChecker,
    private depth = 0,
  ) {}

  /** Compares what the code gives with what the typing says of it. */
  compare(code: ts.Type, typing: ts.Type, path: string): void {
    if (code.flags & UNKNOWN) {
      // `any`, `unknown` and type parameters on the typing's side promise nothing.
      if (!(typing.flags & (UNKNOWN | ts.TypeFlags.TypeParameter))) this.untyped.add(path);
      return;
    }
    const target = this.bound(typing);
    const source = this.bound(code);
    if (source === target || this.depth > DEEPEST) return;
    if (isObject(source) && isObject(target)) {
      const done = this.seen.get(source) ?? new Set();
      if (done.has(target)) return;
      this.seen.set(source, done.add(target));
    }
    this.depth++;
    if (!this.walk(source, target, path))
      this.differences.push({ path, text: `is ${this.show(code)}, the typing says ${this.show(typing)}` });
    this.depth--;
  }

  /** A type parameter stands for what it is bound to; one bound to nothing promises nothing. */
  private bound(type: ts.Type): ts.Type {
    return type.flags & ts.TypeFlags.TypeParameter ? (this.checker.getBaseConstraintOfType(type) ?? type) : type;
  }

  private show(type: ts.Type): string {
    return this.checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation).slice(0, 200);
  }

  /** False when the two differ as a whole; differences inside are noted where they are. */
  private walk(code: ts.Type, typing: ts.Type, path: string): boolean {
    const { checker } = this;
    if (typing.flags & (UNKNOWN | ts.TypeFlags.TypeParameter)) return true;
    if (typing.flags & ts.TypeFlags.ESSymbolLike) return (code.flags & ts.TypeFlags.ESSymbolLike) !== 0;
    const assignable = checker.isTypeAssignableTo(code, typing);
    if (typing.isUnion() || code.isUnion()) {
      // Of the parts, those that are no alternative of the other side are compared with the objects among them.
      const parts = code.isUnion() ? code.types : [code];
      return assignable || parts.every((part) => this.isOneOf(part, typing));
    }
    if (!isObject(code) || !isObject(typing)) return assignable;
    const before = this.differences.length;
    this.walkObject(code, typing, path);
    // What the compiler takes has only been searched for `any`.
    if (assignable) this.differences.length = before;
    return true;
  }

  private isOneOf(part: ts.Type, typing: ts.Type): boolean {
    if (part.flags & UNKNOWN || this.checker.isTypeAssignableTo(part, typing)) return true;
    const alternatives = typing.isUnion() ? typing.types : [typing];
    return alternatives.some((one) => this.quietly(part, one));
  }

  /** Whether two types agree, without a note of it. */
  private quietly(code: ts.Type, typing: ts.Type): boolean {
    const trial = new Agreement(this.checker, this.depth);
    trial.compare(code, typing, '');
    return trial.differences.length === 0;
  }

  private walkObject(code: ts.Type, typing: ts.Type, path: string): void {
    const { checker } = this;
    const [codeArgs, typingArgs] = [code, typing].map((type) =>
      checker.getTypeArguments((type.symbol === undefined ? {} : type) as ts.TypeReference),
    );
    const sameGeneric = code.symbol !== undefined && code.symbol === typing.symbol && codeArgs.length > 0;
    if (sameGeneric && codeArgs.length === typingArgs.length) {
      codeArgs.forEach((argument, i) => this.compare(argument, typingArgs[i], `${path}<${i}>`));
      return;
    }
    for (const member of checker.getPropertiesOfType(typing)) {
      const name = memberName(member);
      const hidden = member.declarations?.some(
        (one) => ts.getCombinedModifierFlags(one) & ts.ModifierFlags.NonPublicAccessibilityModifier,
      );
      // The compiler's name of a private member `#x` is `__#1@#x`.
      if (name === 'prototype' || name.startsWith('__#') || hidden) continue;
      this.compareMember(code, member, `${path}.${name}`);
    }
    const calls = typing.getCallSignatures();
    if (calls.length > 0) this.compareCalls(code.getCallSignatures(), calls, path, (call) => call.getReturnType());
    const makes = typing.getConstructSignatures();
    if (makes.length > 0) {
      const classes = code.getConstructSignatures();
      const made = classes.length > 0 ? classes : code.getCallSignatures();
      this.compareCalls(made, makes, `new ${path}`, (call) => this.instanceOf(call));
    }
  }

  private compareMember(code: ts.Type, member: ts.Symbol, path: string): void {
    const { checker } = this;
    const name = memberName(member);
    const found = checker.getPropertiesOfType(checker.getApparentType(code)).find((one) => memberName(one) === name);
    const index = checker.getIndexTypeOfType(code, ts.IndexKind.String);
    const type = found === undefined ? index : checker.getTypeOfSymbol(found);
    // An index of `any` would have every name.
    if (type !== undefined && (found !== undefined || !(type.flags & ts.TypeFlags.Any)))
      this.compare(type, checker.getTypeOfSymbol(member), path);
    else if (!(member.flags & ts.SymbolFlags.Optional)) this.differences.push({ path, text: 'is not in the code' });
  }

  /** What `new` of a constructor makes: of a function that is none for TypeScript the type of its `this`. */
  private instanceOf(call: ts.Signature): ts.Type {
    const parameter = call.declaration?.parameters[0];
    const isThis = parameter !== undefined && ts.isParameter(parameter) && parameter.name.getText() === 'this';
    const made = call.getReturnType();
    return isThis && made.flags & ts.TypeFlags.VoidLike ? this.checker.getTypeAtLocation(parameter) : made;
  }

  private compareCalls(
    code: readonly ts.Signature[],
    typing: readonly ts.Signature[],
    path: string,
    resultOf: (call: ts.Signature) => ts.Type,
  ): void {
    if (code.length === 0) {
      this.differences.push({ path, text: 'is no function, the typing says that it is one' });
      return;
    }
    for (const promised of typing) {
      const modifiers = promised.declaration && ts.getCombinedModifierFlags(promised.declaration);
      if ((modifiers ?? 0) & ts.ModifierFlags.NonPublicAccessibilityModifier) continue;
      const text = this.checker.signatureToString(promised);
      const fitting = code.filter((call) => this.takes(call, promised));
      if (fitting.length === 0) {
        this.differences.push({ path, text: `does not take what the typing says: ${text}` });
        continue;
      }
      const wanted = resultOf(promised);
      // A predicate or assertion tells the compiler what the function itself does not give.
      const asserts = this.checker.getTypePredicateOfSignature(promised) !== undefined;
      const results = fitting.map(resultOf);
      const good = results.find((result) => this.checker.isTypeAssignableTo(result, wanted)) ?? results[0];
      if (asserts && good.flags & (ts.TypeFlags.BooleanLike | ts.TypeFlags.VoidLike)) continue;
      // Nobody reads what a function without result gives.
      if (wanted.flags & ts.TypeFlags.Void) continue;
      if (typing.length > 1 && this.isOneOfResults(good, typing, wanted, resultOf)) continue;
      this.compare(good, wanted, `${path}()`);
    }
  }

  /** Whether one signature of the code gives what the overloads of the typing give together. */
  private isOneOfResults(
    result: ts.Type,
    typing: readonly ts.Signature[],
    wanted: ts.Type,
    resultOf: (call: ts.Signature) => ts.Type,
  ): boolean {
    if (!result.isUnion() || !result.types.some((part) => this.quietly(part, wanted))) return false;
    return result.types.every((part) =>
      typing.some((overload) => {
        const other = resultOf(overload);
        const nothing = part.flags & ts.TypeFlags.VoidLike && other.flags & ts.TypeFlags.VoidLike;
        return nothing || this.quietly(part, other);
      }),
    );
  }

  /** Whether the code can be called as promised. Fewer parameters are fine: overloads are read from `arguments`. */
  private takes(code: ts.Signature, promised: ts.Signature): boolean {
    const { checker } = this;
    const typesOf = (call: ts.Signature): { types: ts.Type[]; rest: ts.Type | undefined; required: number } => {
      const types = call.parameters.map((one) => checker.getTypeOfSymbol(one));
      const last = call.declaration?.parameters.at(-1);
      const variable = last !== undefined && ts.isParameter(last) && last.dotDotDotToken !== undefined;
      const list = variable ? types.pop() : undefined;
      const rest = list && (checker.getIndexTypeOfType(checker.getApparentType(list), ts.IndexKind.Number) ?? list);
      const required = (call as unknown as { minArgumentCount: number }).minArgumentCount;
      return { types, rest, required };
    };
    const mine = typesOf(code);
    const theirs = typesOf(promised);
    if (mine.required > theirs.required) return false;
    const given = theirs.rest === undefined ? theirs.types : [...theirs.types, theirs.rest];
    return given.every((type, i) => {
      const parameter = mine.types[i] ?? mine.rest;
      if (parameter === undefined) return true;
      const [from, to] = [this.bound(type), this.bound(parameter)];
      const open = UNKNOWN | ts.TypeFlags.TypeParameter;
      if ((from.flags | to.flags) & open) return true;
      const parts = from.isUnion() ? from.types : [from];
      // A method's parameters are compared both ways, as the compiler does: callbacks are typed by who calls them.
      return parts.every(
        (part) =>
          part.flags & ts.TypeFlags.Undefined ||
          checker.isTypeAssignableTo(part, to) ||
          this.isFunctionAlike(part, to) ||
          this.quietly(part, to),
      );
    });
  }

  private isFunctionAlike(one: ts.Type, other: ts.Type): boolean {
    const isCall = (type: ts.Type): boolean =>
      (type.isUnion() ? type.types : [type]).some((part) => part.getCallSignatures().length > 0);
    return isCall(one) && isCall(other) && this.checker.isTypeAssignableTo(other, one);
  }
}
