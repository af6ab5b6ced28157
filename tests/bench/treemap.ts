/* treemap.ts: sizes as nested rectangles in one HTML file without scripts; hovering shows the number. */
import { escaped } from '#toolchain/profile/flame';

export interface Tile {
  room: string;
  part: string;
  bytes: number;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const WIDTH = 1180;
const HEIGHT = 640;
const COLOURS = ['#2f78b7', '#d9822b', '#4c9a5a', '#9067b5', '#b7504c', '#6b8a99', '#a58a2f', '#4aa3a3', '#8a5a44'];

/**
 * Divides a box among weights, largest first: halves of about the same weight, along the longer side. Returns a box for
 * each weight, in their order.
 */
export function divide(weights: number[], box: Box): Box[] {
  const boxes = new Array<Box>(weights.length);
  const split = (order: number[], into: Box): void => {
    if (order.length === 1) {
      boxes[order[0]!] = into;
      return;
    }
    const total = order.reduce((sum, at) => sum + weights[at]!, 0);
    let half = weights[order[0]!]!;
    let count = 1;
    while (count < order.length - 1 && half + weights[order[count]!]! <= total / 2) half += weights[order[count++]!]!;
    const share = total === 0 ? 0 : half / total;
    const { x, y, width, height } = into;
    if (width >= height) {
      split(order.slice(0, count), { x, y, width: width * share, height });
      split(order.slice(count), { x: x + width * share, y, width: width * (1 - share), height });
    } else {
      split(order.slice(0, count), { x, y, width, height: height * share });
      split(order.slice(count), { x, y: y + height * share, width, height: height * (1 - share) });
    }
  };
  const order = weights.map((_, at) => at).sort((a, b) => weights[b]! - weights[a]!);
  if (order.length > 0) split(order, box);
  return boxes;
}

function rectangle({ x, y, width, height }: Box, fill: string, title: string, label: string): string {
  const fits = width > label.length * 6.2 + 6 && height > 14;
  return (
    `<g><title>${escaped(title)}</title><rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" ` +
    `width="${width.toFixed(1)}" height="${height.toFixed(1)}" fill="${fill}" stroke="#fff"/>` +
    (fits ? `<text x="${(x + 4).toFixed(1)}" y="${(y + 12).toFixed(1)}">${escaped(label)}</text>` : '') +
    '</g>'
  );
}

function drawing(tiles: Tile[]): string {
  const rooms = new Map<string, Tile[]>();
  for (const tile of tiles) if (tile.bytes > 0) rooms.set(tile.room, [...(rooms.get(tile.room) ?? []), tile]);
  const list = [...rooms];
  const weightOf = (some: Tile[]): number => some.reduce((sum, { bytes }) => sum + bytes, 0);
  const places = divide(
    list.map(([, some]) => weightOf(some)),
    { x: 0, y: 0, width: WIDTH, height: HEIGHT },
  );
  const parts = list.flatMap(([room, some], at) => {
    const { x, y, width, height } = places[at]!;
    const colour = COLOURS[at % COLOURS.length]!;
    const bar = height > 34 ? 16 : 0;
    const inside = { x: x + 1, y: y + bar, width: Math.max(0, width - 2), height: Math.max(0, height - bar - 1) };
    const boxes = divide(
      some.map(({ bytes }) => bytes),
      inside,
    );
    const total = weightOf(some).toLocaleString('en-US');
    return [
      rectangle(places[at]!, colour, `${room}: ${total} bytes`, bar > 0 ? `${room} ${total}` : ''),
      ...some.map(({ part, bytes }, index) =>
        rectangle(
          boxes[index]!,
          colour,
          `${room}, ${part}: ${bytes.toLocaleString('en-US')} bytes`,
          `${part} ${bytes.toLocaleString('en-US')}`,
        ),
      ),
    ];
  });
  return (
    `<svg width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="11" fill="#fff">` +
    `${parts.join('\n')}</svg>`
  );
}

export function treemap(title: string, drawings: { title: string; pieces: Tile[] }[]): string {
  const bodies = drawings.map(({ title: name, pieces }) => {
    const total = pieces.reduce((sum, { bytes }) => sum + bytes, 0).toLocaleString('en-US');
    return `<h2>${escaped(name)}: ${total} bytes</h2>\n${drawing(pieces)}`;
  });
  return (
    `<!doctype html>\n<meta charset="utf-8">\n<title>${escaped(title)}</title>\n` +
    `<body style="font-family: sans-serif">\n<h1>${escaped(title)}</h1>\n${bodies.join('\n')}\n</body>\n`
  );
}
