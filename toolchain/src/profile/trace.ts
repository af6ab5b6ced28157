/**
 * From the addresses that a board executed, one instruction after the other, to a tree of calls.
 *
 * The stack is followed by what the instructions are (their bytes tell): a call pushes the address after it, a
 * return pops to the frame with the address that it goes to, and a jump into another function takes its caller's place
 * (tail call). An interrupt may come at any instruction, and leads back to it; QEMU logs an instruction that it then
 * puts off for an interrupt or another request, and logs it again when it executes it.
 */
import type { Instruction, Instructions } from './thumb';

export interface Node {
  name: string;
  /** The JavaScript function that this call of the engine's interpreter runs. */
  script?: string;
  /** Instructions in the function itself, and of everything that it called as well. */
  own: number;
  total: number;
  children: Map<string, Node>;
}

/** What the interpreter runs, for each time that its first instruction is executed. */
export interface ScriptCalls {
  entry: number;
  /** undefined: no script. */
  next(): string | undefined;
}

interface Frame {
  node: Node;
  /** Where the call comes back to; -1 of an interrupt and of where the trace begins. */
  back: number;
  /** The instruction that the interrupt came after, or in place of. */
  interrupted?: Instruction;
}

const NO_ADDRESS = -1;
const INTERRUPT = /_interrupt$/;

function childOf(parent: Node, name: string, script?: string): Node {
  const key = script === undefined ? name : `${name} ${script}`;
  let child = parent.children.get(key);
  if (child === undefined) {
    child = { name, ...(script === undefined ? {} : { script }), own: 0, total: 0, children: new Map() };
    parent.children.set(key, child);
  }
  return child;
}

const rootNode = (): Node => ({ name: 'all', own: 0, total: 0, children: new Map() });

function sumUp(at: Node): Node {
  at.total = at.own;
  for (const child of at.children.values()) at.total += sumUp(child).total;
  return at;
}

/** Takes addresses and builds the tree. */
export class Calls {
  readonly root = rootNode();
  executed = 0;
  private readonly stack: Frame[] = [];
  private before: Instruction | undefined;

  private runs: string | undefined;

  constructor(
    private readonly instructions: Instructions,
    private readonly scripts?: ScriptCalls,
  ) {}

  step(address: number): void {
    const now = this.instructions.get(address);
    if (now === undefined) return; // not of the firmware: the debugger's trap
    this.leaveInterrupt(address);
    if (this.before === now && !now.loop) return; // logged before, and put off
    this.runs = address === this.scripts?.entry ? this.scripts.next() : undefined;
    this.follow(address, now);
    this.stack[this.stack.length - 1]!.node.own++;
    this.executed++;
    this.before = now;
  }

  /** Sums up; call once at the end. */
  finish(): Node {
    return sumUp(this.root);
  }

  private push(name: string, back: number, interrupted?: Instruction): void {
    const parent = this.stack.length === 0 ? this.root : this.stack[this.stack.length - 1]!.node;
    const node = childOf(parent, name, this.runs);
    this.stack.push({ node, back, ...(interrupted === undefined ? {} : { interrupted }) });
  }

  /** After the return of an interrupt all is as before it. */
  private leaveInterrupt(address: number): void {
    const top = this.stack[this.stack.length - 1];
    const { before } = this;
    if (top?.interrupted === undefined || before?.kind !== 'return' || before.name !== top.node.name) return;
    if (address === before.next) return; // a conditional return that was none
    this.stack.pop();
    this.before = top.interrupted;
  }

  private follow(address: number, now: Instruction): void {
    const { before, stack } = this;
    if (before === undefined || stack.length === 0) {
      this.push(now.name, NO_ADDRESS);
      return;
    }
    if (INTERRUPT.test(now.name) && now.name !== before.name) {
      this.push(now.name, NO_ADDRESS, before);
      return;
    }
    const onward = address === before.next;
    if (!onward && before.kind === 'return') {
      let at = stack.length - 1;
      while (at > 0 && stack[at]!.back !== address) at--;
      if (at > 0) stack.length = at;
    } else if (!onward && before.kind === 'call') {
      this.push(now.name, before.next);
      return;
    }
    if (now.name !== stack[stack.length - 1]!.node.name) this.replace(now.name);
  }

  /** The function on top has jumped to another, or the trace began below the frame that is now on top. */
  private replace(name: string): void {
    const { back } = this.stack.pop()!;
    this.push(name, back);
  }
}

export interface Sum {
  name: string;
  own: number;
  total: number;
}

/** What runs while no script is on the stack. */
export const NO_SCRIPT = '(no script: start, network, loop, idle)';

/**
 * The tree of JavaScript functions in a tree of C functions: what the engine and native code do counts for the function
 * that they do it for.
 */
export function byScript(root: Node): Node {
  const all = rootNode();
  const visit = (at: Node, under: Node | undefined): void => {
    const into = at.script === undefined ? under : childOf(under ?? all, at.script);
    if (at.own > 0) (into ?? childOf(all, NO_SCRIPT)).own += at.own;
    for (const child of at.children.values()) visit(child, into);
  };
  for (const child of root.children.values()) visit(child, undefined);
  return sumUp(all);
}

/** Own and total instructions by function; a recursive call counts once in a total. */
export function byFunction(root: Node): Sum[] {
  const sums = new Map<string, Sum>();
  const visit = (at: Node, above: Set<string>): void => {
    const sum = sums.get(at.name) ?? { name: at.name, own: 0, total: 0 };
    sums.set(at.name, sum);
    sum.own += at.own;
    const first = !above.has(at.name);
    if (first) {
      sum.total += at.total;
      above.add(at.name);
    }
    for (const child of at.children.values()) visit(child, above);
    if (first) above.delete(at.name);
  };
  for (const child of root.children.values()) visit(child, new Set());
  return [...sums.values()].sort((a, b) => b.own - a.own);
}
