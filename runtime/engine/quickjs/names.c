/*
 * names.c: names that lie in flash. Part of internals.c, which includes it behind quickjs.c, and names_hooks.h before.
 *
 * QuickJS numbers names (atoms) and keeps each in the heap, as a string with a header of 16 bytes, a word in an array
 * and a share of a hash table. Most of a program's names are known when its firmware is made, and all that is ever
 * wanted of most of them is their number. Those are constant names, which take no heap:
 *   - QuickJS's own, 1 to JS_ATOM_END - 1, as quickjs.c numbers them;
 *   - listed names, FIRST_LISTED and up: those that jerry_quickjs_list_names() was given, in their order.
 * Names from JS_ATOM_END to FIRST_LISTED are QuickJS's business as ever. Where script wants a constant name as a value,
 * its string is made, and kept for the next time unless it is long, as are texts that stand in code like names. Such
 * a string has its name's number in hash_next, where others have that of a name in the heap or none.
 */

static const char *const predefined_names[JS_ATOM_END] = {
    "",
#define DEF(name, text) text,
#include "quickjs-atom.h"
#undef DEF
};

enum {
  PREDEFINED_BUCKETS = 64,
  HEAP_NAMES = 32,    /* room for names in the heap, and for half as many hashes, at the start */
  FIRST_STRINGS = 64, /* room for strings of listed names, at first */
  LONG_NAME = 24,     /* longer texts are not kept */
};
_Static_assert(JS_ATOM_END <= UINT8_MAX, "a byte numbers QuickJS's own names");

static struct {
  const jerry_char_t *const *texts;
  const uint16_t *ends;
  uint32_t buckets;
} listed;
/* The hash table of QuickJS's own names: the first of each bucket, the next in the same; 0 ends. */
static uint8_t predefined_first[PREDEFINED_BUCKETS], predefined_next[JS_ATOM_END];
/* The strings of listed names, at their number or the next free place behind. Those of QuickJS's own are in
 * JSRuntime.atom_array. */
static struct {
  JSString **at;
  uint32_t size, count;
} strings;

void jerry_quickjs_list_names(const jerry_char_t *const *texts_p, const uint16_t *ends_p, uint32_t buckets) {
  listed.texts = texts_p;
  listed.ends = ends_p;
  listed.buckets = texts_p ? buckets : 0;
}

uint32_t internals_names_listed(void) { return listed.buckets ? listed.ends[listed.buckets - 1] : 0; }

static bool is_constant_name(JSAtom name) { return name && name_is_constant(name) && !__JS_AtomIsTaggedInt(name); }

static const char *constant_text(JSAtom name) {
  return name < JS_ATOM_END ? predefined_names[name] : (const char *)listed.texts[name - FIRST_LISTED];
}

static uint32_t hash_of(const void *text, size_t length) {
  return hash_string8(text, length, JS_ATOM_TYPE_STRING) & JS_ATOM_HASH_MASK;
}

static bool same_text(const char *name, const uint8_t *text, size_t length) {
  return (uint8_t)name[0] == text[0] && strlen(name) == length && !memcmp(name, text, length);
}

/* The constant name with this text, which has no characters beyond 8 bits; JS_ATOM_NULL where there is none. */
static JSAtom constant_name(const uint8_t *text, size_t length) {
  if (!length)
    return JS_ATOM_empty_string;
  uint32_t hash = hash_of(text, length);
  for (unsigned name = predefined_first[hash % PREDEFINED_BUCKETS]; name; name = predefined_next[name]) {
    if (same_text(predefined_names[name], text, length))
      return name;
  }
  if (listed.buckets) {
    uint32_t bucket = hash % listed.buckets;
    for (uint32_t at = bucket ? listed.ends[bucket - 1] : 0; at < listed.ends[bucket]; at++) {
      if (same_text((const char *)listed.texts[at], text, length))
        return FIRST_LISTED + at;
    }
  }
  return JS_ATOM_NULL;
}

uint32_t jerry_quickjs_name_bucket(const char *text_p, uint32_t buckets) {
  return hash_of(text_p, strlen(text_p)) % buckets;
}

/* In place of QuickJS's own, which makes a string of each predefined name. */
static int start_names(JSRuntime *runtime) {
  enum { SIZE = JS_ATOM_END + HEAP_NAMES };
  memset(&strings, 0, sizeof strings);
  memset(predefined_first, 0, sizeof predefined_first);
  for (int name = 1; name < JS_ATOM_Private_brand; name++) {
    uint8_t *first = &predefined_first[jerry_quickjs_name_bucket(predefined_names[name], PREDEFINED_BUCKETS)];
    predefined_next[name] = *first;
    *first = (uint8_t)name;
  }
  runtime->atom_array = js_malloc_rt(runtime, SIZE * sizeof *runtime->atom_array);
  if (!runtime->atom_array || JS_ResizeAtomHash(runtime, HEAP_NAMES / 2))
    return -1;
  /* The places of constant names without a string look free, but are in no list. */
  for (int at = 0; at < SIZE; at++)
    runtime->atom_array[at] = atom_set_free(at < JS_ATOM_END || at == SIZE - 1 ? 0 : at + 1);
  runtime->atom_size = SIZE;
  runtime->atom_free_index = JS_ATOM_END;
  return 0;
}

void internals_stop_names(JSRuntime *runtime) {
  for (uint32_t at = 0; at < strings.size; at++) {
    if (strings.at[at])
      js_free_string(runtime, strings.at[at]);
  }
  js_free_rt(runtime, strings.at);
  memset(&strings, 0, sizeof strings);
}

/* ---- strings of constant names ---- */

static bool is_constant_string(const JSString *string) {
  return string->atom_type == JS_ATOM_TYPE_STRING && is_constant_name(string->hash_next);
}

/* A string of its own for the name; NULL when memory is short even without the reserve, which the first try frees. */
static JSString *make_string(JSRuntime *runtime, JSAtom name) {
  const char *text = constant_text(name);
  size_t length = strlen(text);
  JSString *string = js_alloc_string_rt(runtime, (int)length, 0);
  if (!string)
    string = js_alloc_string_rt(runtime, (int)length, 0);
  if (string)
    memcpy(string->u.str8, text, length + 1);
  return string;
}

static void name_string(JSString *string, JSAtom name) {
  string->hash_next = name;
  string->atom_type = JS_ATOM_TYPE_STRING;
  if (name < JS_ATOM_END && name >= JS_ATOM_Private_brand) {
    string->atom_type = JS_ATOM_TYPE_SYMBOL;
    string->hash = name == JS_ATOM_Private_brand ? JS_ATOM_HASH_PRIVATE : 0;
  }
}

/* The place of name's string, or the free one where it belongs. */
static JSString **place_of(JSAtom name) {
  uint32_t at = name % strings.size;
  while (strings.at[at] && strings.at[at]->hash_next != name)
    at = (at + 1) % strings.size;
  return &strings.at[at];
}

/* Makes room for one more; false when memory is short. */
static bool grow_strings(JSRuntime *runtime) {
  if (strings.count * 4 < strings.size * 3)
    return true;
  uint32_t old_size = strings.size;
  JSString **old = strings.at, **larger;
  larger = js_mallocz_rt(runtime, (old_size ? 2 * old_size : FIRST_STRINGS) * sizeof *larger);
  if (!larger)
    return false;
  strings.at = larger;
  strings.size = old_size ? 2 * old_size : FIRST_STRINGS;
  for (uint32_t at = 0; at < old_size; at++) {
    if (old[at])
      *place_of(old[at]->hash_next) = old[at];
  }
  js_free_rt(runtime, old);
  return true;
}

/* A new reference to the string of a constant name, NULL when memory is short. */
static JSString *constant_string(JSRuntime *runtime, JSAtom name) {
  JSString **place, *string;
  if (name < JS_ATOM_END) {
    place = &runtime->atom_array[name];
    if (atom_is_free(*place)) {
      if (!(string = make_string(runtime, name)))
        return NULL;
      name_string(*place = string, name);
    }
  } else {
    place = strings.size ? place_of(name) : NULL;
    if (!place || !*place) {
      string = make_string(runtime, name);
      if (!string || string->len > LONG_NAME || !grow_strings(runtime))
        return string;
      name_string(*(place = place_of(name)) = string, name);
      strings.count++;
    }
  }
  (*place)->header.ref_count++;
  return *place;
}

/* ---- in place of QuickJS's functions ---- */

static JSAtom name_index(JSRuntime *runtime, JSString *string) {
  return is_constant_string(string) ? string->hash_next : index_itself(runtime, string);
}

static JSAtom new_name(JSRuntime *runtime, JSString *string, int type) {
  if (type == JS_ATOM_TYPE_STRING && !string->is_wide_char &&
      (string->atom_type != JS_ATOM_TYPE_STRING || is_constant_string(string))) {
    JSAtom name =
        string->atom_type == JS_ATOM_TYPE_STRING ? string->hash_next : constant_name(string->u.str8, string->len);
    if (name != JS_ATOM_NULL) {
      js_free_string(runtime, string);
      return name;
    }
  }
  return new_name_itself(runtime, string, type);
}

static JSAtom find_name(JSRuntime *runtime, const char *text, size_t length, int type) {
  JSAtom name = constant_name((const uint8_t *)text, length);
  return name != JS_ATOM_NULL ? name : find_itself(runtime, text, length, type);
}

static void free_name(JSRuntime *runtime, JSString *string) {
  if (is_constant_string(string))
    js_free_rt(runtime, string);
  else
    free_itself(runtime, string);
}

static const char *name_shown(JSRuntime *runtime, char *room, int size, JSAtom name) {
  return is_constant_name(name) ? constant_text(name) : shown_itself(runtime, room, size, name);
}

static JSValue name_value(JSContext *context, JSAtom name, BOOL as_string) {
  if (!is_constant_name(name))
    return value_itself(context, name, as_string);
  JSString *string = constant_string(context->rt, name);
  if (!string)
    return JS_ThrowOutOfMemory(context);
  bool symbol = string->atom_type == JS_ATOM_TYPE_SYMBOL && !as_string;
  return symbol ? JS_MKPTR(JS_TAG_SYMBOL, string) : JS_MKPTR(JS_TAG_STRING, string);
}

/* No constant name but QuickJS's own four is a number's text. */
static BOOL name_is_index(JSContext *context, uint32_t *out, JSAtom name) {
  if (!is_constant_name(name))
    return is_index_itself(context, out, name);
  *out = 0;
  return FALSE;
}

static JSValue name_as_number(JSContext *context, JSAtom name) {
  if (!is_constant_name(name))
    return as_number_itself(context, name);
  switch (name) {
  case JS_ATOM_minus_zero:
    return __JS_NewFloat64(context, -0.0);
  case JS_ATOM_Infinity:
    return __JS_NewFloat64(context, INFINITY);
  case JS_ATOM_minus_Infinity:
    return __JS_NewFloat64(context, -INFINITY);
  case JS_ATOM_NaN:
    return __JS_NewFloat64(context, NAN);
  default:
    return JS_UNDEFINED;
  }
}

static BOOL symbol_has_text(JSContext *context, JSAtom name) {
  return is_constant_name(name) ? name_kind(context, name) == JS_ATOM_KIND_SYMBOL : has_text_itself(context, name);
}

static int name_kind(JSContext *context, JSAtom name) {
  if (!name_is_constant(name))
    return kind_itself(context, name);
  if (name >= JS_ATOM_END || name < JS_ATOM_Private_brand)
    return JS_ATOM_KIND_STRING;
  return name == JS_ATOM_Private_brand ? JS_ATOM_KIND_PRIVATE : JS_ATOM_KIND_SYMBOL;
}

static JSValue symbol_named(JSContext *context, JSAtom description, int type) {
  JSValue text = name_value(context, description, TRUE);
  return JS_IsException(text) ? text : JS_NewSymbol(context, JS_VALUE_GET_STRING(text), type);
}

/* The name that a table of QuickJS's own writes as text, or as "[Symbol.iterator]". */
static JSAtom listed_name(JSContext *context, const char *text) {
  if (*text != '[')
    return JS_NewAtom(context, text);
  JSAtom name = JS_ATOM_Symbol_toPrimitive;
  while (strncmp(predefined_names[name], text + 1, strlen(text) - 2) != 0)
    name++;
  return name;
}

/* A function's name is made a string when it is asked for; few are. */
static void set_function_properties(JSContext *context, JSValueConst function, JSAtom name, int length) {
  JS_DefinePropertyValue(context, function, JS_ATOM_length, JS_NewInt32(context, length), JS_PROP_CONFIGURABLE);
  if (is_constant_name(name) && name != JS_ATOM_empty_string)
    JS_DefineAutoInitProperty(context, function, JS_ATOM_name, JS_AUTOINIT_ID_PROTOTYPE, (void *)(uintptr_t)name,
                              JS_PROP_CONFIGURABLE);
  else
    JS_DefinePropertyValue(context, function, JS_ATOM_name, JS_AtomToString(context, name), JS_PROP_CONFIGURABLE);
}

static JSValue js_instantiate_prototype(JSContext *context, JSObject *object, JSAtom name, void *opaque) {
  if (name == JS_ATOM_name)
    return JS_AtomToString(context, (JSAtom)(uintptr_t)opaque);
  return prototype_itself(context, object, name, opaque);
}

/* ---- for the tool that makes the list ---- */

void internals_heap_names(JSRuntime *runtime, void (*callback)(const char *text, void *user), void *user) {
  for (int at = JS_ATOM_END; at < runtime->atom_size; at++) {
    const JSString *string = runtime->atom_array[at];
    if (atom_is_free(string) || string->atom_type != JS_ATOM_TYPE_STRING || string->is_wide_char || !string->len)
      continue;
    const char *text = (const char *)string->u.str8;
    if (strlen(text) == string->len && count_ascii(string->u.str8, string->len) == string->len && !is_num(text[0]) &&
        text[0] != '-')
      callback(text, user);
  }
}
