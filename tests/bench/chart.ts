/*
 * chart.ts: the echo's price as an SVG of bars: floor, minimal binding and full API, by engine and payload. A bar is
 * the median; where collections make the mean another one, it stands beside it.
 */
import { escaped } from '#toolchain/profile/flame';
import { AIMS, BUDGETS, type Row } from './results';

const WIDTH = 860;
const LEFT = 175;
const BAR = 16;
const GAP = 6;
const RIGHT = 150;
/** A mean that is so much over its median is told. */
const APART = 1.02;

const BARS = [
  { name: 'floor/echo', label: 'bare C on lwIP', colour: '#8a8f98' },
  { name: 'quickjs/minimal binding', label: 'QuickJS, one callback', colour: '#9ec5e8' },
  { name: 'quickjs/full echo', label: "QuickJS, Node's dgram", colour: '#2f78b7' },
  { name: 'jerryscript/minimal binding', label: 'JerryScript, one callback', colour: '#f2c48d' },
  { name: 'jerryscript/full echo', label: "JerryScript, Node's dgram", colour: '#d9822b' },
];

export function chart(rows: Row[]): string {
  const values = new Map(rows.map(({ name, value }) => [name, value]));
  const means = new Map(rows.map(({ name, mean }) => [name, mean]));
  const sizes = rows.flatMap(({ name }) => /^floor\/echo\/(\d+)$/.exec(name)?.[1] ?? []);
  const bars = BARS.filter(({ name }) => sizes.some((size) => values.has(`${name}/${size}`)));
  const all = [
    ...sizes.flatMap((size) => bars.map(({ name }) => values.get(`${name}/${size}`) ?? 0)),
    ...bars.flatMap(({ name }) => sizes.map((size) => BUDGETS[`${name}/${size}`] ?? 0)),
  ];
  const scale = (WIDTH - LEFT - RIGHT) / Math.max(...all);
  const parts: string[] = [];
  let y = 44;
  for (const size of sizes) {
    parts.push(`<text x="12" y="${y + 12}" font-weight="bold">${size} bytes</text>`);
    y += BAR + GAP;
    for (const { name, label, colour } of bars) {
      const value = values.get(`${name}/${size}`);
      if (value === undefined) continue;
      const budget = BUDGETS[`${name}/${size}`];
      const aim = AIMS[`${name}/${size}`];
      const width = Math.round(value * scale);
      const mean = means.get(`${name}/${size}`) ?? value;
      const told = mean > value * APART ? `, mean ${Math.round(mean).toLocaleString('en-US')}` : '';
      parts.push(
        `<text x="${LEFT - 8}" y="${y + 12}" text-anchor="end">${escaped(label)}</text>`,
        `<rect x="${LEFT}" y="${y}" width="${width}" height="${BAR}" fill="${colour}"/>`,
        `<text x="${LEFT + width + 6}" y="${y + 12}">${value.toLocaleString('en-US')}${told}</text>`,
      );
      for (const [limit, dash] of [
        [budget, ''],
        [aim, ' stroke-dasharray="3 2"'],
      ] as const) {
        if (limit === undefined) continue;
        const x = LEFT + Math.round(limit * scale);
        parts.push(`<path d="M${x} ${y - 2}v${BAR + 4}" stroke="#b3261e" stroke-width="2"${dash}/>`);
      }
      y += BAR + GAP;
    }
    y += 10;
  }
  const title = 'Instructions per echoed datagram on a Cortex-M3 (median of 1,000)';
  const height = y + 24;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" ` +
      `viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12" fill="#222">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="12" y="24" font-size="15" font-weight="bold">${title}</text>`,
    ...parts,
    `<text x="12" y="${y + 12}">Red line: budget; dashed: aim (the price of one bare callback).</text>`,
    '</svg>',
    '',
  ].join('\n');
}
