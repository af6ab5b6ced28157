/** Console text of a device, with positions of its code turned into positions of the TypeScript behind it. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { inRoot, displayPath } from './paths';
import { Positions, type SourceMap } from './sourcemap';

interface Known {
  positions: Positions;
  /** The text to show for a source of the map. */
  show(source: string): string;
}

export class StackMapper {
  private readonly known = new Map<string, Known | undefined>();

  /** `appMap` is the file beside the image; `appName` the name that frames of the app carry. */
  constructor(
    private readonly appMap: string,
    private readonly appName: string,
  ) {}

  /**
   * Replaces `app.js:L:C` and `tinygram:<module>:L:C`; what no map knows stays as it is. Give it whole lines: a
   * position that is cut in two is not seen. A name is looked for at its start alone, so that the time for a device's
   * text grows with its length and no faster.
   */
  map(text: string): string {
    return text.replace(
      /(?<![\w./-])([\w./-]+|tinygram:[\w./-]+):(\d+):(\d+)/g,
      (whole, name: string, line: string, column: string) => {
        if (name !== this.appName && !name.startsWith('tinygram:')) return whole;
        const known = this.lookUp(name);
        const place = known?.positions.find(Number(line), Number(column));
        return known && place ? `${known.show(place.source)}:${place.line}:${place.column}` : whole;
      },
    );
  }

  private lookUp(name: string): Known | undefined {
    if (!this.known.has(name)) this.known.set(name, this.load(name));
    return this.known.get(name);
  }

  private load(name: string): Known | undefined {
    const own = name === this.appName;
    const file = own ? this.appMap : inRoot('build', 'modules', `${name.slice('tinygram:'.length)}.js.map`);
    if (!fs.existsSync(file)) return undefined;
    const folder = path.dirname(file);
    try {
      const positions = new Positions(JSON.parse(fs.readFileSync(file, 'utf8')) as SourceMap);
      // A module's source is named below Tinygram's folder, an app's as seen from the working folder.
      return { positions, show: (source) => (own ? displayPath(path.resolve(folder, source)) : source) };
    } catch {
      return undefined; // a damaged map knows nothing
    }
  }
}

/** Characters of a line that are waited with for its end. */
const LINE_LIMIT = 64 * 1024;

/** Feeds a stream of text through a mapper line by line; a line that is not ended is passed on after a moment. */
export class StackMappingStream {
  private rest = '';
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly mapper: { map(text: string): string },
    private readonly write: (text: string) => void,
  ) {}

  push(text: string): void {
    clearTimeout(this.timer);
    const all = this.rest + text;
    const end = all.lastIndexOf('\n') + 1;
    const whole = all.slice(0, end);
    this.rest = all.slice(end);
    if (whole !== '') this.write(this.mapper.map(whole));
    if (this.rest.length > LINE_LIMIT) this.flush();
    else if (this.rest !== '') this.timer = setTimeout(() => this.flush(), 100);
  }

  flush(): void {
    clearTimeout(this.timer);
    if (this.rest !== '') this.write(this.mapper.map(this.rest));
    this.rest = '';
  }
}
