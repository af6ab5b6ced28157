/* objects.c: properties, descriptors, prototypes, arrays, JSON. */
#include "check.h"

static void properties_are_set_and_read(void) {
  jerry_value_t object = jerry_object(), key = jerry_string_sz("by value");
  jerry_value_t symbol = jerry_symbol(JERRY_SYMBOL_ITERATOR);
  set(object, "by text", jerry_number(1));
  CHECK_TEXT("true", jerry_object_set(object, key, jerry_boolean(true)));
  CHECK_TEXT("true", jerry_object_set(object, symbol, jerry_null()));
  jerry_value_t seven = jerry_number(7);
  CHECK_TEXT("true", jerry_object_set_index(object, 3, seven));
  CHECK_TEXT("1", jerry_object_get_sz(object, "by text"));
  CHECK_TEXT("true", jerry_object_get(object, key));
  CHECK_TEXT("null", jerry_object_get(object, symbol));
  CHECK_TEXT("7", jerry_object_get_index(object, 3));
  CHECK_TEXT("7", jerry_object_get_sz(object, "3"));
  CHECK_TEXT("undefined", jerry_object_get_sz(object, "absent"));
  jerry_value_free(seven);
  jerry_value_free(symbol);
  jerry_value_free(key);
  jerry_value_free(object);
}

static void getters_and_setters_run(void) {
  jerry_value_t object =
      script("({ seen: 0, get twice() { return this.seen * 2; }, set twice(v) { this.seen = v; } })");
  set(object, "twice", jerry_number(21));
  CHECK_TEXT("42", jerry_object_get_sz(object, "twice"));
  jerry_value_free(object);
  object = script("({ get bad() { throw 'got'; }, set bad(v) { throw 'set'; } })");
  CHECK_TEXT("throws got", jerry_object_get_sz(object, "bad"));
  CHECK_TEXT("throws set", jerry_object_set_sz(object, "bad", jerry_null()));
  jerry_value_free(object);
}

static void what_is_no_object_has_no_properties(void) {
  jerry_value_t text = jerry_string_sz("text");
  CHECK_THROWS(JERRY_ERROR_TYPE, jerry_object_get_sz(text, "length"));
  CHECK_THROWS(JERRY_ERROR_TYPE, jerry_object_get(jerry_undefined(), text));
  CHECK_THROWS(JERRY_ERROR_TYPE, jerry_object_set_sz(jerry_null(), "a", text));
  jerry_value_t exception = jerry_throw_value(jerry_object(), true);
  CHECK_THROWS(JERRY_ERROR_TYPE, jerry_object_get_sz(exception, "a"));
  jerry_value_t object = jerry_object();
  CHECK_THROWS(JERRY_ERROR_TYPE, jerry_object_set_sz(object, "a", exception));
  CHECK_TEXT("undefined", jerry_object_get_sz(object, "a"));
  jerry_value_free(object);
  jerry_value_free(exception);
  jerry_value_free(text);
}

static void presence_is_told(void) {
  jerry_value_t object = jerry_object(), own = jerry_string_sz("own"), inherited = jerry_string_sz("toString");
  set(object, "own", jerry_undefined());
  CHECK_TEXT("true", jerry_object_has(object, own));
  CHECK_TEXT("true", jerry_object_has(object, inherited));
  CHECK_TEXT("true", jerry_object_has_sz(object, "toString"));
  CHECK_TEXT("false", jerry_object_has_sz(object, "absent"));
  CHECK_TEXT("true", jerry_object_has_own(object, own));
  CHECK_TEXT("false", jerry_object_has_own(object, inherited));
  bool found = false;
  CHECK_TEXT("undefined", jerry_object_find_own(object, own, object, &found));
  CHECK(found);
  CHECK_TEXT("undefined", jerry_object_find_own(object, inherited, object, &found));
  CHECK(!found);
  jerry_value_free(inherited);
  jerry_value_free(own);
  jerry_value_free(object);
}

static void properties_are_deleted(void) {
  jerry_value_t object = script("Object.defineProperty({ a: 1, b: 2, 5: 3 }, 'fixed', { value: 1 })");
  jerry_value_t key = jerry_string_sz("a");
  CHECK_TEXT("true", jerry_object_delete(object, key));
  CHECK_TEXT("true", jerry_object_delete_sz(object, "b"));
  CHECK_TEXT("true", jerry_object_delete_index(object, 5));
  CHECK_TEXT("true", jerry_object_delete_sz(object, "absent"));
  jerry_value_t refused = jerry_object_delete_sz(object, "fixed");
  CHECK(!jerry_value_is_true(refused));
  jerry_value_free(refused);
  CHECK_TEXT("", jerry_object_keys(object));
  CHECK_TEXT("1", jerry_object_get_sz(object, "fixed"));
  jerry_value_free(key);
  jerry_value_free(object);
}

static void a_refused_assignment_throws(void) {
  jerry_value_t object = script("Object.freeze({ a: 1 })");
  jerry_value_t result = jerry_object_set_sz(object, "a", jerry_null());
  CHECK(jerry_value_is_exception(result));
  CHECK_INT(JERRY_ERROR_TYPE, jerry_error_type(result));
  jerry_value_free(result);
  CHECK_TEXT("1", jerry_object_get_sz(object, "a"));
  jerry_value_free(object);
}

static void properties_are_defined(void) {
  jerry_value_t object = jerry_object(), key = jerry_string_sz("p");
  jerry_property_descriptor_t property = jerry_property_descriptor();
  property.flags = JERRY_PROP_IS_VALUE_DEFINED | JERRY_PROP_IS_WRITABLE_DEFINED | JERRY_PROP_IS_ENUMERABLE_DEFINED |
                   JERRY_PROP_IS_CONFIGURABLE_DEFINED;
  property.value = jerry_number(5);
  CHECK_TEXT("true", jerry_object_define_own_prop(object, key, &property));
  CHECK_TEXT("5", jerry_object_get_sz(object, "p"));
  CHECK_TEXT("", jerry_object_keys(object));
  jerry_value_free(property.value);
  property.value = jerry_number(6);
  property.flags |= JERRY_PROP_SHOULD_THROW;
  jerry_value_t again = jerry_object_define_own_prop(object, key, &property);
  CHECK(jerry_value_is_exception(again));
  jerry_value_free(again);
  jerry_property_descriptor_free(&property);

  CHECK_TEXT("true", jerry_object_get_own_prop(object, key, &property));
  CHECK_INT(JERRY_PROP_IS_VALUE_DEFINED | JERRY_PROP_IS_WRITABLE_DEFINED | JERRY_PROP_IS_ENUMERABLE_DEFINED |
                JERRY_PROP_IS_CONFIGURABLE_DEFINED,
            property.flags);
  CHECK(jerry_value_as_number(property.value) == 5);
  jerry_property_descriptor_free(&property);
  jerry_value_free(key);
  jerry_value_free(object);
}

static void accessors_are_defined(void) {
  jerry_value_t object = jerry_object(), key = jerry_string_sz("p");
  jerry_property_descriptor_t property = jerry_property_descriptor();
  property.flags = JERRY_PROP_IS_GET_DEFINED | JERRY_PROP_IS_ENUMERABLE_DEFINED | JERRY_PROP_IS_ENUMERABLE;
  property.getter = script("(function () { return 'got'; })");
  CHECK_TEXT("true", jerry_object_define_own_prop(object, key, &property));
  jerry_property_descriptor_free(&property);
  CHECK_TEXT("got", jerry_object_get_sz(object, "p"));
  CHECK_TEXT("p", jerry_object_keys(object));
  CHECK_TEXT("true", jerry_object_get_own_prop(object, key, &property));
  CHECK(property.flags & JERRY_PROP_IS_GET_DEFINED);
  CHECK(jerry_value_is_function(property.getter));
  CHECK(jerry_value_is_null(property.setter));
  jerry_property_descriptor_free(&property);
  jerry_value_free(key);
  key = jerry_string_sz("absent");
  CHECK_TEXT("false", jerry_object_get_own_prop(object, key, &property));
  jerry_property_descriptor_free(&property);
  jerry_value_free(key);
  jerry_value_free(object);
}

static void names_are_filtered(void) {
  jerry_value_t object = script("var base = { below: 1 }, o = Object.create(base); o.b = 1; o[2] = 2;"
                                "o[Symbol('s')] = 3; Object.defineProperty(o, 'hidden', { value: 4 }); o");
  CHECK_TEXT("2,b", jerry_object_keys(object));
  CHECK_TEXT("2,b,hidden", jerry_object_property_names(object, JERRY_PROPERTY_FILTER_EXCLUDE_SYMBOLS));
  CHECK_TEXT("2,b", jerry_object_property_names(object, JERRY_PROPERTY_FILTER_EXCLUDE_SYMBOLS |
                                                            JERRY_PROPERTY_FILTER_EXCLUDE_NON_ENUMERABLE));
  CHECK_TEXT("2,b", jerry_object_property_names(object, JERRY_PROPERTY_FILTER_EXCLUDE_SYMBOLS |
                                                            JERRY_PROPERTY_FILTER_EXCLUDE_NON_WRITABLE));
  CHECK_TEXT("b,hidden", jerry_object_property_names(object, JERRY_PROPERTY_FILTER_EXCLUDE_SYMBOLS |
                                                                 JERRY_PROPERTY_FILTER_EXCLUDE_INTEGER_INDICES));
  CHECK_TEXT("2,b,below", jerry_object_property_names(object, JERRY_PROPERTY_FILTER_EXCLUDE_SYMBOLS |
                                                                  JERRY_PROPERTY_FILTER_EXCLUDE_NON_ENUMERABLE |
                                                                  JERRY_PROPERTY_FILTER_TRAVERSE_PROTOTYPE_CHAIN));
  jerry_value_t symbols = jerry_object_property_names(object, JERRY_PROPERTY_FILTER_EXCLUDE_STRINGS |
                                                                  JERRY_PROPERTY_FILTER_EXCLUDE_INTEGER_INDICES);
  CHECK_INT(1, jerry_array_length(symbols));
  CHECK_TEXT("Symbol(s)", jerry_object_get_index(symbols, 0));
  jerry_value_free(symbols);
  jerry_value_t numbers = jerry_object_property_names(object, JERRY_PROPERTY_FILTER_INTEGER_INDICES_AS_NUMBER);
  jerry_value_t first = jerry_object_get_index(numbers, 0);
  CHECK(jerry_value_is_number(first));
  jerry_value_free(first);
  jerry_value_free(numbers);
  jerry_value_free(object);
}

static bool add_name(const jerry_value_t name, const jerry_value_t value, void *user) {
  char *text = user;
  text[strlen(text) + 1] = 0;
  jerry_string_to_buffer(name, JERRY_ENCODING_UTF8, (jerry_char_t *)text + strlen(text), 1);
  return jerry_value_as_number(value) < 2;
}

static void each_property_is_visited_until_told_to_stop(void) {
  char text[16] = "";
  jerry_value_t object = script("({ a: 1, b: 2, c: 3 })");
  jerry_object_foreach(object, add_name, text);
  CHECK(!strcmp(text, "ab"));
  jerry_value_free(object);
}

static void prototypes_are_read_and_set(void) {
  jerry_value_t object = jerry_object(), base = script("({ greet: function () { return 'hello'; } })");
  CHECK_TEXT("[object Object]", jerry_object_proto(object));
  CHECK_TEXT("true", jerry_object_set_proto(object, base));
  jerry_value_t proto = jerry_object_proto(object);
  CHECK_TEXT("true", jerry_binary_op(JERRY_BIN_OP_STRICT_EQUAL, proto, base));
  jerry_value_free(proto);
  CHECK_TEXT("true", jerry_object_has_sz(object, "greet"));
  CHECK_TEXT("true", jerry_object_set_proto(object, jerry_null()));
  CHECK_TEXT("null", jerry_object_proto(object));
  CHECK_THROWS(JERRY_ERROR_TYPE, jerry_object_set_proto(object, jerry_undefined()));
  jerry_value_free(base);
  jerry_value_free(object);
}

static void internal_properties_are_hidden(void) {
  jerry_value_t object = jerry_object(), key = jerry_string_sz("secret"), value = jerry_string_sz("value");
  CHECK(!jerry_object_has_internal(object, key));
  CHECK_TEXT("undefined", jerry_object_get_internal(object, key));
  CHECK(jerry_object_set_internal(object, key, value));
  CHECK(jerry_object_has_internal(object, key));
  CHECK_TEXT("value", jerry_object_get_internal(object, key));
  CHECK_TEXT("undefined", jerry_object_get(object, key));
  set_global("o", jerry_value_copy(object));
  CHECK_SCRIPT("0", "Object.getOwnPropertyNames(o).length");
  CHECK_SCRIPT("0", "Object.getOwnPropertySymbols(o).length");
  CHECK(jerry_object_delete_internal(object, key));
  CHECK(!jerry_object_has_internal(object, key));
  jerry_value_free(value);
  jerry_value_free(key);
  jerry_value_free(object);
}

static void objects_made_by_c_are_plain_to_script(void) {
  set_global("o", jerry_object());
  CHECK_SCRIPT("[object Object]", "Object.prototype.toString.call(o)");
  CHECK_SCRIPT("true", "Object.getPrototypeOf(o) === Object.prototype");
  CHECK_SCRIPT("{\"a\":1}", "o.a = 1; JSON.stringify(o)");
}

static void arrays_are_made_and_measured(void) {
  jerry_value_t array = jerry_array(3);
  CHECK(jerry_value_is_array(array));
  CHECK_INT(3, jerry_array_length(array));
  jerry_value_t item = jerry_string_sz("x");
  CHECK_TEXT("true", jerry_object_set_index(array, 4, item));
  jerry_value_free(item);
  CHECK_INT(5, jerry_array_length(array));
  CHECK_TEXT(",,,,x", array);
  CHECK_INT(0, jerry_array_length(jerry_undefined()));
}

static void json_is_parsed_and_written(void) {
  jerry_value_t value = jerry_json_parse(JERRY_ZSTR_ARG("{\"a\":[1,2.5,\"\xe2\x82\xac\",null,true]}"));
  CHECK(jerry_value_is_object(value));
  CHECK_TEXT("{\"a\":[1,2.5,\"\xe2\x82\xac\",null,true]}", jerry_json_stringify(value));
  jerry_value_free(value);
  value = jerry_json_parse(JERRY_ZSTR_ARG("{\"a\":"));
  CHECK(jerry_value_is_exception(value));
  CHECK_INT(JERRY_ERROR_SYNTAX, jerry_error_type(value));
  jerry_value_free(value);
  CHECK_THROWS(JERRY_ERROR_SYNTAX, jerry_json_stringify(jerry_undefined()));
  value = script("var c = {}; c.c = c; c");
  CHECK_THROWS(JERRY_ERROR_TYPE, jerry_json_stringify(value));
  CHECK_SCRIPT("undefined", "delete c.c; void 0");
  jerry_value_free(value);
}

static const struct test tests[] = {
    {"properties are set and read", properties_are_set_and_read},
    {"getters and setters run", getters_and_setters_run},
    {"what is no object has no properties", what_is_no_object_has_no_properties},
    {"presence is told", presence_is_told},
    {"properties are deleted", properties_are_deleted},
    {"a refused assignment throws", a_refused_assignment_throws},
    {"properties are defined", properties_are_defined},
    {"accessors are defined", accessors_are_defined},
    {"names are filtered", names_are_filtered},
    {"each property is visited until told to stop", each_property_is_visited_until_told_to_stop},
    {"prototypes are read and set", prototypes_are_read_and_set},
    {"internal properties are hidden", internal_properties_are_hidden},
    {"objects made by C are plain to script", objects_made_by_c_are_plain_to_script},
    {"arrays are made and measured", arrays_are_made_and_measured},
    {"JSON is parsed and written", json_is_parsed_and_written},
    {NULL, NULL},
};
const struct suite objects = {"objects", tests, false};
