/** The last of many: bounded in entries and in bytes, the oldest go. Runs in Node and in a browser. */
export class Ring<T> {
  /** Entries that have gone. */
  gone = 0;
  private readonly slots: (T | undefined)[];
  private first = 0;
  private count = 0;
  private bytes = 0;

  constructor(
    private readonly maxEntries: number,
    private readonly maxBytes: number,
    private readonly sizeOf: (entry: T) => number,
  ) {
    this.slots = new Array<T | undefined>(maxEntries);
  }

  get length(): number {
    return this.count;
  }

  push(entry: T): void {
    const size = this.sizeOf(entry);
    while (this.count > 0 && (this.count === this.maxEntries || this.bytes + size > this.maxBytes)) this.dropFirst();
    this.slots[(this.first + this.count) % this.maxEntries] = entry;
    this.count++;
    this.bytes += size;
  }

  /** The entry at a place, 0 the oldest that is there; undefined outside. */
  at(place: number): T | undefined {
    return place >= 0 && place < this.count ? this.slots[(this.first + place) % this.maxEntries] : undefined;
  }

  /** The entry for which `key` gives the wanted number; keys grow from entry to entry. */
  find(wanted: number, key: (entry: T) => number): T | undefined {
    let [low, high] = [0, this.count - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const entry = this.at(middle) as T;
      const found = key(entry);
      if (found === wanted) return entry;
      if (found < wanted) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  *[Symbol.iterator](): Generator<T> {
    for (let i = 0; i < this.count; i++) yield this.at(i) as T;
  }

  clear(): void {
    while (this.count > 0) this.dropFirst();
  }

  private dropFirst(): void {
    this.bytes -= this.sizeOf(this.slots[this.first] as T);
    this.slots[this.first] = undefined;
    this.first = (this.first + 1) % this.maxEntries;
    this.count--;
    this.gone++;
  }
}
