/* buffers.c: array buffers, typed arrays, data views. */
#include "check.h"

static void a_buffer_is_zeroed_memory(void) {
  static const uint8_t zeros[64];
  jerry_value_t buffer = jerry_arraybuffer(64);
  CHECK(jerry_value_is_arraybuffer(buffer));
  CHECK_INT(64, jerry_arraybuffer_size(buffer));
  CHECK(jerry_arraybuffer_data(buffer) != NULL);
  CHECK_BYTES(zeros, sizeof zeros, jerry_arraybuffer_data(buffer));
  jerry_value_free(buffer);
}

static void script_and_c_share_the_memory(void) {
  jerry_value_t buffer = jerry_arraybuffer(4);
  jerry_arraybuffer_data(buffer)[1] = 0x7f;
  set_global("b", jerry_value_copy(buffer));
  CHECK_SCRIPT("0,127,0,0", "var v = new Uint8Array(b); v.join()");
  jerry_value_free(script("v[3] = 255"));
  CHECK_INT(255, jerry_arraybuffer_data(buffer)[3]);
  jerry_value_free(buffer);
}

static void what_is_no_buffer_has_no_bytes(void) {
  jerry_value_t object = jerry_object();
  CHECK_INT(0, jerry_arraybuffer_size(object));
  CHECK(jerry_arraybuffer_data(object) == NULL);
  CHECK_THROWS(JERRY_ERROR_TYPE, jerry_arraybuffer_detach(object));
  CHECK_THROWS(JERRY_ERROR_TYPE, jerry_typedarray_buffer(object, NULL, NULL));
  CHECK_THROWS(JERRY_ERROR_TYPE, jerry_dataview_buffer(object, NULL, NULL));
  jerry_value_free(object);
}

static void a_detached_buffer_is_empty(void) {
  jerry_value_t buffer = jerry_arraybuffer(8);
  set_global("b", jerry_value_copy(buffer));
  jerry_value_free(script("view = new Uint8Array(b)"));
  CHECK_TEXT("null", jerry_arraybuffer_detach(buffer));
  CHECK_INT(0, jerry_arraybuffer_size(buffer));
  CHECK(jerry_arraybuffer_data(buffer) == NULL);
  CHECK_SCRIPT("0", "view.length");
  jerry_value_free(buffer);
}

static const struct {
  jerry_typedarray_type_t type;
  const char *name;
  unsigned element;
} kinds[] = {
    {JERRY_TYPEDARRAY_UINT8, "Uint8Array", 1},         {JERRY_TYPEDARRAY_UINT8CLAMPED, "Uint8ClampedArray", 1},
    {JERRY_TYPEDARRAY_INT8, "Int8Array", 1},           {JERRY_TYPEDARRAY_UINT16, "Uint16Array", 2},
    {JERRY_TYPEDARRAY_INT16, "Int16Array", 2},         {JERRY_TYPEDARRAY_UINT32, "Uint32Array", 4},
    {JERRY_TYPEDARRAY_INT32, "Int32Array", 4},         {JERRY_TYPEDARRAY_FLOAT32, "Float32Array", 4},
    {JERRY_TYPEDARRAY_FLOAT64, "Float64Array", 8},     {JERRY_TYPEDARRAY_BIGINT64, "BigInt64Array", 8},
    {JERRY_TYPEDARRAY_BIGUINT64, "BigUint64Array", 8},
};

static void every_typed_array_is_made_and_told(void) {
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
    jerry_value_t array = jerry_typedarray(kinds[i].type, 3);
    CHECK(jerry_value_is_typedarray(array));
    CHECK_INT(kinds[i].type, jerry_typedarray_type(array));
    CHECK_INT(3, jerry_typedarray_length(array));
    jerry_size_t offset = 1, length = 1;
    jerry_value_t buffer = jerry_typedarray_buffer(array, &offset, &length);
    CHECK_INT(0, offset);
    CHECK_INT(3 * kinds[i].element, length);
    CHECK_INT(3 * kinds[i].element, jerry_arraybuffer_size(buffer));
    jerry_value_free(buffer);
    set_global("array", array);
    char source[64] = "array instanceof ";
    strcat(source, kinds[i].name);
    CHECK_SCRIPT("true", source);
  }
  CHECK_INT(JERRY_TYPEDARRAY_INVALID, jerry_typedarray_type(jerry_undefined()));
  CHECK_INT(0, jerry_typedarray_length(jerry_undefined()));
}

static void a_view_spans_part_of_a_buffer(void) {
  jerry_value_t buffer = jerry_arraybuffer(16);
  for (uint8_t i = 0; i < 16; i++)
    jerry_arraybuffer_data(buffer)[i] = i;
  jerry_value_t view = jerry_typedarray_with_buffer_span(JERRY_TYPEDARRAY_UINT8, buffer, 3, 5);
  CHECK_TEXT("3,4,5,6,7", jerry_value_copy(view));
  jerry_size_t offset, length;
  jerry_value_t below = jerry_typedarray_buffer(view, &offset, &length);
  CHECK_INT(3, offset);
  CHECK_INT(5, length);
  CHECK_TEXT("true", jerry_binary_op(JERRY_BIN_OP_STRICT_EQUAL, below, buffer));
  jerry_value_free(below);
  jerry_value_free(view);
  view = jerry_typedarray_with_buffer_span(JERRY_TYPEDARRAY_UINT16, buffer, 2, 7);
  CHECK_INT(7, jerry_typedarray_length(view));
  jerry_value_free(view);
  view = jerry_typedarray_with_buffer_span(JERRY_TYPEDARRAY_UINT8, buffer, 16, 0);
  CHECK_INT(0, jerry_typedarray_length(view));
  jerry_value_free(view);
  jerry_value_free(buffer);
}

static void a_view_that_does_not_fit_is_refused(void) {
  jerry_value_t buffer = jerry_arraybuffer(16);
  CHECK_THROWS(JERRY_ERROR_RANGE, jerry_typedarray_with_buffer_span(JERRY_TYPEDARRAY_UINT8, buffer, 0, 17));
  CHECK_THROWS(JERRY_ERROR_RANGE, jerry_typedarray_with_buffer_span(JERRY_TYPEDARRAY_UINT8, buffer, 17, 0));
  CHECK_THROWS(JERRY_ERROR_RANGE, jerry_typedarray_with_buffer_span(JERRY_TYPEDARRAY_UINT16, buffer, 1, 1));
  jerry_value_free(buffer);
}

static void views_of_script_are_seen_by_c(void) {
  jerry_value_t view = script("new Uint8Array([1, 2, 3, 4, 5, 6]).subarray(2, 5)");
  jerry_size_t offset, length;
  jerry_value_t buffer = jerry_typedarray_buffer(view, &offset, &length);
  CHECK_INT(2, offset);
  CHECK_INT(3, length);
  CHECK_INT(3, jerry_arraybuffer_data(buffer)[offset]);
  jerry_value_free(buffer);
  jerry_value_free(view);
}

static void data_views_are_made_and_seen(void) {
  jerry_value_t buffer = jerry_arraybuffer(10);
  set_global("buffer", jerry_value_copy(buffer));
  jerry_value_t view = script("new DataView(buffer, 2, 6)");
  CHECK(jerry_value_is_dataview(view));
  jerry_size_t offset, length;
  jerry_value_t below = jerry_dataview_buffer(view, &offset, &length);
  CHECK_INT(2, offset);
  CHECK_INT(6, length);
  CHECK_TEXT("true", jerry_binary_op(JERRY_BIN_OP_STRICT_EQUAL, below, buffer));
  jerry_value_free(below);
  set_global("view", view);
  jerry_value_free(script("view.setUint16(0, 0x1234)"));
  CHECK_INT(0x12, jerry_arraybuffer_data(buffer)[2]);
  jerry_value_free(buffer);
}

static const struct test tests[] = {
    {"a buffer is zeroed memory", a_buffer_is_zeroed_memory},
    {"script and C share the memory", script_and_c_share_the_memory},
    {"what is no buffer has no bytes", what_is_no_buffer_has_no_bytes},
    {"a detached buffer is empty", a_detached_buffer_is_empty},
    {"every typed array is made and told", every_typed_array_is_made_and_told},
    {"a view spans part of a buffer", a_view_spans_part_of_a_buffer},
    {"a view that does not fit is refused", a_view_that_does_not_fit_is_refused},
    {"views of script are seen by C", views_of_script_are_seen_by_c},
    {"data views are made and seen", data_views_are_made_and_seen},
    {NULL, NULL},
};
const struct suite buffers = {"buffers", tests, false};
