/* xml.ts: whether a drawing is well-formed: elements nest, attributes are quoted, & and < are written as entities. */

const NAME = '[A-Za-z_][\\w:.-]*';
const ATTRIBUTES = `((?:\\s+${NAME}="[^"<&]*(?:&(?:amp|lt|gt|quot);[^"<&]*)*")*)`;
const TAG = new RegExp(`<(?:/(${NAME})\\s*|(${NAME})${ATTRIBUTES}\\s*(/?))>`, 'y');
const TEXT = /(?:[^<&]|&(?:amp|lt|gt|quot);)+/y;

/** What is wrong with an XML element, undefined when nothing is. */
export function xmlError(text: string): string | undefined {
  const open: string[] = [];
  let at = 0;
  while (at < text.length) {
    TAG.lastIndex = TEXT.lastIndex = at;
    const tag = TAG.exec(text);
    const end = tag === null ? (TEXT.exec(text) === null ? -1 : TEXT.lastIndex) : TAG.lastIndex;
    if (end < 0) return `neither text nor tag at ${at}: ${text.slice(at, at + 60)}`;
    if (tag?.[1] !== undefined && open.pop() !== tag[1]) return `</${tag[1]}> at ${at} ends nothing`;
    if (tag?.[2] !== undefined && tag[4] === '') open.push(tag[2]);
    at = end;
  }
  return open.length > 0 ? `<${open.join('><')}> has no end` : undefined;
}
