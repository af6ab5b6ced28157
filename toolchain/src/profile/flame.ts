/** Trees of calls as flame graphs in one HTML file without scripts: hovering shows names and counts. */
import type { Node } from './trace';

/** Text for an SVG or HTML document. */
export function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

const WIDTH = 1180;
const ROW = 17;
/** Narrower boxes are left out. */
const LEAST_WIDTH = 0.4;

function depthOf(at: Node): number {
  return 1 + Math.max(0, ...[...at.children.values()].map(depthOf));
}

function colourOf(name: string): string {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + letter.charCodeAt(0)) % 997;
  return `hsl(${20 + (hash % 40)}, ${60 + (hash % 30)}%, ${58 + (hash % 14)}%)`;
}

/** The graph of one tree: an SVG. */
export function flameGraph(root: Node): string {
  const height = depthOf(root) * ROW;
  const scale = WIDTH / root.total;
  const parts: string[] = [];
  const draw = (at: Node, x: number, level: number): void => {
    const width = at.total * scale;
    if (width < LEAST_WIDTH) return;
    const y = height - (level + 1) * ROW;
    const name = at.script === undefined ? at.name : `${at.script}: ${at.name}`;
    const count = at.total.toLocaleString('en-US');
    const share = ((at.total / root.total) * 100).toFixed(2);
    const text = width > 30 ? name.slice(0, Math.floor(width / 6.4)) : '';
    parts.push(
      `<g><title>${escaped(name)}: ${count} instructions (${share}%), own ` +
        `${at.own.toLocaleString('en-US')}</title><rect x="${x.toFixed(2)}" y="${y}" width="${width.toFixed(2)}" ` +
        `height="${ROW - 1}" fill="${colourOf(name)}"/>` +
        (text === '' ? '' : `<text x="${(x + 2).toFixed(2)}" y="${y + 12}">${escaped(text)}</text>`) +
        '</g>',
    );
    let next = x;
    for (const [, child] of [...at.children].sort(([a], [b]) => (a < b ? -1 : 1))) {
      draw(child, next, level + 1);
      next += child.total * scale;
    }
  };
  draw(root, 0, 0);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="monospace" ` +
    `font-size="10.5">\n${parts.join('\n')}\n</svg>`
  );
}

export function flameGraphs(title: string, graphs: { title: string; root: Node }[]): string {
  const bodies = graphs.map(
    ({ title: name, root }) =>
      `<h2>${escaped(name)}</h2>\n` + `<p>${root.total.toLocaleString('en-US')} instructions.</p>\n${flameGraph(root)}`,
  );
  return (
    `<!doctype html>\n<meta charset="utf-8">\n<title>${escaped(title)}</title>\n<body style="font-family: ` +
    `sans-serif">\n<h1>${escaped(title)}</h1>\n${bodies.join('\n')}\n</body>\n`
  );
}
