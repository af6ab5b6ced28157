/* Chart, flame graphs and treemap: well-formed, the same for the same figures, and safe with any name. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import { flameGraph, flameGraphs } from '#toolchain/profile/flame';
import type { Node } from '#toolchain/profile/trace';
import { chart } from './chart';
import { xmlError } from './lib/xml';
import type { Figures, Row } from './results';
import { divide, treemap } from './treemap';

const NASTY = 'a<b> & "c"';

const rows: Row[] = ['floor/echo/64', 'quickjs/full echo/64', 'jerryscript/full echo/64', 'floor/echo/1024'].map(
  (name, at) => ({ name, unit: 'instructions', value: 1000 * (at + 1), mean: 1010 * (at + 1), most: 9000 }),
);

const leaf = (name: string, own: number): Node => ({ name, own, total: own, children: new Map() });
const root: Node = {
  name: 'all',
  own: 0,
  total: 30,
  children: new Map([
    ['x', leaf(NASTY, 10)],
    ['y', { ...leaf('interpreter', 20), script: `${NASTY} (app.js)` }],
  ]),
};

const svgsOf = (html: string): string[] => html.match(/<svg[\s\S]*?<\/svg>/g) ?? [];

test('the checker sees what is wrong', () => {
  assert.equal(xmlError('<a b="1"><c/>x &lt; y</a>\n'), undefined);
  for (const text of ['<a>', '<a></b>', '<a b=1></a>', '<a>&</a>', '<a b="<"/>', 'a < b'])
    assert.notEqual(xmlError(text), undefined, text);
});

test('the chart of any rows is well-formed and shows them', () => {
  const svg = chart(rows);
  assert.equal(xmlError(svg), undefined);
  assert.equal(svg, chart(rows));
  for (const value of ['1,000', '2,000', '3,000', '4,000']) assert.ok(svg.includes(`>${value}<`), value);
  assert.equal(xmlError(chart([])), undefined);
  assert.ok(chart([{ ...rows[0]!, mean: 1500.2 }]).includes('>1,000, mean 1,500<')); // the median does not tell it all
});

test('the committed chart is that of the committed baseline', () => {
  const { rows: kept } = JSON.parse(readFileSync(inRoot('tests/bench/baseline.json'), 'utf8')) as Figures;
  assert.equal(readFileSync(inRoot('tests/bench/chart.svg'), 'utf8'), chart(kept));
});

test('flame graphs are well-formed, with names and shares', () => {
  const svg = flameGraph(root);
  assert.equal(xmlError(svg), undefined);
  assert.equal(svg, flameGraph(root));
  assert.match(svg, /<title>a&lt;b&gt; &amp; &quot;c&quot;: 10 instructions \(33\.33%\), own 10<\/title>/);
  assert.match(svg, /<title>a&lt;b&gt; &amp; &quot;c&quot; \(app\.js\): interpreter: 20 instructions \(66\.67%\)/);
  assert.equal(
    svgsOf(
      flameGraphs(NASTY, [
        { title: NASTY, root },
        { title: 'two', root },
      ]),
    ).length,
    2,
  );
});

test('a treemap gives each part its share of the area', () => {
  const box = { x: 0, y: 0, width: 100, height: 50 };
  const weights = [1, 7, 0, 4, 4, 4];
  const boxes = divide(weights, box);
  const whole = weights.reduce((a, b) => a + b);
  boxes.forEach(({ width, height, x, y }, at) => {
    assert.ok(Math.abs(width * height - (5000 * weights[at]!) / whole) < 1e-6, `box ${at}`);
    assert.ok(x >= 0 && y >= 0 && x + width <= 100 + 1e-9 && y + height <= 50 + 1e-9, `box ${at} is inside`);
  });
  const tiles = [
    { room: NASTY, part: 'p', bytes: 10 },
    { room: 'r', part: NASTY, bytes: 5 },
    { room: 'r', part: 'none', bytes: 0 },
  ];
  const svgs = svgsOf(treemap(NASTY, [{ title: 'Flash', pieces: tiles }]));
  assert.deepEqual(svgs.map(xmlError), [undefined]);
  assert.match(svgs[0]!, /<title>r: 5 bytes<\/title>/);
});
