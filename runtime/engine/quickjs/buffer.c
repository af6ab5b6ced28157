/* buffer.c: array buffers, typed arrays and data views. */
#include "adapter.h"

/* The classes of typed arrays, by JSTypedArrayEnum. */
enum { VIEWS = JS_TYPED_ARRAY_FLOAT64 + 1 };
static JSClassID view_classes[VIEWS];

/* What a DataView is of, by its prototype's own getters, which script can not replace for C. */
static struct { JSValue buffer, offset, length; } getters;

/* Uint8Array; what stands for new.target where bytes with a prototype are made; and the last of them, kept since
 * QuickJS drops a shape with its last object. */
static struct { JSValue constructor, target, prototype, example, empty; } bytes;

static JSValue getter_of(JSValueConst proto, JSAtom name) {
  JSPropertyDescriptor property;
  if (JS_GetOwnProperty(engine.context, &property, proto, name) <= 0) {
    return JS_UNDEFINED;
  }
  JS_FreeValue(engine.context, property.value);
  JS_FreeValue(engine.context, property.setter);
  return property.getter;
}

bool buffer_start(void) {
  JSValueConst none[] = {JS_NewInt32(engine.context, 0), JS_UNDEFINED, JS_UNDEFINED};
  for (int i = 0; i < VIEWS; i++) {
    JSValue view = JS_NewTypedArray(engine.context, 3, none, (JSTypedArrayEnum)i);
    view_classes[i] = JS_GetClassID(view);
    JS_FreeValue(engine.context, view);
  }
  JSValue constructor = global_property("DataView");
  JSValue proto = JS_GetProperty(engine.context, constructor, engine.atoms[ATOM_prototype]);
  getters.buffer = getter_of(proto, engine.atoms[ATOM_buffer]);
  getters.offset = getter_of(proto, engine.atoms[ATOM_byteOffset]);
  getters.length = getter_of(proto, engine.atoms[ATOM_byteLength]);
  JS_FreeValue(engine.context, proto);
  JS_FreeValue(engine.context, constructor);
  bytes.constructor = global_property("Uint8Array");
  bytes.target = JS_NewObject(engine.context);
  bytes.example = bytes.prototype = JS_UNDEFINED;
  bytes.empty = JS_NewArrayBufferCopy(engine.context, NULL, 0);
  return JS_IsObject(bytes.target) && JS_IsObject(bytes.empty) && JS_IsObject(getters.buffer) &&
         JS_IsObject(getters.offset) && JS_IsObject(getters.length);
}

void buffer_stop(void) {
  JS_FreeValue(engine.context, bytes.constructor);
  JS_FreeValue(engine.context, bytes.target);
  JS_FreeValue(engine.context, bytes.example);
  JS_FreeValue(engine.context, bytes.empty);
  JS_FreeValue(engine.context, getters.buffer);
  JS_FreeValue(engine.context, getters.offset);
  JS_FreeValue(engine.context, getters.length);
}

/* ---- array buffers ---- */

/* A new buffer, after a collection where it does not fit at once: the allocator itself can not collect. */
static JSValue new_buffer(size_t size) {
  JSValue buffer = JS_NewArrayBufferCopy(engine.context, NULL, size);
  if (JS_IsException(buffer) && size <= INT32_MAX) {
    JS_FreeValue(engine.context, JS_GetException(engine.context));
    JS_RunGC(engine.runtime);
    buffer = JS_NewArrayBufferCopy(engine.context, NULL, size);
  }
  return buffer;
}

/* JS_GetArrayBuffer() throws for all else. */
static uint8_t *data_of(jerry_value_t value, size_t *size) {
  *size = 0;
  if (!jerry_value_is_arraybuffer(value)) {
    return NULL;
  }
  uint8_t *data = JS_GetArrayBuffer(engine.context, size, value);
  if (!data) { /* detached */
    JS_FreeValue(engine.context, JS_GetException(engine.context));
    *size = 0;
  }
  return data;
}

jerry_size_t jerry_arraybuffer_size(const jerry_value_t value) {
  size_t size;
  data_of(value, &size);
  return (jerry_size_t)size;
}

uint8_t *jerry_arraybuffer_data(const jerry_value_t value) {
  size_t size;
  return data_of(value, &size);
}

/* ---- views ---- */

static JSValue new_view(JSValueConst buffer, uint32_t offset, uint32_t length) {
  JSValueConst arguments[] = {buffer, JS_NewUint32(engine.context, offset), JS_NewUint32(engine.context, length)};
  return JS_NewTypedArray(engine.context, 3, arguments, JS_TYPED_ARRAY_UINT8);
}

jerry_value_t jerry_typedarray(jerry_typedarray_type_t type, jerry_length_t length) {
  if (type != JERRY_TYPEDARRAY_UINT8) {
    return wrong_argument();
  }
  JSValue buffer = new_buffer(length);
  if (JS_IsException(buffer)) {
    return take_exception();
  }
  JSValue array = new_view(buffer, 0, length);
  JS_FreeValue(engine.context, buffer);
  return result_of(array);
}

static bool bytes_like(JSValueConst prototype) {
  if (JS_SetProperty(engine.context, bytes.target, engine.atoms[ATOM_prototype],
                     JS_DupValue(engine.context, prototype)) < 0) {
    return false;
  }
  JSValueConst arguments[] = {bytes.empty};
  JS_FreeValue(engine.context, bytes.example);
  bytes.example = JS_CallConstructor2(engine.context, bytes.constructor, bytes.target, 1, arguments);
  bytes.prototype = prototype;
  return JS_IsObject(bytes.example);
}

jerry_value_t jerry_quickjs_bytes(jerry_length_t length, const jerry_value_t prototype) {
  if (!jerry_value_is_object(prototype)) {
    return wrong_argument();
  }
  if (JS_VALUE_GET_PTR(bytes.prototype) != JS_VALUE_GET_PTR(prototype) && !bytes_like(prototype)) {
    return failed_result();
  }
  JSValue buffer = new_buffer(length);
  if (JS_IsException(buffer)) {
    return take_exception();
  }
  JSValueConst arguments[] = {buffer, JS_NewInt32(engine.context, 0), JS_NewUint32(engine.context, length)};
  JSValue array = JS_CallConstructor2(engine.context, bytes.constructor, bytes.target, 3, arguments);
  JS_FreeValue(engine.context, buffer);
  return result_of(array);
}

jerry_value_t jerry_typedarray_with_buffer_span(jerry_typedarray_type_t type, const jerry_value_t arraybuffer,
                                                jerry_size_t byte_offset, jerry_size_t length) {
  size_t size;
  if (type != JERRY_TYPEDARRAY_UINT8 || !data_of(arraybuffer, &size)) {
    return wrong_argument();
  }
  if (byte_offset > size || length > size - byte_offset) {
    return jerry_throw_sz(JERRY_ERROR_RANGE, "view does not fit the buffer");
  }
  return result_of(new_view(arraybuffer, byte_offset, length));
}

jerry_typedarray_type_t jerry_typedarray_type(const jerry_value_t value) {
  JSClassID class = is_exception(value) ? JS_INVALID_CLASS_ID : JS_GetClassID(value);
  int type = VIEWS;
  while (class != JS_INVALID_CLASS_ID && --type >= 0 && view_classes[type] != class) {
    continue;
  }
  if (class == JS_INVALID_CLASS_ID || type < 0) {
    return JERRY_TYPEDARRAY_INVALID;
  }
  return type == JS_TYPED_ARRAY_UINT8 ? JERRY_TYPEDARRAY_UINT8 : JERRY_TYPEDARRAY_OTHER;
}

static void put_span(jerry_size_t *byte_offset, size_t offset, jerry_size_t *byte_length, size_t length) {
  if (byte_offset) {
    *byte_offset = (jerry_size_t)offset;
  }
  if (byte_length) {
    *byte_length = (jerry_size_t)length;
  }
}

jerry_value_t jerry_typedarray_buffer(const jerry_value_t value, jerry_size_t *byte_offset, jerry_size_t *byte_length) {
  if (!jerry_value_is_typedarray(value)) {
    return wrong_argument();
  }
  size_t offset = 0, length = 0;
  JSValue buffer = JS_GetTypedArrayBuffer(engine.context, value, &offset, &length, NULL);
  put_span(byte_offset, offset, byte_length, length);
  return result_of(buffer);
}

static size_t view_number(JSValueConst getter, JSValueConst view) {
  uint32_t number = 0;
  JSValue value = JS_Call(engine.context, getter, view, 0, NULL);
  if (JS_IsException(value)) { /* of a detached buffer */
    JS_FreeValue(engine.context, JS_GetException(engine.context));
  } else {
    JS_ToUint32(engine.context, &number, value);
  }
  return number;
}

jerry_value_t jerry_dataview_buffer(const jerry_value_t dataview, jerry_size_t *byte_offset,
                                    jerry_size_t *byte_length) {
  if (!jerry_value_is_dataview(dataview)) {
    return wrong_argument();
  }
  put_span(byte_offset, view_number(getters.offset, dataview), byte_length, view_number(getters.length, dataview));
  return result_of(JS_Call(engine.context, getters.buffer, dataview, 0, NULL));
}
