/**
 * Console text as a terminal may have it. What a device prints may come from the network, and a terminal obeys control
 * characters: it moves the cursor, changes its title, answers with what it is asked to. So they are shown as text,
 * \x1b for ESC, and so are characters that turn the direction of writing. New lines and tabs stay.
 */
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** The colour that ESP-IDF gives a log line, and its end. */
const COLOURED = /^(\x1b\[0;3\dm)([EWIDV] \(\d.*?)(\x1b\[0m)?$/;

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
}

/** JSON for a terminal: the same value, with what visible() shows written as JSON's own escapes. */
export function visibleJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(CONTROLS, (character) => {
    return character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** `colours`: whether log lines of ESP-IDF keep theirs. */
export function visible(text: string, { colours = false } = {}): string {
  // Only before a new line a carriage return is no more than a line's end.
  const line = (each: string, isWhole: boolean): string => {
    const end = isWhole && each.endsWith('\r') ? '\r' : '';
    const body = end ? each.slice(0, -1) : each;
    const [, start, rest, reset] = (colours && COLOURED.exec(body)) || [];
    if (start === undefined || rest === undefined) return body.replace(CONTROLS, escaped) + end;
    // A log line without its end would colour all that follows.
    return `${start}${rest.replace(CONTROLS, escaped)}${reset ?? '\x1b[0m'}${end}`;
  };
  const lines = text.split('\n');
  const last = lines.pop() as string;
  return [...lines.map((each) => line(each, true)), line(last, false)].join('\n');
}
