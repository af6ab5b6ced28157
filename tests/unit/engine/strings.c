/* strings.c: encodings of strings. */
#include "check.h"

/* "aé€😀" and a lone surrogate after it, in both encodings. */
static const char utf8[] = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80";
static const char cesu8[] = "a\xc3\xa9\xe2\x82\xac\xed\xa0\xbd\xed\xb8\x80";
static const char lone[] = "x\xed\xa0\xbdy";

static jerry_value_t make(const char *text, jerry_encoding_t encoding) {
  return jerry_string((const jerry_char_t *)text, (jerry_size_t)strlen(text), encoding);
}

static void a_string_is_read_in_both_encodings(void) {
  jerry_value_t a = make(utf8, JERRY_ENCODING_UTF8), b = make(cesu8, JERRY_ENCODING_CESU8);
  CHECK_TEXT("true", jerry_binary_op(JERRY_BIN_OP_STRICT_EQUAL, a, b));
  CHECK_INT(5, jerry_string_length(a));
  CHECK_INT(sizeof utf8 - 1, jerry_string_size(a, JERRY_ENCODING_UTF8));
  CHECK_INT(sizeof cesu8 - 1, jerry_string_size(a, JERRY_ENCODING_CESU8));
  jerry_value_free(b);
  jerry_value_free(a);
}

static void a_string_is_written_in_both_encodings(void) {
  jerry_char_t buffer[32];
  jerry_value_t string = make(utf8, JERRY_ENCODING_UTF8);
  CHECK_INT(sizeof utf8 - 1, jerry_string_to_buffer(string, JERRY_ENCODING_UTF8, buffer, sizeof buffer));
  CHECK_BYTES(utf8, sizeof utf8 - 1, buffer);
  CHECK_INT(sizeof cesu8 - 1, jerry_string_to_buffer(string, JERRY_ENCODING_CESU8, buffer, sizeof buffer));
  CHECK_BYTES(cesu8, sizeof cesu8 - 1, buffer);
  jerry_value_free(string);
}

static void only_whole_characters_are_written(void) {
  static const jerry_size_t sizes[][2] = {{0, 0}, {1, 1}, {2, 1}, {3, 3}, {5, 3}, {6, 6}, {9, 6}, {10, 10}};
  jerry_value_t string = make(utf8, JERRY_ENCODING_UTF8);
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    jerry_char_t buffer[32];
    memset(buffer, '#', sizeof buffer);
    CHECK_INT(sizes[i][1], jerry_string_to_buffer(string, JERRY_ENCODING_UTF8, buffer, sizes[i][0]));
    CHECK_BYTES(utf8, sizes[i][1], buffer);
    CHECK_INT('#', buffer[sizes[i][1]]);
  }
  jerry_value_free(string);
}

static void a_lone_surrogate_survives(void) {
  jerry_char_t buffer[8];
  jerry_value_t string = make(lone, JERRY_ENCODING_CESU8);
  CHECK_INT(3, jerry_string_length(string));
  CHECK_INT(5, jerry_string_size(string, JERRY_ENCODING_UTF8));
  CHECK_INT(5, jerry_string_to_buffer(string, JERRY_ENCODING_UTF8, buffer, sizeof buffer));
  CHECK_BYTES(lone, 5, buffer);
  set_global("s", string);
  CHECK_SCRIPT("55357", "s.charCodeAt(1)");
  jerry_value_t reversed = script("'\\ude00\\ud83d'");
  CHECK_INT(6, jerry_string_size(reversed, JERRY_ENCODING_UTF8));
  jerry_value_free(reversed);
}

static void bytes_are_validated(void) {
  static const struct {
    const char *bytes;
    bool utf8, cesu8;
  } table[] = {
      {"", true, true},
      {"plain", true, true},
      {"\xc3\xa9\xe2\x82\xac", true, true},
      {"\xf0\x9f\x98\x80", true, false},         /* four bytes */
      {"\xed\xa0\xbd\xed\xb8\x80", false, true}, /* two surrogates */
      {"\xed\xa0\xbd", true, true},              /* one */
      {"\xed\xb8\x80\xed\xa0\xbd", true, true},  /* two in the wrong order */
      {"\x80", false, false},                    /* continuation alone */
      {"\xc3", false, false},                    /* cut off */
      {"\xe2\x82", false, false},
      {"\xf0\x9f\x98", false, false},
      {"\xc3(", false, false},    /* no continuation */
      {"\xc0\xaf", false, false}, /* longer than needed */
      {"\xe0\x80\xaf", false, false},
      {"\xf4\x90\x80\x80", false, false}, /* beyond the last code point */
      {"\xff", false, false},
  };
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
    const jerry_char_t *bytes = (const jerry_char_t *)table[i].bytes;
    jerry_size_t size = (jerry_size_t)strlen(table[i].bytes);
    check_int(table[i].utf8, jerry_validate_string(bytes, size, JERRY_ENCODING_UTF8), "UTF-8", __FILE__, (int)i);
    check_int(table[i].cesu8, jerry_validate_string(bytes, size, JERRY_ENCODING_CESU8), "CESU-8", __FILE__, (int)i);
  }
}

static void strings_may_hold_zeros(void) {
  jerry_value_t string = jerry_string(JERRY_ZSTR_ARG("a\0b"), JERRY_ENCODING_UTF8);
  CHECK_INT(3, jerry_string_length(string));
  CHECK_INT(3, jerry_string_size(string, JERRY_ENCODING_UTF8));
  jerry_value_free(string);
}

static void long_strings_made_by_joining_are_read(void) {
  jerry_value_t string = script("var t = ''; for (var i = 0; i < 3000; i++) t += 'abc\\u20ac'; t");
  CHECK_INT(12000, jerry_string_length(string));
  CHECK_INT(18000, jerry_string_size(string, JERRY_ENCODING_UTF8));
  jerry_value_free(string);
}

static void what_is_no_string_has_no_size(void) {
  jerry_char_t buffer[4];
  jerry_value_t object = jerry_object();
  CHECK_INT(0, jerry_string_size(object, JERRY_ENCODING_UTF8));
  CHECK_INT(0, jerry_string_length(object));
  CHECK_INT(0, jerry_string_to_buffer(object, JERRY_ENCODING_UTF8, buffer, sizeof buffer));
  jerry_value_free(object);
}

static void add_byte(uint32_t value, void *user) {
  char *text = user;
  size_t length = strlen(text);
  text[length] = (char)value;
  text[length + 1] = 0;
}

static void bytes_are_iterated(void) {
  char text[32] = "";
  jerry_value_t string = make(utf8, JERRY_ENCODING_UTF8);
  jerry_string_iterate(string, JERRY_ENCODING_UTF8, add_byte, text);
  CHECK(!strcmp(text, utf8));
  jerry_value_free(string);
}

static const struct test tests[] = {
    {"a string is read in both encodings", a_string_is_read_in_both_encodings},
    {"a string is written in both encodings", a_string_is_written_in_both_encodings},
    {"only whole characters are written", only_whole_characters_are_written},
    {"a lone surrogate survives", a_lone_surrogate_survives},
    {"bytes are validated", bytes_are_validated},
    {"strings may hold zeros", strings_may_hold_zeros},
    {"long strings made by joining are read", long_strings_made_by_joining_are_read},
    {"what is no string has no size", what_is_no_string_has_no_size},
    {"bytes are iterated", bytes_are_iterated},
    {NULL, NULL},
};
const struct suite strings = {"strings", tests, false};
