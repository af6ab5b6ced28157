/** runtime/bindings/tinygram.c: the slot that the app came from. */
export interface TinygramBinding {
  /** 'a' or 'b', or undefined on a board without slots. */
  slot(): 'a' | 'b' | undefined;
  /** Whether the app runs on trial. */
  trial(): boolean;
  /** Ends the trial. Returns 1, 0 when there was none, or EIO's number. */
  confirm(): number;
}
