/** Colours, on a terminal alone and not where NO_COLOR asks for none (https://no-color.org). */
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** The text in a style where `stream` shows colours, else as it is. */
export function styled(style: Style, text: string, stream: { isTTY?: boolean } = process.stdout): string {
  return stream.isTTY && !process.env.NO_COLOR ? styleText(style, text) : text;
}
