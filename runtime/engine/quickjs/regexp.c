/*
 * regexp.c: QuickJS's regular expressions, unchanged, without \p{…}: its tables of all Unicode properties are 12 KiB,
 * and JerryScript has none either. What ignores case does so for every letter.
 */
#include <inttypes.h>
#include <stddef.h>

#include "cutils.h"

#include "libunicode.h"
#undef CONFIG_ALL_UNICODE
#include "libregexp.c"
