/**
 * Bytes at the end of data that begin a UTF-8 sequence which is not whole. first and last: what bytes may lead one of
 * two or more bytes, 0xc2 to 0xf4 by the standard, 0xc0 to 0xf7 by their shape alone.
 */
export function unfinishedUtf8(data: Uint8Array, first: number, last: number): number {
  for (let back = 1; back <= 3 && back <= data.length; back++) {
    const byte = data[data.length - back];
    if (byte >= first && byte <= last) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return 0;
}
