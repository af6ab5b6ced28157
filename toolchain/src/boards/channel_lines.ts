/** A board's side of the channel, put together to lines. */
import { StringDecoder } from 'node:string_decoder';

/** Characters of a line that is kept. A board that never ends one must not take this process's memory. */
const LINE_LIMIT = 16 * 1024 * 1024;

export class ChannelLines {
  /** Lines that were over the limit. */
  dropped = 0;
  private readonly decoder = new StringDecoder('utf8');
  private parts: string[] = [];
  private length = 0;

  /** `emit` gets each line without its newline. */
  constructor(
    private readonly emit: (line: string) => void,
    private readonly limit = LINE_LIMIT,
  ) {}

  push(data: Buffer): void {
    const lines = this.decoder.write(data).split('\n');
    const rest = lines.pop() as string;
    for (const line of lines) {
      this.keep(line);
      if (this.length > this.limit) this.dropped++;
      else this.emit(this.parts.join(''));
      this.parts = [];
      this.length = 0;
    }
    this.keep(rest);
  }

  private keep(text: string): void {
    this.length += text.length;
    if (this.length > this.limit) this.parts = [];
    else if (text !== '') this.parts.push(text);
  }
}
