/** runtime/bindings/console.c */
export interface ConsoleBinding {
  /** Writes text as UTF-8, as it is, to the console; stream 1 is stdout, 2 stderr. */
  write(stream: 1 | 2, text: string): void;
  /** The same with bytes, which need be no text. */
  writeBytes(stream: 1 | 2, bytes: Uint8Array): void;
}
