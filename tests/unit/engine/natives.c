/* natives.c: native pointers of objects and their free callbacks. */
#include "check.h"

static unsigned freed;
static void *last_freed;

static void count_free(void *pointer, jerry_object_native_info_t *info) {
  (void)info;
  freed++;
  last_freed = pointer;
}

static const jerry_object_native_info_t info_a = {.free_cb = count_free}, info_b = {.free_cb = NULL};

static void start_counting(void) {
  freed = 0;
  last_freed = NULL;
}

static void pointers_are_kept_by_info(void) {
  int a, b;
  jerry_value_t object = jerry_object();
  CHECK(jerry_object_get_native_ptr(object, &info_a) == NULL);
  jerry_object_set_native_ptr(object, &info_a, &a);
  jerry_object_set_native_ptr(object, &info_b, &b);
  CHECK(jerry_object_get_native_ptr(object, &info_a) == &a);
  CHECK(jerry_object_get_native_ptr(object, &info_b) == &b);
  jerry_object_set_native_ptr(object, &info_a, &b);
  CHECK(jerry_object_get_native_ptr(object, &info_a) == &b);
  jerry_value_free(object);
}

static void only_objects_have_pointers(void) {
  int a;
  jerry_value_t text = jerry_string_sz("text");
  jerry_object_set_native_ptr(text, &info_a, &a);
  CHECK(jerry_object_get_native_ptr(text, &info_a) == NULL);
  CHECK(jerry_object_get_native_ptr(jerry_undefined(), &info_a) == NULL);
  jerry_value_free(text);
}

static void every_kind_of_object_takes_one(void) {
  static const char *const sources[] = {
      "({})",
      "[]",
      "(function () {})",
      "new Map()",
      "Object.freeze({})",
      "new Uint8Array(2)",
      "Object.create(null)",
      "new (function C() { this.x = 1; })()",
      "new Error('e')",
      "Promise.resolve()",
  };
  for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
    start_counting();
    jerry_value_t object = script(sources[i]);
    jerry_object_set_native_ptr(object, &info_a, &freed);
    check_true(jerry_object_get_native_ptr(object, &info_a) == &freed, sources[i], __FILE__, __LINE__);
    jerry_value_free(object);
    jerry_heap_gc(JERRY_GC_PRESSURE_HIGH);
    check_int(1, freed, sources[i], __FILE__, __LINE__);
  }
}

static void a_pointer_is_not_seen_by_script(void) {
  int a;
  jerry_value_t object = script("o = { a: 1 }");
  jerry_object_set_native_ptr(object, &info_a, &a);
  jerry_value_free(object);
  CHECK_SCRIPT("a", "Reflect.ownKeys(o).join()");
  CHECK_SCRIPT("{\"a\":1}", "JSON.stringify(o)");
  CHECK_SCRIPT("a", "var keys = []; for (var k in o) keys.push(k); keys.join()");
}

static void a_pointer_is_not_inherited(void) {
  int a;
  jerry_value_t base = script("base = { a: 1 }"), object = script("Object.create(base)");
  jerry_object_set_native_ptr(base, &info_a, &a);
  CHECK(jerry_object_get_native_ptr(object, &info_a) == NULL);
  jerry_value_free(object);
  jerry_value_free(base);
}

static void the_callback_runs_when_the_object_is_gone(void) {
  int a;
  start_counting();
  set_global("kept", jerry_object());
  jerry_value_t object = get_global("kept");
  jerry_object_set_native_ptr(object, &info_a, &a);
  jerry_value_free(object);
  jerry_heap_gc(JERRY_GC_PRESSURE_HIGH);
  CHECK_INT(0, freed);
  jerry_value_free(script("kept = null"));
  jerry_heap_gc(JERRY_GC_PRESSURE_HIGH);
  CHECK_INT(1, freed);
  CHECK(last_freed == &a);
}

static void cycles_are_freed_too(void) {
  int a;
  start_counting();
  jerry_value_t object = jerry_object();
  jerry_object_set_native_ptr(object, &info_a, &a);
  set_property(object, "self", jerry_value_copy(object));
  jerry_value_free(object);
  jerry_heap_gc(JERRY_GC_PRESSURE_HIGH);
  CHECK_INT(1, freed);
}

static void a_deleted_pointer_is_not_freed(void) {
  int a;
  start_counting();
  jerry_value_t object = jerry_object();
  jerry_object_set_native_ptr(object, &info_a, &a);
  CHECK(jerry_object_delete_native_ptr(object, &info_a));
  CHECK(!jerry_object_delete_native_ptr(object, &info_a));
  jerry_value_free(object);
  jerry_heap_gc(JERRY_GC_PRESSURE_HIGH);
  CHECK_INT(0, freed);
}

static void cleanup_frees_what_is_left(void) {
  int a, b;
  start_counting();
  jerry_init(JERRY_INIT_EMPTY);
  set_global("kept", jerry_object());
  jerry_value_t object = get_global("kept");
  jerry_object_set_native_ptr(object, &info_a, &a);
  jerry_value_free(object);
  object = script("alsoKept = []");
  jerry_object_set_native_ptr(object, &info_a, &b);
  jerry_value_free(object);
  jerry_cleanup();
  CHECK_INT(2, freed);
  jerry_init(JERRY_INIT_EMPTY);
  CHECK_SCRIPT("undefined", "typeof kept");
  jerry_cleanup();
  CHECK_INT(2, freed);
}

/* ---- references that the collector follows ---- */

struct holder {
  int before;
  jerry_value_t first, second;
};

static void free_holder(void *pointer, jerry_object_native_info_t *info) {
  jerry_native_ptr_free(pointer, info);
  freed++;
}

static const jerry_object_native_info_t holder_info = {
    .free_cb = free_holder, .number_of_references = 2, .offset_of_references = offsetof(struct holder, first)};

static void references_keep_values_alive(void) {
  static struct holder holder;
  start_counting();
  jerry_value_t object = jerry_object(), value = jerry_object(), text = jerry_string_sz("kept text");
  jerry_native_ptr_init(&holder, &holder_info);
  CHECK(jerry_value_is_undefined(holder.first) && jerry_value_is_undefined(holder.second));
  jerry_object_set_native_ptr(object, &holder_info, &holder);
  set_property(value, "name", jerry_string_sz("value"));
  jerry_native_ptr_set(&holder.first, value);
  jerry_native_ptr_set(&holder.second, text);
  jerry_value_free(value);
  jerry_value_free(text);
  jerry_heap_gc(JERRY_GC_PRESSURE_HIGH);
  CHECK_TEXT("value", jerry_object_get_sz(holder.first, "name"));
  CHECK_TEXT("kept text", jerry_value_copy(holder.second));
  jerry_native_ptr_set(&holder.second, jerry_undefined());
  CHECK(jerry_value_is_undefined(holder.second));
  jerry_value_free(object);
  jerry_heap_gc(JERRY_GC_PRESSURE_HIGH);
  CHECK_INT(1, freed);
}

static void a_cycle_through_a_reference_is_collected(void) {
  static struct holder holder;
  start_counting();
  jerry_value_t object = jerry_object();
  jerry_native_ptr_init(&holder, &holder_info);
  jerry_object_set_native_ptr(object, &holder_info, &holder);
  jerry_native_ptr_set(&holder.first, object);
  jerry_value_free(object);
  jerry_heap_gc(JERRY_GC_PRESSURE_HIGH);
  CHECK_INT(1, freed);
}

static const struct test tests[] = {
    {"pointers are kept by info", pointers_are_kept_by_info},
    {"only objects have pointers", only_objects_have_pointers},
    {"every kind of object takes one", every_kind_of_object_takes_one},
    {"a pointer is not seen by script", a_pointer_is_not_seen_by_script},
    {"a pointer is not inherited", a_pointer_is_not_inherited},
    {"the callback runs when the object is gone", the_callback_runs_when_the_object_is_gone},
    {"cycles are freed too", cycles_are_freed_too},
    {"a deleted pointer is not freed", a_deleted_pointer_is_not_freed},
    {"references keep values alive", references_keep_values_alive},
    {"a cycle through a reference is collected", a_cycle_through_a_reference_is_collected},
    {NULL, NULL},
};
const struct suite natives = {"natives", tests, false};

static const struct test life_tests[] = {
    {"cleanup frees what is left", cleanup_frees_what_is_left},
    {NULL, NULL},
};
const struct suite life = {"life", life_tests, true};
