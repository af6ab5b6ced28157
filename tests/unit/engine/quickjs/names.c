/* names.c: names that lie in flash (QuickJS). Each engine here is given a list of them. */
#include <stdio.h>

#include "../check.h"

enum { BUCKETS = 16, MANY = 200, ROOM = 16 };

static char many[MANY][ROOM];
static const char *const few[] = {"listed", "Listed", "listedGetter", "a text of more than twenty-four characters",
                                  "x"};
static const jerry_char_t *texts[MANY + sizeof few / sizeof *few];
static uint16_t ends[BUCKETS];

static void put(const char *text, uint32_t bucket, uint16_t *count) {
  if (jerry_quickjs_name_bucket(text, BUCKETS) == bucket)
    texts[(*count)++] = (const jerry_char_t *)text;
}

/* An engine with the names of few, and n0 to n199. */
static void start(void) {
  uint16_t count = 0;
  for (int i = 0; i < MANY; i++)
    snprintf(many[i], ROOM, "n%d", i);
  for (uint32_t bucket = 0; bucket < BUCKETS; bucket++) {
    for (size_t i = 0; i < sizeof few / sizeof *few; i++)
      put(few[i], bucket, &count);
    for (int i = 0; i < MANY; i++)
      put(many[i], bucket, &count);
    ends[bucket] = count;
  }
  CHECK_INT(sizeof texts / sizeof *texts, count);
  jerry_quickjs_list_names(texts, ends, BUCKETS);
  jerry_init(JERRY_INIT_EMPTY);
}

static void stop(void) {
  jerry_cleanup();
  jerry_quickjs_list_names(NULL, NULL, 0);
}

static size_t heap_used(void) {
  jerry_heap_stats_t stats;
  jerry_heap_gc(JERRY_GC_PRESSURE_HIGH);
  CHECK(jerry_heap_stats(&stats));
  return stats.allocated_bytes;
}

static void a_listed_name_is_the_same_wherever_it_comes_from(void) {
  start();
  CHECK_SCRIPT("7", "var o = {listed: 7}; o['lis' + ['t', 'ed'].join('')]");
  jerry_value_t object = get_global("o");
  CHECK_TEXT("7", jerry_object_get_sz(object, "listed"));
  jerry_value_free(object);
  CHECK_SCRIPT("true", "'listed' === ['lis', 'ted'].join('') && 'listed' in o && o.hasOwnProperty('listed')");
  CHECK_SCRIPT("listed,Listed,unlisted", "o.Listed = 1; o.unlisted = 1; Object.keys(o).join()");
  CHECK_SCRIPT("{\"listed\":7,\"Listed\":1,\"unlisted\":1}", "JSON.stringify(JSON.parse(JSON.stringify(o)))");
  CHECK_SCRIPT("listedListedunlisted", "var s = ''; for (var key in o) s += key; s");
  CHECK_SCRIPT("true,false", "[delete o.listed, 'listed' in o].join()");
  CHECK_SCRIPT("ReferenceError: 'listed' is not defined", "try { listed; } catch (e) { String(e); }");
  stop();
}

static void a_long_text_is_made_anew_and_a_name_too(void) {
  start();
  CHECK_SCRIPT("42,1", "var t = 'a text of more than twenty-four characters', o = {};"
                       "o[t] = 1; [t.length, o['a text of more than ' + 'twenty-four characters']].join()");
  CHECK_SCRIPT("a text of more than twenty-four characters", "Object.keys(o)[0]");
  size_t before = heap_used();
  CHECK_SCRIPT("42", "'a text of more than twenty-four characters'.length");
  CHECK_INT(before, heap_used());
  stop();
}

static void names_are_names_of_symbols(void) {
  start();
  CHECK_SCRIPT("Symbol(listed),listed,Symbol(listed),listed",
               "[Symbol('listed').toString(), Symbol('listed').description, Symbol.for('listed').toString(), "
               "Symbol.keyFor(Symbol.for('listed'))].join()");
  CHECK_SCRIPT("false,true", "[Symbol('listed') === Symbol('listed'), Symbol.for('listed') === Symbol.for('listed')]"
                             ".join()");
  CHECK_SCRIPT("Symbol(Symbol.iterator),true", "[Symbol.iterator.toString(), Symbol.iterator in []].join()");
  CHECK_SCRIPT("[Symbol.toPrimitive]", "Date.prototype[Symbol.toPrimitive].name");
  CHECK_SCRIPT("Symbol.toPrimitive", "Symbol.toPrimitive.description");
  CHECK_SCRIPT("3", "class C { #listed = 3; get() { return this.#listed; } } new C().get()");
  CHECK_SCRIPT("[x]", "(function () { var s = Symbol('x'); return {[s]() {}}[s].name; })()");
  stop();
}

static void a_function_has_its_name_as_before(void) {
  start();
  CHECK_SCRIPT("listed,listed,", "function listed() {} [listed.name, (function () { return listed; })().name,"
                                 "(function () {}).name].join()");
  CHECK_SCRIPT("length,name,prototype", "Object.getOwnPropertyNames(function listed() {}).join()");
  CHECK_SCRIPT("{\"value\":\"listed\",\"writable\":false,\"enumerable\":false,\"configurable\":true}",
               "JSON.stringify(Object.getOwnPropertyDescriptor(function listed() {}, 'name'))");
  CHECK_SCRIPT("false", "delete listed.name; listed.hasOwnProperty('name')");
  CHECK_SCRIPT("other", "Object.defineProperty(function listed() {}, 'name', {value: 'other'}).name");
  CHECK_SCRIPT("TypeError",
               "(function listed() { 'use strict'; try { listed.name = 1; } catch (e) { return e.name; } })()");
  CHECK_SCRIPT("get listedGetter", "Object.getOwnPropertyDescriptor({get listedGetter() {}}, 'listedGetter').get.name");
  CHECK_SCRIPT("listed", "var it = {listed: function () {}}; it.listed.name");
  CHECK_SCRIPT("join,bound listed", "[[].join.name, (function listed() {}).bind().name].join()");
  CHECK_SCRIPT("function listed() {}", "String(function listed() {}).replace(/ \\{[^]*/, ' {}')");
  stop();
}

static void names_that_are_numbers_stay_numbers(void) {
  start();
  CHECK_SCRIPT("5,,,", "var a = new Uint8Array([5]); [a[0], a['-0'], a['Infinity'], a['NaN']].join()");
  CHECK_SCRIPT("false,false,9", "a['-0'] = a.NaN = 1; a.listed = 9; ['-0' in a, 'NaN' in a, a.listed].join()");
  CHECK_SCRIPT("1,2,listed", "var o = {listed: 0, 2: 0, 1: 0}; Object.keys(o).join()");
  stop();
}

static void listed_names_take_no_heap(void) {
  size_t used[2];
  for (int listed = 0; listed < 2; listed++) {
    start();
    size_t before = heap_used();
    set_global("o", jerry_object());
    jerry_value_t object = get_global("o");
    for (int i = 0; i < MANY; i++) {
      char name[ROOM];
      snprintf(name, sizeof name, "%c%d", listed ? 'n' : 'm', i);
      set(object, name, jerry_boolean(true));
    }
    jerry_value_free(object);
    used[listed] = heap_used() - before;
    CHECK_SCRIPT("200", "Object.keys(o).length");
    stop();
  }
  CHECK(used[0] - used[1] > MANY * (16 + 4));
}

/* More names as values than the first table of their strings holds. */
static void each_name_has_one_string(void) {
  start();
  CHECK_SCRIPT("200,200,true", "var o = {}, i; for (i = 0; i < 200; i++) o['n' + i] = i;"
                               "var k = Object.keys(o), sum = k.filter(function (key, at) { return o[key] === at; });"
                               "[k.length, sum.length, k.every(function (key, at) { return key === 'n' + at; })]"
                               ".join()");
  size_t before = heap_used();
  CHECK_SCRIPT("200", "Object.keys(o).length");
  CHECK_INT(before, heap_used());
  stop();
}

static uint32_t code[4096];

static size_t compile(const char *source) {
  jerry_parse_options_t options;
  memset(&options, 0, sizeof options);
  options.options = JERRY_PARSE_STRIP_DEBUG;
  jerry_value_t parsed = jerry_parse((const jerry_char_t *)source, strlen(source), &options);
  jerry_value_t size = jerry_generate_snapshot(parsed, 0, code, sizeof code);
  jerry_value_free(parsed);
  CHECK(jerry_value_is_number(size));
  size_t bytes = (size_t)jerry_value_as_number(size);
  jerry_value_free(size);
  return bytes;
}

static bool code_has(const char *text, size_t size) {
  for (size_t at = 0; at + strlen(text) <= size; at++) {
    if (!memcmp((const char *)code + at, text, strlen(text)))
      return true;
  }
  return false;
}

#define TEN(n) "o.n" n "0 = 'n" n "1'; o.n" n "2 = 'n" n "3'; o.n" n "4 = 'n" n "5'; o.n" n "6 = 'n" n "7'; "

static void code_with_listed_names_runs_where_it_lies(void) {
  start();
  size_t size = compile("(function listed(o) { " TEN("1") TEN("2") TEN("3") TEN("4") TEN("5") TEN("6") TEN(
      "7") "return Object.keys(o).length + o.n10 + [1, 2].map(function (x) { return x + x; }); })");
  CHECK(!code_has("listed", size) && !code_has("n10", size));
  jerry_cleanup();
  jerry_init(JERRY_INIT_EMPTY);
  set_global("f", jerry_exec_snapshot(code, size, 0, 0, NULL));
  jerry_value_free(script("var o = {}; f(o); o = null"));
  size_t called = heap_used();
  CHECK_SCRIPT("28n112,4", "f({})");
  CHECK(heap_used() - called < 100);
  CHECK_SCRIPT("listed", "f.name");
  stop();

  /* The same function without a list has all of its code in the heap. */
  size_t grown[2];
  for (int listed = 0; listed < 2; listed++) {
    if (listed)
      start();
    else
      jerry_init(JERRY_INIT_EMPTY);
    size = compile("(function () { return function (o) { " TEN("1") TEN("2") TEN("3") TEN("4") TEN("5") "}; })()");
    set_global("f", jerry_exec_snapshot(code, size, 0, 0, NULL));
    size_t before = heap_used();
    jerry_value_free(script("f({})"));
    grown[listed] = heap_used() - before;
    stop();
  }
  CHECK(grown[0] > grown[1] + 200);
}

static void a_name_that_the_list_lacks_stays_with_the_code(void) {
  start();
  size_t size = compile("(function (o) { o.unlisted = 'h\xc3\xa9'; o.listed = 2;"
                        "  return Object.keys(o).join() + o.unlisted; })");
  CHECK(code_has("unlisted", size) && !code_has("listed ", size));
  jerry_cleanup();
  jerry_init(JERRY_INIT_EMPTY);
  set_global("f", jerry_exec_snapshot(code, size, 0, 0, NULL));
  CHECK_SCRIPT("unlisted,listedh\xc3\xa9", "f({})");
  CHECK_SCRIPT("unlisted,listedh\xc3\xa9", "f({})");
  stop();
}

static void code_of_another_list_is_refused(void) {
  start();
  size_t size = compile("(function (o) { o.listed = 1; })");
  stop();
  jerry_init(JERRY_INIT_EMPTY);
  CHECK_THROWS(JERRY_ERROR_TYPE, jerry_exec_snapshot(code, size, 0, 0, NULL));
  size = compile("(function (o) { return typeof o; })");
  jerry_cleanup();
  start();
  jerry_value_t function = jerry_exec_snapshot(code, size, 0, 0, NULL);
  CHECK_TEXT("undefined", jerry_call(function, jerry_undefined(), NULL, 0));
  jerry_value_free(function);
  stop();
}

static void code_beyond_the_format_is_refused_with_a_list(void) {
  start();
  const char *source = "(function () { var x = 1; return eval('x'); })";
  jerry_value_t parsed = jerry_parse((const jerry_char_t *)source, strlen(source), NULL);
  CHECK_THROWS(JERRY_ERROR_RANGE, jerry_generate_snapshot(parsed, 0, code, sizeof code));
  jerry_value_free(parsed);
  stop();
}

static void a_name_without_memory_for_its_string_is_an_error(void) {
  start();
  size_t size = compile("(function (o) { var all = []; for (var i = 0; i < 50; i++) { all.push('n1' + o, 'n2', 'n3', "
                        "'n4', 'n5', 'n6', 'n7', 'n8', 'n9', 'n10', 'n11', 'n12', 'n13', 'n14', 'n15', 'n16', 'n17', "
                        "'n18', 'n19', 'n20', 'a text of more than twenty-four characters'); } return all.length; })");
  jerry_cleanup();
  jerry_init(JERRY_INIT_EMPTY);
  set_global("f", jerry_exec_snapshot(code, size, 0, 0, NULL));
  CHECK_SCRIPT("InternalError: out of memory",
               "hog = []; try { for (;;) hog.push(new Uint8Array(1000)); } catch (e) { hog.length -= 12; } "
               "more = []; try { for (;;) more.push(f(more.length)); } catch (e) { hog = more = null; String(e); }");
  CHECK_SCRIPT("1050", "f('o')");
  stop();
}

static void count_listable(const char *text, void *user) {
  int *seen = user;
  *seen += !strcmp(text, "mine") || !strcmp(text, "copyWithin");
  *seen +=
      100 * (!*text || !strcmp(text, "length") || !strcmp(text, "-1") || (*text & 0x80) || !strcmp(text, "listed"));
}

static void names_of_the_heap_are_those_that_a_list_may_have(void) {
  int seen = 0;
  start();
  jerry_value_free(script("o = {mine: 1, length: 2, '-1': 3, 'h\xc3\xa9': 4, '\xe2\x82\xac': 5, 7: 6, '': 7, "
                          "listed: 8}"));
  jerry_quickjs_heap_names(count_listable, &seen);
  CHECK_INT(2, seen);
  stop();
}

static const struct test tests[] = {
    {"a listed name is the same wherever it comes from", a_listed_name_is_the_same_wherever_it_comes_from},
    {"a long text is made anew, and a name too", a_long_text_is_made_anew_and_a_name_too},
    {"names are names of symbols", names_are_names_of_symbols},
    {"a function has its name as before", a_function_has_its_name_as_before},
    {"names that are numbers stay numbers", names_that_are_numbers_stay_numbers},
    {"listed names take no heap", listed_names_take_no_heap},
    {"each name has one string", each_name_has_one_string},
    {"code with listed names runs where it lies", code_with_listed_names_runs_where_it_lies},
    {"a name that the list lacks stays with the code", a_name_that_the_list_lacks_stays_with_the_code},
    {"code of another list is refused", code_of_another_list_is_refused},
    {"code beyond the format is refused with a list", code_beyond_the_format_is_refused_with_a_list},
    {"a name without memory for its string is an error", a_name_without_memory_for_its_string_is_an_error},
    {"names of the heap are those that a list may have", names_of_the_heap_are_those_that_a_list_may_have},
    {NULL, NULL},
};
const struct suite names = {"names", tests, true};
