/** ESP-IDF's log lines on a console, `I (123) tag: text`: hidden below a level. All other text passes. */

/** From the least to the most talkative; a level shows itself and those before it. */
export const LEVELS = ['error', 'warn', 'info', 'debug', 'verbose'] as const;
export type Level = (typeof LEVELS)[number];

const LETTERS = 'EWIDV';

/** The start of a log line, with the colour that may stand before it. */
const LOG_LINE = new RegExp(`^(?:\\x1b\\[[\\d;]*m)?([${LETTERS}]) \\(\\d`);

export class LogFilter {
  /** What becomes of the rest of a line whose start has been seen; undefined at the start of one. */
  private passing: boolean | undefined;

  constructor(private readonly level: Level) {}

  /** Text to show of `text`, which may begin and end in the middle of a line. */
  pass(text: string): string {
    let passed = '';
    for (const line of text.split(/(?<=\n)/)) {
      if (this.passing === undefined) {
        const letter = LOG_LINE.exec(line)?.[1];
        this.passing = letter === undefined || LETTERS.indexOf(letter) <= LEVELS.indexOf(this.level);
      }
      if (this.passing) passed += line;
      if (line.endsWith('\n')) this.passing = undefined;
    }
    return passed;
  }
}
