/**
 * `tinygram`: the board that the app runs on. Not in Node.
 *
 * A board with two slots for apps (ESP32) starts a newly flashed app on trial. When the app ends, crashes or hangs
 * before it is confirmed, the board starts it again, three times in all, and then goes back to the app it had. An app
 * is confirmed when it has run for 30 seconds (the firmware's TINYGRAM_CONFIRM_AFTER_S), or by `confirm()`.
 */
declare module 'tinygram' {
  /** The slot that the app came from; undefined on a board without slots. */
  const slot: 'a' | 'b' | undefined;
  /** Whether the app runs on trial; false once it is confirmed, and where there is no trial. */
  const trial: boolean;
  /**
   * Ends the trial: the board starts this app from now on. Call it when the app has shown what only it can tell, such
   * as that its server answers. Returns whether there was a trial; throws an error with code `EIO` when the board's
   * flash cannot be written.
   */
  function confirm(): boolean;
}
