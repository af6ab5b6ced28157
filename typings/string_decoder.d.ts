/** `string_decoder`, with the API of Node 18. A library module: it is in the image of an app that requires it. */
declare module 'string_decoder' {
  class StringDecoder {
    constructor(encoding?: BufferEncoding);
    /** The text of what is whole so far. */
    write(buffer: Buffer): string;
    /** What is left, with U+FFFD for what never became whole. */
    end(buffer?: Buffer): string;
  }
}
declare module 'node:string_decoder' {
  export * from 'string_decoder';
}
