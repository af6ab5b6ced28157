/** Colours, on a terminal that has them alone and not where NO_COLOR asks for none (https://no-color.org). */
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

interface Stream {
  isTTY?: boolean;
  /** Of a terminal (node:tty): looks at TERM, NO_COLOR, FORCE_COLOR and the rest of what people set. */
  hasColors?(): boolean;
}

/** The text in a style where `stream` shows colours, else as it is. */
export function styled(style: Style, text: string, stream: Stream = process.stdout): string {
  const colours = stream.isTTY && (stream.hasColors?.() ?? !process.env.NO_COLOR);
  // Without the option Node looks at standard output, whatever stream this text is for.
  return colours ? styleText(style, text, { validateStream: false }) : text;
}
