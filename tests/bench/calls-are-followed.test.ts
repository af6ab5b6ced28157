/* From executed addresses to trees of C and of JavaScript functions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byFunction, byScript, Calls, NO_SCRIPT, type Node, type ScriptCalls } from '#toolchain/profile/trace';
import { instructionsOf } from './lib/disassembly';

/* main calls run twice; run calls work and leaves by a jump to tail; an interrupt comes into work. */
const DISASSEMBLY = `
00000100 <main>:
     100:\tbl\t200 <run>
     104:\tbl\t200 <run>
     108:\tnop

00000200 <run>:
     200:\tpush\t{r4, lr}
     202:\tbl\t300 <work>
     206:\tpop.w\t{r4, lr}
     20a:\tb.w\t400 <tail>

00000300 <work>:
     300:\tadds\tr0, #1
     302:\tbx\tlr

00000400 <tail>:
     400:\tbx\tlr

00000500 <timer_interrupt>:
     500:\tnop
     502:\tbx\tlr
`;

const RUN = [0x200, 0x202, 0x300, 0x302, 0x206, 0x20a, 0x400];
const RUN_INTERRUPTED = [0x200, 0x202, 0x300, 0x500, 0x502, 0x302, 0x206, 0x20a, 0x400];

/** "name script own/total" a line, indented by depth. */
function shown(node: Node, depth = 0): string[] {
  const line =
    `${' '.repeat(depth)}${node.script === undefined ? '' : `${node.script}: `}${node.name} ` +
    `${node.own}/${node.total}`;
  return [line, ...[...node.children.values()].flatMap((child) => shown(child, depth + 1))];
}

/** run is the interpreter. */
const scriptsOf = (...scripts: (string | undefined)[]): ScriptCalls => ({ entry: 0x200, next: () => scripts.shift() });

function traced(addresses: number[], scripts: (string | undefined)[] = [], executed = addresses.length): Node {
  const calls = new Calls(instructionsOf(DISASSEMBLY), scriptsOf(...scripts));
  for (const address of addresses) calls.step(address);
  assert.equal(calls.executed, executed);
  return calls.finish();
}

test('calls, returns, tail calls and interrupts', () => {
  const root = traced([0x100, ...RUN_INTERRUPTED, 0x104, ...RUN, 0x108]);
  assert.deepEqual(shown(root), [
    'all 0/19',
    ' main 3/19',
    '  run 8/14',
    '   work 4/6',
    '    timer_interrupt 2/2',
    '  tail 2/2',
  ]);
  assert.deepEqual(
    byFunction(root).map(({ name, own, total }) => [name, own, total]),
    [
      ['run', 8, 14],
      ['work', 4, 6],
      ['main', 3, 19],
      ['timer_interrupt', 2, 2],
      ['tail', 2, 2],
    ],
  );
});

test('an interrupt may come at any instruction, before it is executed or after', () => {
  const whole = [0x100, ...RUN, 0x104, ...RUN, 0x108];
  const without = shown(traced(whole, ['first', 'second']));
  for (let at = 0; at < whole.length - 1; at++) {
    // After: the next instruction follows. Before: the one that was logged is logged again.
    for (const again of [[], [whole[at]!]]) {
      const addresses = [...whole.slice(0, at + 1), 0x500, 0x502, ...again, ...whole.slice(at + 1)];
      const calls = new Calls(instructionsOf(DISASSEMBLY), scriptsOf('first', 'second'));
      for (const address of addresses) calls.step(address);
      const root = calls.finish();
      const interrupts = byFunction(root).find(({ name }) => name === 'timer_interrupt');
      assert.deepEqual([interrupts?.own, root.total], [2, whole.length + 2], `at ${at}`);
      const ownOf = (lines: string[]): string[] =>
        lines.map((line) => line.replace(/\/\d+$/, '')).filter((line) => !line.includes('timer_interrupt'));
      assert.deepEqual(ownOf(shown(root)), ownOf(without), `at ${at}`);
    }
  }
});

test('an instruction that was put off and is logged again counts once', () => {
  const whole = [0x100, ...RUN, 0x104, ...RUN, 0x108];
  const twice = whole.flatMap((address) => [address, address]);
  assert.deepEqual(shown(traced(twice, ['first', 'second'], whole.length)), shown(traced(whole, ['first', 'second'])));
});

test('where the interpreter begins a call is named for what it runs', () => {
  const root = traced([0x100, ...RUN, 0x104, ...RUN, 0x108], ['first', undefined]);
  assert.deepEqual(shown(root), [
    'all 0/17',
    ' main 3/17',
    '  first: run 4/6',
    '   work 2/2',
    '  tail 2/2',
    '  run 4/6',
    '   work 2/2',
  ]);
});

test("what C does for a JavaScript function is that function's, what it does for none has a row", () => {
  const leaf = (name: string, own: number, children: Node[] = [], script?: string): Node => {
    const total = own + children.reduce((sum, child) => sum + child.total, 0);
    const map = new Map(children.map((child) => [`${child.name} ${child.script ?? ''}`, child]));
    return { name, own, total, children: map, ...(script === undefined ? {} : { script }) };
  };
  const inner = leaf('vm', 5, [leaf('add', 2)], 'inner');
  const again = leaf('vm', 7, [], 'outer');
  const outer = leaf('vm', 10, [leaf('call', 3, [inner, again]), leaf('alloc', 4)], 'outer');
  const root = leaf('all', 0, [leaf('main', 1, [leaf('loop', 2, [outer])])]);
  const scripts = byScript(root);
  assert.deepEqual(shown(scripts), ['all 0/34', ` ${NO_SCRIPT} 3/3`, ' outer 17/31', '  inner 7/7', '  outer 7/7']);
  // A function that calls itself counts once in the total.
  assert.deepEqual(
    byFunction(scripts).map(({ name, own, total }) => [name, own, total]),
    [
      ['outer', 24, 31],
      ['inner', 7, 7],
      [NO_SCRIPT, 3, 3],
    ],
  );
});
