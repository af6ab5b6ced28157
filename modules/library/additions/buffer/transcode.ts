/** `buffer.transcode`. */
import buffer = require('node:buffer');
import { errors, isUint8Array } from '#internal/validators';

const names = /^(?:utf-?8|ucs-?2|utf-?16le|ascii|latin1|binary)$/i;

/** The bytes of text in another encoding; what the other lacks is "?". */
function transcode(source: Uint8Array, from: string, to: string): Buffer {
  if (!isUint8Array(source)) throw errors().ERR_INVALID_ARG_TYPE('source', ['Buffer', 'Uint8Array'], source);
  if (source.length === 0) return Buffer.alloc(0);
  if (!names.test(from) || !names.test(to)) {
    const error = new Error('Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]') as NodeJS.ErrnoException;
    error.code = 'U_ILLEGAL_ARGUMENT_ERROR';
    error.errno = 1;
    throw error;
  }
  const bytes = Buffer.from(source.buffer as ArrayBuffer, source.byteOffset, source.byteLength);
  const text = bytes.toString(from as BufferEncoding);
  if (/^(?:ascii|latin1|binary)$/i.test(to)) {
    const lacking = /^ascii$/i.test(to) ? /[^\0-\x7f]/gu : /[^\0-\xff]/gu;
    return Buffer.from(text.replace(lacking, '?'), 'latin1');
  }
  return Buffer.from(text, to as BufferEncoding);
}

Object.assign(buffer, { transcode });
