/* buffers.c: array buffers, typed arrays, data views. */
#include <stdio.h>

#include "check.h"

static void a_buffer_is_zeroed_memory(void) {
  static const uint8_t zeros[64];
  jerry_value_t buffer = script("new ArrayBuffer(64)");
  CHECK(jerry_value_is_arraybuffer(buffer));
  CHECK_INT(64, jerry_arraybuffer_size(buffer));
  CHECK(jerry_arraybuffer_data(buffer) != NULL);
  CHECK_BYTES(zeros, sizeof zeros, jerry_arraybuffer_data(buffer));
  jerry_value_free(buffer);
}

static void script_and_c_share_the_memory(void) {
  jerry_value_t buffer = script("new ArrayBuffer(4)");
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
  CHECK_THROWS("TypeError", jerry_typedarray_buffer(object, NULL, NULL));
  CHECK_THROWS("TypeError", jerry_dataview_buffer(object, NULL, NULL));
  jerry_value_free(object);
}

static void bytes_are_made_and_told(void) {
  jerry_value_t array = jerry_typedarray(JERRY_TYPEDARRAY_UINT8, 3);
  CHECK(jerry_value_is_typedarray(array));
  CHECK_INT(JERRY_TYPEDARRAY_UINT8, jerry_typedarray_type(array));
  jerry_size_t offset = 1, length = 1;
  jerry_value_t buffer = jerry_typedarray_buffer(array, &offset, &length);
  CHECK_INT(0, offset);
  CHECK_INT(3, length);
  CHECK_INT(3, jerry_arraybuffer_size(buffer));
  jerry_value_free(buffer);
  CHECK_TEXT("0,0,0", array);
}

static void other_typed_arrays_are_told_from_bytes(void) {
  static const char *const kinds[] = {"Uint8Clamped", "Int8",    "Uint16",  "Int16",    "Uint32",
                                      "Int32",        "Float32", "Float64", "BigInt64", "BigUint64"};
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
    char source[64];
    snprintf(source, sizeof source, "new %sArray(new ArrayBuffer(32), 8, 2)", kinds[i]);
    jerry_value_t array = script(source);
    CHECK(jerry_value_is_typedarray(array));
    CHECK(jerry_typedarray_type(array) != JERRY_TYPEDARRAY_UINT8);
    CHECK(jerry_typedarray_type(array) != JERRY_TYPEDARRAY_INVALID);
    jerry_size_t offset = 0;
    jerry_value_free(jerry_typedarray_buffer(array, &offset, NULL));
    CHECK_INT(8, offset);
    jerry_value_free(array);
  }
  CHECK_INT(JERRY_TYPEDARRAY_INVALID, jerry_typedarray_type(jerry_undefined()));
}

static void a_view_spans_part_of_a_buffer(void) {
  jerry_value_t buffer = script("new ArrayBuffer(16)");
  for (uint8_t i = 0; i < 16; i++) {
    jerry_arraybuffer_data(buffer)[i] = i;
  }
  jerry_value_t view = jerry_typedarray_with_buffer_span(JERRY_TYPEDARRAY_UINT8, buffer, 3, 5);
  CHECK_TEXT("3,4,5,6,7", jerry_value_copy(view));
  jerry_size_t offset, length;
  jerry_value_t below = jerry_typedarray_buffer(view, &offset, &length);
  CHECK_INT(3, offset);
  CHECK_INT(5, length);
  CHECK_TEXT("true", jerry_binary_op(JERRY_BIN_OP_STRICT_EQUAL, below, buffer));
  jerry_value_free(below);
  jerry_value_free(view);
  view = jerry_typedarray_with_buffer_span(JERRY_TYPEDARRAY_UINT8, buffer, 16, 0);
  CHECK_TEXT("", view);
  jerry_value_free(buffer);
}

static void a_view_that_does_not_fit_is_refused(void) {
  jerry_value_t buffer = script("new ArrayBuffer(16)");
  CHECK_THROWS("RangeError", jerry_typedarray_with_buffer_span(JERRY_TYPEDARRAY_UINT8, buffer, 0, 17));
  CHECK_THROWS("RangeError", jerry_typedarray_with_buffer_span(JERRY_TYPEDARRAY_UINT8, buffer, 17, 0));
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
  jerry_value_t buffer = script("new ArrayBuffer(10)");
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
    {"bytes are made and told", bytes_are_made_and_told},
    {"other typed arrays are told from bytes", other_typed_arrays_are_told_from_bytes},
    {"a view spans part of a buffer", a_view_spans_part_of_a_buffer},
    {"a view that does not fit is refused", a_view_that_does_not_fit_is_refused},
    {"views of script are seen by C", views_of_script_are_seen_by_c},
    {"data views are made and seen", data_views_are_made_and_seen},
    {NULL, NULL},
};
const struct suite buffers = {"buffers", tests, false};
