/* buffer.c: array buffers, typed arrays and data views. */
#include "adapter.h"

/* ---- array buffers ---- */

void jerry_arraybuffer_allocator(jerry_arraybuffer_allocate_cb_t allocate_callback,
                                 jerry_arraybuffer_free_cb_t free_callback, void *user_p) {
  (void)allocate_callback;
  engine.buffer_free = free_callback;
  engine.buffer_user = user_p;
}

void jerry_arraybuffer_heap_allocation_limit(jerry_size_t allocation_limit) { (void)allocation_limit; }

/* A new buffer, after a collection where it does not fit at once: the allocator itself can not collect. */
static JSValue new_buffer(size_t size) {
  JSValue buffer = JS_NewArrayBufferCopy(engine.context, NULL, size);
  if (!JS_IsException(buffer))
    internals_keep_shape(engine.context, buffer);
  else if (size <= INT32_MAX) {
    JS_FreeValue(engine.context, JS_GetException(engine.context));
    JS_RunGC(engine.runtime);
    buffer = JS_NewArrayBufferCopy(engine.context, NULL, size);
  }
  return buffer;
}

jerry_value_t jerry_arraybuffer(const jerry_length_t size) { return result_of(new_buffer(size)); }

/* What the free callback is to be told, beside the data. */
struct external {
  uint32_t size;
  void *user;
};

static void external_gone(uint8_t *data, uint32_t size, void *user) {
  if (engine.buffer_free)
    engine.buffer_free(JERRY_ARRAYBUFFER_TYPE_ARRAYBUFFER, data, size, user, engine.buffer_user);
}

static void free_external(JSRuntime *runtime, void *opaque, void *data) {
  struct external *external = opaque;
  external_gone(data, external->size, external->user);
  js_free_rt(runtime, external);
}

jerry_value_t jerry_arraybuffer_external(uint8_t *buffer_p, jerry_length_t size, void *user_p) {
  struct external *external = js_malloc(engine.context, sizeof *external);
  JSValue buffer = JS_EXCEPTION;
  if (external) {
    *external = (struct external){size, user_p};
    buffer = JS_NewArrayBuffer(engine.context, buffer_p, size, free_external, external, false);
  }
  if (JS_IsException(buffer)) {
    js_free(engine.context, external);
    external_gone(buffer_p, size, user_p);
  }
  return result_of(buffer);
}

static struct internals_buffer buffer_of(jerry_value_t value) {
  struct internals_buffer buffer = {NULL, 0};
  if (!is_exception(value))
    internals_arraybuffer(value, &buffer);
  return buffer;
}

jerry_size_t jerry_arraybuffer_size(const jerry_value_t value) { return buffer_of(value).size; }

uint8_t *jerry_arraybuffer_data(const jerry_value_t value) { return buffer_of(value).data; }

bool jerry_arraybuffer_has_buffer(const jerry_value_t value) { return buffer_of(value).data != NULL; }

bool jerry_arraybuffer_is_detachable(const jerry_value_t value) {
  return jerry_value_is_arraybuffer(value) && !internals_arraybuffer_detached(value);
}

/* How many of size bytes there are from offset on. */
static jerry_size_t within(struct internals_buffer buffer, jerry_size_t offset, jerry_size_t size) {
  if (offset >= buffer.size)
    return 0;
  return size < buffer.size - offset ? size : buffer.size - offset;
}

jerry_size_t jerry_arraybuffer_read(const jerry_value_t value, jerry_size_t offset, uint8_t *buffer_p,
                                    jerry_size_t buffer_size) {
  struct internals_buffer buffer = buffer_of(value);
  jerry_size_t size = within(buffer, offset, buffer_size);
  if (size)
    memcpy(buffer_p, buffer.data + offset, size);
  return size;
}

jerry_size_t jerry_arraybuffer_write(jerry_value_t value, jerry_size_t offset, const uint8_t *buffer_p,
                                     jerry_size_t buffer_size) {
  struct internals_buffer buffer = buffer_of(value);
  jerry_size_t size = within(buffer, offset, buffer_size);
  if (size)
    memcpy(buffer.data + offset, buffer_p, size);
  return size;
}

jerry_value_t jerry_arraybuffer_detach(jerry_value_t value) {
  if (!jerry_arraybuffer_is_detachable(value))
    return wrong_argument();
  JS_DetachArrayBuffer(engine.context, value);
  return JS_NULL;
}

/* ---- views ---- */

static bool is_buffer(jerry_value_t value) {
  return jerry_value_is_arraybuffer(value) || jerry_value_is_shared_arraybuffer(value);
}

jerry_value_t jerry_typedarray(jerry_typedarray_type_t type, jerry_length_t length) {
  uint32_t element = internals_typedarray_element(type);
  if (!element)
    return wrong_argument();
  if (length > INT32_MAX / element)
    return jerry_throw_sz(JERRY_ERROR_RANGE, "typed array is too long");
  JSValue buffer = new_buffer((size_t)length * element);
  if (JS_IsException(buffer))
    return take_exception();
  JSValue array = internals_typedarray(engine.context, type, buffer, 0, length);
  JS_FreeValue(engine.context, buffer);
  if (!JS_IsException(array))
    internals_keep_shape(engine.context, array);
  return result_of(array);
}

jerry_value_t jerry_typedarray_with_buffer(jerry_typedarray_type_t type, const jerry_value_t arraybuffer) {
  uint32_t element = internals_typedarray_element(type);
  jerry_size_t size = jerry_arraybuffer_size(arraybuffer);
  if (element && size % element)
    return jerry_throw_sz(JERRY_ERROR_RANGE, "view does not fit the buffer");
  return jerry_typedarray_with_buffer_span(type, arraybuffer, 0, element ? size / element : 0);
}

jerry_value_t jerry_typedarray_with_buffer_span(jerry_typedarray_type_t type, const jerry_value_t arraybuffer,
                                                jerry_size_t byte_offset, jerry_size_t length) {
  uint32_t element = internals_typedarray_element(type);
  if (!element || !is_buffer(arraybuffer) || internals_arraybuffer_detached(arraybuffer))
    return wrong_argument();
  jerry_size_t size = jerry_arraybuffer_size(arraybuffer);
  if (byte_offset > size || length > (size - byte_offset) / element || byte_offset % element)
    return jerry_throw_sz(JERRY_ERROR_RANGE, "view does not fit the buffer");
  return result_of(internals_typedarray(engine.context, type, arraybuffer, byte_offset, length));
}

jerry_typedarray_type_t jerry_typedarray_type(const jerry_value_t value) {
  return is_exception(value) ? JERRY_TYPEDARRAY_INVALID : internals_typedarray_type(value);
}

jerry_length_t jerry_typedarray_length(const jerry_value_t value) {
  struct internals_view view;
  uint32_t element = internals_typedarray_element(jerry_typedarray_type(value));
  return element && internals_view(value, &view) ? view.length / element : 0;
}

static jerry_value_t view_buffer(jerry_value_t value, jerry_size_t *byte_offset, jerry_size_t *byte_length) {
  struct internals_view view;
  internals_view(value, &view);
  if (byte_offset)
    *byte_offset = view.offset;
  if (byte_length)
    *byte_length = view.length;
  return JS_DupValue(engine.context, view.buffer);
}

jerry_value_t jerry_typedarray_buffer(const jerry_value_t value, jerry_size_t *byte_offset, jerry_size_t *byte_length) {
  return jerry_value_is_typedarray(value) ? view_buffer(value, byte_offset, byte_length) : wrong_argument();
}

jerry_value_t jerry_dataview(const jerry_value_t value, jerry_size_t byte_offset, jerry_size_t byte_length) {
  if (!is_buffer(value))
    return wrong_argument();
  return result_of(internals_dataview(engine.context, value, byte_offset, byte_length));
}

jerry_value_t jerry_dataview_buffer(const jerry_value_t dataview, jerry_size_t *byte_offset,
                                    jerry_size_t *byte_length) {
  return jerry_value_is_dataview(dataview) ? view_buffer(dataview, byte_offset, byte_length) : wrong_argument();
}
