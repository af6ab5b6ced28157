/* encoding.h: text to bytes and back, in the encodings of Buffer (Node 18, "Buffers and character encodings"). Script
 * thread, net lock not held. */
#ifndef ENCODING_H
#define ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jerryscript.h"

/* The numbers are those of typings/native/buffer.d.ts. Base64 is read in both alphabets, written in its own. */
enum encoding { UTF8, UTF16LE, LATIN1, ASCII, BASE64, BASE64URL, HEX, ENCODING_COUNT };

/* Most bytes of a Buffer, and of a text's bytes. */
#define ENCODING_BYTES_MAX 0x7fffffffu

/* Most bytes that text, a string, can give; exact but for hex and base64. */
size_t encoding_length(jerry_value_t text, uint32_t encoding);

/* Writes text's bytes, as many as fit in room and in UTF-8 whole characters alone; what hex and base64 cannot read ends
 * them as in Node. Returns the bytes written, or SIZE_MAX when the engine has no memory for a copy of text. */
size_t encoding_write(jerry_value_t text, uint32_t encoding, uint8_t *out, size_t room);

/* The same in UTF-8 for who knows its size there, jerry_string_size(text, JERRY_ENCODING_UTF8), already: whole
 * characters, U+FFFD for a surrogate without its partner. */
size_t encoding_write_utf8(jerry_value_t text, size_t size, uint8_t *out, size_t room);

/* The string that size bytes at p are; bad UTF-8 becomes U+FFFD as the Encoding Standard has it. The caller frees it.
 * An exception when the engine has no memory for it. */
jerry_value_t encoding_text(const uint8_t *p, size_t size, uint32_t encoding);

/* Whether size bytes at p are UTF-8 (RFC 3629: no over-long forms, no surrogates). */
bool encoding_utf8_valid(const uint8_t *p, size_t size);

/* The exception for size bytes that the engine has no memory for. The caller frees it. */
jerry_value_t encoding_no_memory(size_t size);

#endif
