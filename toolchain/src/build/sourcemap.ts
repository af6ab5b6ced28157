/** Source maps: two steps composed into one, and positions on the device turned into positions in TypeScript. */
import {
  decodedMappings,
  encodedMap,
  originalPositionFor,
  TraceMap,
  type SourceMapSegment,
} from '@jridgewell/trace-mapping';

export interface SourceMap {
  version: 3;
  sources: string[];
  sourcesContent?: (string | null)[];
  names: string[];
  mappings: string;
}

/** The map from a text made of a text to what that was made of: `outer` maps C to B, `inner` maps B to A. */
export function compose(outer: SourceMap, inner: SourceMap): SourceMap {
  const trace = new TraceMap(inner as never);
  const sourceIndex = new Map(trace.sources.map((source, index) => [source, index]));
  const mappings = decodedMappings(new TraceMap(outer as never)).map((segments) =>
    segments.flatMap((segment) => {
      if (segment.length === 1) return [];
      const place = originalPositionFor(trace, { line: segment[2] + 1, column: segment[3] });
      const source = sourceIndex.get(place.source);
      if (source === undefined || place.line === null) return [];
      return [[segment[0], source, place.line - 1, place.column] satisfies SourceMapSegment];
    }),
  );
  const { sources, sourcesContent } = inner;
  const map = { version: 3 as const, sources, sourcesContent, names: [], mappings };
  return { ...map, mappings: encodedMap(new TraceMap(map as never)).mappings };
}

const INLINE = /\n?\/\/# sourceMappingURL=data:application\/json;(?:charset=utf-8;)?base64,([A-Za-z0-9+/=]+)\s*$/;

/** Splits the inline map that TypeScript writes off a text. */
export function splitInlineMap(text: string): { text: string; map: SourceMap } {
  const match = INLINE.exec(text);
  if (!match) throw new Error('the text has no inline source map');
  return { text: text.slice(0, match.index), map: JSON.parse(Buffer.from(match[1] as string, 'base64').toString()) };
}

export function withInlineMap(text: string, map: SourceMap): string {
  const data = Buffer.from(JSON.stringify(map)).toString('base64');
  return `${text}\n//# sourceMappingURL=data:application/json;base64,${data}\n`;
}

export interface Place {
  source: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
}

/** Looks positions up in one map. */
export class Positions {
  private readonly trace: TraceMap;

  constructor(map: SourceMap) {
    this.trace = new TraceMap(map as never);
  }

  /** The place in the source of a line and column (both from 1) of the made text; undefined where the map has none. */
  find(line: number, column: number): Place | undefined {
    if (line < 1 || column < 1) return undefined;
    const place = originalPositionFor(this.trace, { line, column: column - 1 });
    if (typeof place.source !== 'string') return undefined; // null, and undefined from a damaged map
    return { source: place.source, line: place.line, column: place.column + 1 };
  }
}
