/* made_for_c.c: what the adapter adds to the JerryScript API, and the number of its precompiled code. */
#include "../check.h"

static jerry_value_t like(const char *example, jerry_length_t count) {
  const jerry_value_t values[] = {jerry_string_sz("a"), jerry_number(2)};
  jerry_value_t object = script(example);
  jerry_value_t made = jerry_quickjs_object_like(object, values, count);
  jerry_value_free(values[0]);
  jerry_value_free(object);
  return made;
}

static void an_object_like_a_literal_has_its_names_and_the_given_values(void) {
  set_global("made", like("({ name: 'x', size: 1 })", 2));
  CHECK_SCRIPT("{\"name\":\"a\",\"size\":2}", "JSON.stringify(made)");
  CHECK_SCRIPT("true", "Object.getPrototypeOf(made) === Object.prototype");
  CHECK_SCRIPT("{\"name\":\"b\",\"size\":2,\"more\":3}", "made.name = 'b'; made.more = 3; JSON.stringify(made)");
  CHECK_SCRIPT("{\"name\":\"x\",\"size\":1}", "JSON.stringify({ name: 'x', size: 1 })");
}

static void objects_like_one_are_apart(void) {
  set_global("first", like("({ name: 'x', size: 1 })", 2));
  set_global("second", like("({ name: 'x', size: 1 })", 2));
  CHECK_SCRIPT("{\"name\":\"a\",\"size\":2}", "delete first.name; first.size = 5; JSON.stringify(second)");
}

static void an_example_of_another_kind_is_an_error(void) {
  CHECK_THROWS("TypeError", like("1", 2));
  CHECK_THROWS("TypeError", like("[1, 2]", 2));
  CHECK_THROWS("TypeError", like("({ name: 'x' })", 2));
  CHECK_THROWS("TypeError", like("({ name: 'x', size: 1 })", 1));
  CHECK_THROWS("TypeError", like("({ name: 'x', get size() { return 1; } })", 2));
  CHECK_THROWS("TypeError", like("Object.freeze({ name: 'x', size: 1 })", 2));
}

static void a_value_that_is_an_exception_is_an_error(void) {
  jerry_value_t object = script("({ name: 1 })");
  const jerry_value_t values[] = {jerry_throw_sz(JERRY_ERROR_COMMON, "thrown")};
  CHECK_THROWS("TypeError", jerry_quickjs_object_like(object, values, 1));
  jerry_value_free(values[0]);
  jerry_value_free(object);
}

static void same_objects_and_strings_are_strictly_equal(void) {
  jerry_value_t text = jerry_string_sz("text");
  jerry_value_t other = jerry_string_sz("text");
  jerry_value_t number = script("NaN");
  CHECK_TEXT("true", jerry_binary_op(JERRY_BIN_OP_STRICT_EQUAL, text, text));
  CHECK_TEXT("true", jerry_binary_op(JERRY_BIN_OP_STRICT_EQUAL, text, other));
  CHECK_TEXT("false", jerry_binary_op(JERRY_BIN_OP_STRICT_EQUAL, number, number));
  jerry_value_free(text);
  jerry_value_free(other);
  jerry_value_free(number);
}

static void bytes_have_the_prototype_given(void) {
  jerry_value_t first = script("class First extends Uint8Array {} First.prototype");
  jerry_value_t second = script("class Second extends Uint8Array {} Second.prototype");
  for (int i = 0; i < 2; i++) {
    set_global("a", jerry_quickjs_bytes(3, first));
    set_global("b", jerry_quickjs_bytes(0, second));
    CHECK_SCRIPT("true,true,3,0,0", "[a instanceof First, b instanceof Second, a.length, a[2], b.length].join()");
    CHECK_SCRIPT("true", "a.own = 1; a[1] = 300; a[1] === 44 && b.own === undefined");
  }
  CHECK_THROWS("RangeError", jerry_quickjs_bytes(100000000, first));
  CHECK_THROWS("TypeError", jerry_quickjs_bytes(1, jerry_undefined()));
  jerry_value_free(first);
  jerry_value_free(second);
}

#ifndef ENGINE_QUICKJS_TRIED
/* QuickJS's bytecode begins with its version, which quickjs.h does not have. */
static void the_format_of_code_names_the_version_of_the_bytecode(void) {
  static uint32_t code[256];
  jerry_value_t parsed = jerry_parse((const jerry_char_t *)"1", 1, NULL);
  jerry_value_t size = jerry_generate_snapshot(parsed, 0, code, sizeof code / sizeof code[0]);
  CHECK(jerry_value_is_number(size));
  CHECK_INT(JERRY_SNAPSHOT_VERSION, code[1]);
  CHECK_INT(JERRY_SNAPSHOT_VERSION % 256, ((const uint8_t *)code)[16]);
  jerry_value_free(size);
  jerry_value_free(parsed);
}
#endif

static const struct test list[] = {
    {"an object like a literal has its names and the given values",
     an_object_like_a_literal_has_its_names_and_the_given_values},
    {"objects like one are apart", objects_like_one_are_apart},
    {"an example of another kind is an error", an_example_of_another_kind_is_an_error},
    {"a value that is an exception is an error", a_value_that_is_an_exception_is_an_error},
    {"bytes have the prototype given", bytes_have_the_prototype_given},
    {"same objects and strings are strictly equal", same_objects_and_strings_are_strictly_equal},
#ifndef ENGINE_QUICKJS_TRIED
    {"the format of code names the version of the bytecode", the_format_of_code_names_the_version_of_the_bytecode},
#endif
    {NULL, NULL},
};
const struct suite made_for_c = {"made_for_c", list, false};
