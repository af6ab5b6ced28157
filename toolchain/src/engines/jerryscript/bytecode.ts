/**
 * What JerryScript 3.0 writes in the header of a function's code, as far as more than one file here reads it
 * (CBC_CODE_FLAGS_… and CBC_FUNCTION_… in its byte-code.h). The size, in units of 8 bytes, is its first two
 * bytes; the flags are two bytes at FLAGS_AT, with the function's type in the upper bits.
 */
export const FLAGS_AT = 4;
/** Bytes of one unit of sizes. */
export const SIZE_UNIT = 8;

/** Counts of arguments, registers and literals have 16 bits, else 8. */
export const WIDE_COUNTS = 1 << 1;
/** The arguments object shares its values with the parameters: a word for each at the code's end. */
export const MAPPED_ARGUMENTS = 1 << 3;

export const TYPE_SHIFT = 12;
/** A class's constructor has no name. */
export const CONSTRUCTOR = 2;
export const SCRIPT = 3;
