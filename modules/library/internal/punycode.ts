/** RFC 3492: labels of a host name beyond ASCII, as "xn--…". */
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;

function adapt(delta: number, points: number, first: boolean): number {
  let rest = first ? Math.floor(delta / 700) : delta >> 1;
  rest += Math.floor(rest / points);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + 38));
}

const threshold = (k: number, bias: number): number => (k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias);

function encodeLabel(label: string): string {
  const points = [...label].map((character) => character.codePointAt(0) as number);
  let output = points
    .filter((point) => point < 128)
    .map((point) => String.fromCharCode(point))
    .join('');
  let handled = output.length;
  const basic = handled;
  if (basic > 0) output += '-';
  let n = 128;
  let bias = 72;
  let delta = 0;
  while (handled < points.length) {
    const next = Math.min(...points.filter((point) => point >= n));
    delta += (next - n) * (handled + 1);
    n = next;
    for (const point of points) {
      if (point < n) delta++;
      if (point !== n) continue;
      let q = delta;
      for (let k = BASE; ; k += BASE) {
        const t = threshold(k, bias);
        if (q < t) break;
        output += (t + ((q - t) % (BASE - t))).toString(BASE).replace(/./, digit);
        q = Math.floor((q - t) / (BASE - t));
      }
      output += digit(q.toString(BASE));
      bias = adapt(delta, handled + 1, handled === basic);
      delta = 0;
      handled++;
    }
    delta++;
    n++;
  }
  return output;
}

/** A digit of toString(36), where 0 to 9 come first, as punycode's, where a to z do. */
function digit(text: string): string {
  const value = parseInt(text, BASE);
  return String.fromCharCode(value < 26 ? 97 + value : 22 + value);
}

/** Undefined when text is no punycode. */
function decodeLabel(text: string): string | undefined {
  const points: number[] = [];
  const dash = text.lastIndexOf('-');
  for (let i = 0; i < dash; i++) points.push(text.charCodeAt(i));
  let n = 128;
  let bias = 72;
  let i = 0;
  for (let at = dash + 1; at < text.length;) {
    const before = i;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const code = text.charCodeAt(at++) | 32;
      const value = code >= 97 && code <= 122 ? code - 97 : code >= 48 && code <= 57 ? code - 22 : -1;
      if (value < 0) return undefined;
      i += value * weight;
      const t = threshold(k, bias);
      if (value < t) break;
      weight *= BASE - t;
    }
    bias = adapt(i - before, points.length + 1, before === 0);
    n += Math.floor(i / (points.length + 1));
    i %= points.length + 1;
    if (n > 0x10ffff) return undefined;
    points.splice(i++, 0, n);
  }
  return String.fromCodePoint(...points);
}

const beyondAscii = /[^\0-\x7f]/;

/** Each label of a name that has characters beyond ASCII as "xn--…". */
export function toASCII(name: string): string {
  return name
    .split(/[.\u3002\uff0e\uff61]/)
    .map((label) => (beyondAscii.test(label) ? 'xn--' + encodeLabel(label) : label))
    .join('.');
}

/** The other way round; a label that is no punycode stays. */
export function toUnicode(name: string): string {
  return name
    .split('.')
    .map((label) => (label.startsWith('xn--') ? (decodeLabel(label.slice(4)) ?? label) : label))
    .join('.');
}
