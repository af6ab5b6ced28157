/* objects.c: properties, descriptors, prototypes, arrays. */
#include "check.h"

static void properties_are_set_and_read(void) {
  jerry_value_t object = jerry_object(), key = jerry_string_sz("by value");
  jerry_value_t symbol = script("Symbol.iterator");
  set_property(object, "by text", jerry_number(1));
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
  set_property(object, "twice", jerry_number(21));
  CHECK_TEXT("42", jerry_object_get_sz(object, "twice"));
  jerry_value_free(object);
  object = script("({ get bad() { throw 'got'; }, set bad(v) { throw 'set'; } })");
  CHECK_TEXT("throws got", jerry_object_get_sz(object, "bad"));
  CHECK_TEXT("throws set", jerry_object_set_sz(object, "bad", jerry_null()));
  jerry_value_free(object);
}

static void what_is_no_object_has_no_properties(void) {
  jerry_value_t text = jerry_string_sz("text");
  CHECK_THROWS("TypeError", jerry_object_get_sz(text, "length"));
  CHECK_THROWS("TypeError", jerry_object_get(jerry_undefined(), text));
  CHECK_THROWS("TypeError", jerry_object_set_sz(jerry_null(), "a", text));
  jerry_value_t exception = jerry_throw_value(jerry_object(), true);
  CHECK_THROWS("TypeError", jerry_object_get_sz(exception, "a"));
  jerry_value_t object = jerry_object();
  CHECK_THROWS("TypeError", jerry_object_set_sz(object, "a", exception));
  CHECK_TEXT("undefined", jerry_object_get_sz(object, "a"));
  jerry_value_free(object);
  jerry_value_free(exception);
  jerry_value_free(text);
}

static void a_refused_assignment_throws(void) {
  jerry_value_t object = script("Object.freeze({ a: 1 })");
  CHECK_THROWS("TypeError", jerry_object_set_sz(object, "a", jerry_null()));
  CHECK_TEXT("1", jerry_object_get_sz(object, "a"));
  jerry_value_free(object);
}

/* A property's descriptor, as script sees it. */
static jerry_value_t described(jerry_value_t object) {
  set_global("o", jerry_value_copy(object));
  return script("var d = Object.getOwnPropertyDescriptor(o, 'p');"
                "[typeof d.get, typeof d.set, d.value, !!d.writable, d.enumerable, d.configurable].join()");
}

static void properties_are_defined(void) {
  jerry_value_t object = jerry_object(), key = jerry_string_sz("p");
  jerry_property_descriptor_t property = jerry_property_descriptor();
  property.flags = JERRY_PROP_IS_VALUE_DEFINED | JERRY_PROP_IS_WRITABLE_DEFINED | JERRY_PROP_IS_ENUMERABLE_DEFINED |
                   JERRY_PROP_IS_CONFIGURABLE_DEFINED;
  property.value = jerry_number(5);
  CHECK_TEXT("true", jerry_object_define_own_prop(object, key, &property));
  CHECK_TEXT("5", jerry_object_get_sz(object, "p"));
  jerry_value_free(property.value);
  property.value = jerry_number(6);
  property.flags |= JERRY_PROP_SHOULD_THROW;
  jerry_value_t again = jerry_object_define_own_prop(object, key, &property);
  CHECK(jerry_value_is_exception(again));
  jerry_value_free(again);
  jerry_property_descriptor_free(&property);

  CHECK_TEXT("undefined,undefined,5,false,false,false", described(object));
  jerry_value_free(key);
  jerry_value_free(object);
}

static void prototypes_are_set(void) {
  jerry_value_t object = jerry_object(), base = script("({ greet: function () { return 'hello'; } })");
  CHECK_TEXT("true", jerry_object_set_proto(object, base));
  set_global("o", jerry_value_copy(object));
  CHECK_SCRIPT("hello", "o.greet()");
  CHECK_TEXT("true", jerry_object_set_proto(object, jerry_null()));
  CHECK_SCRIPT("null", "Object.getPrototypeOf(o)");
  CHECK_THROWS("TypeError", jerry_object_set_proto(object, jerry_undefined()));
  jerry_value_free(base);
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

static const struct test tests[] = {
    {"properties are set and read", properties_are_set_and_read},
    {"getters and setters run", getters_and_setters_run},
    {"what is no object has no properties", what_is_no_object_has_no_properties},
    {"a refused assignment throws", a_refused_assignment_throws},
    {"properties are defined", properties_are_defined},
    {"prototypes are set", prototypes_are_set},
    {"objects made by C are plain to script", objects_made_by_c_are_plain_to_script},
    {"arrays are made and measured", arrays_are_made_and_measured},
    {NULL, NULL},
};
const struct suite objects = {"objects", tests, false};
