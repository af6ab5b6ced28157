/** `tty`, with the API of Node 18: a device has no terminal, so `isatty()` is false. A library module. */
declare module 'tty' {
  function isatty(fd: number): boolean;
}
declare module 'node:tty' {
  export * from 'tty';
}
