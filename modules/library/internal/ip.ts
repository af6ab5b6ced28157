/** Addresses as text and numbers, strictly: what inet_pton() takes. */

/** Four bytes of "192.168.7.1"; undefined when it is none. */
export function parseIPv4(text: string): number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const bytes: number[] = [];
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    bytes.push(Number(part));
  }
  return bytes;
}

/** Eight 16-bit numbers of "fe80::1", without a zone; undefined when it is none. */
export function parseIPv6(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const read = (half: string, last: boolean): number[] | undefined => {
    const words: number[] = [];
    if (half === '') return words;
    const parts = half.split(':');
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i];
      if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
        words.push(parseInt(part, 16));
        continue;
      }
      const bytes = last && i === parts.length - 1 ? parseIPv4(part) : undefined;
      if (bytes === undefined) return undefined;
      words.push(bytes[0] * 256 + bytes[1], bytes[2] * 256 + bytes[3]);
    }
    return words;
  };
  const head = read(halves[0], halves.length === 1);
  const tail = halves.length === 2 ? read(halves[1], true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const zeros = 8 - head.length - tail.length;
  if (halves.length === 2 ? zeros < 1 : zeros !== 0) return undefined;
  return [...head, ...new Array<number>(zeros).fill(0), ...tail];
}

/** The shortest text: lower case, the first longest run of at least two zeros as "::". */
export function formatIPv6(words: number[]): string {
  let start = -1;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && words[end] === 0) end++;
    if (end - i > length) {
      start = i;
      length = end - i;
    }
    if (end > i) i = end - 1;
  }
  const hex = words.map((word) => word.toString(16));
  if (start < 0) return hex.join(':');
  return hex.slice(0, start).join(':') + '::' + hex.slice(start + length).join(':');
}
