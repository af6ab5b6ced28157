// A parser, an editor of texts and source maps, with programs of every edition of the language.
import * as acorn from 'acorn';
import { originalPositionFor, generatedPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import MagicString from 'magic-string';
import programs from './programs.json' with { type: 'json' };
import show from './show.js';

const { answer, chances } = show;
const next = chances(7);
// An expression that the engine does not know is null in the tree.
const plain = (_, value) => (value instanceof RegExp ? null : typeof value === 'bigint' ? `${value}n` : value);
for (const [name, text] of Object.entries(programs)) {
  const whole = `(async function () {${text}\n})`;
  for (const ecmaVersion of [2015, 'latest']) {
    const sourceType = next(2) ? 'script' : 'module';
    const tree = () => JSON.stringify(acorn.parse(whole, { ecmaVersion, sourceType, locations: true }), plain);
    const tokens = () => JSON.stringify([...acorn.tokenizer(text, { ecmaVersion })], plain);
    console.log(`${name} ${ecmaVersion}: ${answer(tree)} ${answer(tokens)}`);
  }
  // Cut anywhere: errors are at the same place.
  for (let round = 0; round < 3; round++) {
    const part = text.slice(0, next(text.length + 1));
    let place = 'whole';
    try {
      acorn.parse(part, { ecmaVersion: 'latest' });
    } catch (error) {
      place = [error.message, error.pos].join(' ');
    }
    console.log(name + ' cut: ' + place);
  }
  const edited = new MagicString(text);
  for (let round = 0; round < 6; round++) {
    const start = next(text.length),
      end = start + 1 + next(text.length - start);
    answer(() =>
      [
        () => edited.overwrite(start, end, 'X\n'),
        () => edited.remove(start, end),
        () => edited.appendLeft(start, '<'),
        () => edited.prependRight(end, '>'),
        () => edited.move(start, end, next(text.length)),
      ][next(5)](),
    );
  }
  const map = edited.generateMap({ source: 'a.js', hires: true });
  const trace = new TraceMap(map);
  console.log(
    name +
      ' edited: ' +
      answer(() => [
        edited.toString(),
        map.mappings,
        originalPositionFor(trace, { line: 1, column: 3 }),
        generatedPositionFor(trace, { source: 'a.js', line: 1, column: 2 }),
      ]),
  );
}
