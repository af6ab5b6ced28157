/* object.c: objects, properties, native pointers, arrays. */
#include "adapter.h"
#include "heap.h"

/* ---- native pointers ---- */

/*
 * An object of native_class carries its pointers itself, as a list at its opaque pointer. Objects that C makes
 * (jerry_object(), `new` of a native function) are of that class. Any other object gets a private field, as a class of
 * script has, that holds one. Every entry is also on one list of all, for those whose object is still held at the end.
 */
struct entry {
  struct entry *next; /* of the same object */
  struct entry *newer, **link;
  const jerry_object_native_info_t *info;
  void *pointer;
};
static struct entry *entries;

/* `new` of it puts the private field on its first argument, whatever that is; its name for C. */
static JSValue stamp;
static JSAtom stamp_name;

/* Kept, so that {} from C always has a shape (QuickJS drops one with its last object), and native_mark() is called. */
static JSValue empty;

static jerry_value_t *references_of(const struct entry *entry) {
  return (jerry_value_t *)((char *)entry->pointer + entry->info->offset_of_references);
}

static void unlink_entry(struct entry *entry) {
  *entry->link = entry->newer;
  if (entry->newer) {
    entry->newer->link = entry->link;
  }
}

static void call_free(const struct entry *entry) {
  if (entry->info->free_cb) {
    entry->info->free_cb(entry->pointer, (jerry_object_native_info_t *)entry->info);
  }
}

static void native_finalizer(JSRuntime *runtime, JSValue value) {
  struct entry *entry = JS_GetOpaque(value, native_class);
  while (entry) {
    struct entry *next = entry->next;
    unlink_entry(entry);
    call_free(entry);
    js_free_rt(runtime, entry);
    entry = next;
  }
}

/* At least `empty` is, in each collection. */
static void native_mark(JSRuntime *runtime, JSValueConst value, JS_MarkFunc *mark) {
  const struct entry *entry = JS_GetOpaque(value, native_class);
  heap_collected();
  for (; entry; entry = entry->next) {
    for (uint16_t i = 0; entry->pointer && i < entry->info->number_of_references; i++) {
      JS_MarkValue(runtime, references_of(entry)[i], mark);
    }
  }
}

static const JSClassDef native_definition = {"Object", native_finalizer, native_mark, NULL, NULL};

static bool stamp_start(void) {
  static const char source[] = "(class extends class { constructor(object) { return object; } } {"
                               "  #native; constructor(object, carrier) { super(object); this.#native = carrier; } })";
  stamp = JS_Eval(engine.context, source, sizeof source - 1, "<engine>", JS_EVAL_TYPE_GLOBAL | JS_EVAL_FLAG_STRICT);
  JSValueConst arguments[] = {JS_NewObject(engine.context), JS_UNDEFINED};
  JSValue stamped = JS_CallConstructor(engine.context, stamp, 2, arguments);
  JSPropertyEnum *names = NULL;
  uint32_t count = 0;
  if (!JS_IsException(stamped) &&
      !JS_GetOwnPropertyNames(engine.context, &names, &count, stamped, JS_GPN_PRIVATE_MASK) && count == 1) {
    stamp_name = names[0].atom; /* the reference is ours now */
  }
  js_free(engine.context, names);
  JS_FreeValue(engine.context, stamped);
  JS_FreeValue(engine.context, arguments[0]);
  return stamp_name != JS_ATOM_NULL;
}

bool object_start(void) {
  entries = NULL;
  stamp_name = JS_ATOM_NULL;
  if (!engine_class_add(&native_class, &native_definition)) {
    return false;
  }
  JSValue object = JS_NewObject(engine.context);
  JS_SetClassProto(engine.context, native_class, JS_GetPrototype(engine.context, object));
  JS_FreeValue(engine.context, object);
  empty = JS_NewObjectClass(engine.context, (int)native_class);
  return !JS_IsException(empty) && stamp_start();
}

void object_stop(void) {
  JS_FreeAtom(engine.context, stamp_name);
  JS_FreeValue(engine.context, stamp);
  JS_FreeValue(engine.context, empty);
}

void object_abandon(void) {
  while (entries) {
    struct entry *entry = entries;
    unlink_entry(entry);
    call_free(entry);
  }
}

/* The list of object's entries; NULL where it has none. */
static struct entry *entries_of(jerry_value_t object) {
  JSClassID class = is_exception(object) ? JS_INVALID_CLASS_ID : JS_GetClassID(object);
  if (class == native_class) {
    return JS_GetOpaque(object, native_class);
  }
  JSPropertyDescriptor field;
  if (class == JS_INVALID_CLASS_ID || class == engine.classes[CLASS_PROXY] ||
      JS_GetOwnProperty(engine.context, &field, object, stamp_name) <= 0) {
    return NULL;
  }
  struct entry *list = JS_GetOpaque(field.value, native_class);
  JS_FreeValue(engine.context, field.value); /* the object still holds it */
  return list;
}

static struct entry *find_entry(jerry_value_t object, const jerry_object_native_info_t *info) {
  struct entry *entry = entries_of(object);
  while (entry && entry->info != info) {
    entry = entry->next;
  }
  return entry;
}

/* The object that carries object's pointers, made where there is none. It lives as long as the object. */
static JSValueConst carrier_of(JSValueConst object) {
  if (JS_GetClassID(object) == native_class) {
    return object;
  }
  JSPropertyDescriptor field;
  if (JS_GetOwnProperty(engine.context, &field, object, stamp_name) > 0) {
    JS_FreeValue(engine.context, field.value);
    return field.value;
  }
  JSValueConst arguments[] = {object, JS_NewObjectProtoClass(engine.context, JS_NULL, native_class)};
  JS_FreeValue(engine.context, JS_CallConstructor(engine.context, stamp, 2, arguments));
  JS_FreeValue(engine.context, arguments[1]);
  return arguments[1];
}

void jerry_object_set_native_ptr(jerry_value_t object, const jerry_object_native_info_t *native_info_p,
                                 void *native_pointer_p) {
  static const jerry_object_native_info_t none;
  if (!native_info_p) {
    native_info_p = &none;
  }
  if (!jerry_value_is_object(object) || jerry_value_is_proxy(object)) {
    return;
  }
  struct entry *entry = find_entry(object, native_info_p);
  if (entry) {
    entry->pointer = native_pointer_p;
    return;
  }
  JSValueConst carrier = carrier_of(object);
  entry = js_malloc(engine.context, sizeof *entry);
  *entry = (struct entry){JS_GetOpaque(carrier, native_class), entries, &entries, native_info_p, native_pointer_p};
  if (entries) {
    entries->link = &entry->newer;
  }
  entries = entry;
  JS_SetOpaque(carrier, entry);
}

void *jerry_object_get_native_ptr(const jerry_value_t object, const jerry_object_native_info_t *native_info_p) {
  const struct entry *entry = find_entry(object, native_info_p);
  return entry ? entry->pointer : NULL;
}

bool jerry_object_delete_native_ptr(const jerry_value_t object, const jerry_object_native_info_t *native_info_p) {
  struct entry *entry = find_entry(object, native_info_p);
  if (!entry) {
    return false;
  }
  JSValueConst carrier = carrier_of(object);
  struct entry *before = JS_GetOpaque(carrier, native_class);
  if (before == entry) {
    JS_SetOpaque(carrier, entry->next);
  } else {
    while (before->next != entry) {
      before = before->next;
    }
    before->next = entry->next;
  }
  unlink_entry(entry);
  js_free(engine.context, entry);
  return true;
}

void jerry_native_ptr_init(void *native_pointer_p, const jerry_object_native_info_t *native_info_p) {
  struct entry entry = {.info = native_info_p, .pointer = native_pointer_p};
  for (uint16_t i = 0; native_info_p && i < native_info_p->number_of_references; i++) {
    references_of(&entry)[i] = JS_UNDEFINED;
  }
}

void jerry_native_ptr_free(void *native_pointer_p, const jerry_object_native_info_t *native_info_p) {
  struct entry entry = {.info = native_info_p, .pointer = native_pointer_p};
  for (uint16_t i = 0; native_info_p && i < native_info_p->number_of_references; i++) {
    jerry_native_ptr_set(&references_of(&entry)[i], JS_UNDEFINED);
  }
}

void jerry_native_ptr_set(jerry_value_t *reference_p, const jerry_value_t value) {
  JSValue before = *reference_p;
  *reference_p = jerry_value_copy(value);
  jerry_value_free(before);
}

/* ---- making objects ---- */

jerry_value_t jerry_object(void) { return result_of(JS_NewObjectClass(engine.context, (int)native_class)); }

/* The second patch of QuickJS. */
JSValue quickjs_object_like(JSContext *context, JSValueConst example, int count, JSValueConst *values);

jerry_value_t jerry_quickjs_object_like(const jerry_value_t example, const jerry_value_t values_p[],
                                        jerry_length_t count) {
  if (!jerry_value_is_object(example) || !all_plain(values_p, count)) {
    return wrong_argument();
  }
  return result_of(quickjs_object_like(engine.context, example, (int)count, (JSValueConst *)values_p));
}

jerry_value_t jerry_array(jerry_length_t length) {
  JSValue array = JS_NewArray(engine.context);
  if (length &&
      JS_SetProperty(engine.context, array, engine.atoms[ATOM_length], JS_NewUint32(engine.context, length)) < 0) {
    JS_FreeValue(engine.context, array);
    return take_exception();
  }
  return result_of(array);
}

jerry_length_t jerry_array_length(const jerry_value_t value) {
  uint32_t length = 0;
  if (jerry_value_is_array(value)) {
    JS_ToUint32(engine.context, &length, JS_GetProperty(engine.context, value, engine.atoms[ATOM_length]));
  }
  return length;
}

jerry_value_t jerry_object_set_proto(jerry_value_t object, const jerry_value_t proto) {
  if (!jerry_value_is_object(object) || is_exception(proto) || !(JS_IsObject(proto) || JS_IsNull(proto))) {
    return wrong_argument();
  }
  return script_result(flag_of(JS_SetPrototype(engine.context, object, proto)));
}

/* ---- reading, writing, deleting ---- */

/* The atom of a key; JS_ATOM_NULL for one that is none (an exception is then pending). */
static JSAtom atom_of(jerry_value_t object, jerry_value_t key) {
  if (!jerry_value_is_object(object) || is_exception(key)) {
    JS_ThrowTypeError(engine.context, "argument of the wrong type");
    return JS_ATOM_NULL;
  }
  return JS_ValueToAtom(engine.context, key);
}

static JSAtom atom_of_sz(jerry_value_t object, const char *key) {
  if (!jerry_value_is_object(object)) {
    JS_ThrowTypeError(engine.context, "argument of the wrong type");
    return JS_ATOM_NULL;
  }
  return JS_NewAtom(engine.context, key);
}

static jerry_value_t object_get(jerry_value_t object, JSAtom key) {
  if (key == JS_ATOM_NULL) {
    return failed_result();
  }
  JSValue value = JS_GetProperty(engine.context, object, key);
  JS_FreeAtom(engine.context, key);
  return script_result(value);
}

jerry_value_t jerry_object_get(const jerry_value_t object, const jerry_value_t key) {
  return object_get(object, atom_of(object, key));
}

jerry_value_t jerry_object_get_sz(const jerry_value_t object, const char *key_p) {
  return object_get(object, atom_of_sz(object, key_p));
}

jerry_value_t jerry_object_get_index(const jerry_value_t object, uint32_t index) {
  if (!jerry_value_is_object(object)) {
    return wrong_argument();
  }
  return script_result(JS_GetPropertyUint32(engine.context, object, index));
}

static jerry_value_t object_set(jerry_value_t object, JSAtom key, jerry_value_t value) {
  if (key != JS_ATOM_NULL && is_exception(value)) {
    JS_FreeAtom(engine.context, key);
    return wrong_argument();
  }
  if (key == JS_ATOM_NULL) {
    return failed_result();
  }
  int done = JS_SetProperty(engine.context, object, key, JS_DupValue(engine.context, value));
  JS_FreeAtom(engine.context, key);
  return script_result(flag_of(done));
}

jerry_value_t jerry_object_set(jerry_value_t object, const jerry_value_t key, const jerry_value_t value) {
  return object_set(object, atom_of(object, key), value);
}

jerry_value_t jerry_object_set_sz(jerry_value_t object, const char *key_p, const jerry_value_t value) {
  return object_set(object, atom_of_sz(object, key_p), value);
}

jerry_value_t jerry_object_set_index(jerry_value_t object, uint32_t index, const jerry_value_t value) {
  if (!jerry_value_is_object(object) || is_exception(value)) {
    return wrong_argument();
  }
  int done = JS_SetPropertyUint32(engine.context, object, index, JS_DupValue(engine.context, value));
  return script_result(flag_of(done));
}

/* ---- descriptors ---- */

jerry_property_descriptor_t jerry_property_descriptor(void) {
  return (jerry_property_descriptor_t){0, JS_UNDEFINED, JS_UNDEFINED, JS_UNDEFINED};
}

void jerry_property_descriptor_free(jerry_property_descriptor_t *prop_desc_p) {
  jerry_value_free(prop_desc_p->value);
  jerry_value_free(prop_desc_p->getter);
  jerry_value_free(prop_desc_p->setter);
}

/* Flag of a JerryScript descriptor, flag of QuickJS. */
static const struct {
  uint16_t jerry;
  int quickjs;
} flag_pairs[] = {
    {JERRY_PROP_IS_CONFIGURABLE, JS_PROP_CONFIGURABLE},
    {JERRY_PROP_IS_ENUMERABLE, JS_PROP_ENUMERABLE},
    {JERRY_PROP_IS_WRITABLE, JS_PROP_WRITABLE},
    {JERRY_PROP_IS_CONFIGURABLE_DEFINED, JS_PROP_HAS_CONFIGURABLE},
    {JERRY_PROP_IS_ENUMERABLE_DEFINED, JS_PROP_HAS_ENUMERABLE},
    {JERRY_PROP_IS_WRITABLE_DEFINED, JS_PROP_HAS_WRITABLE},
    {JERRY_PROP_IS_VALUE_DEFINED, JS_PROP_HAS_VALUE},
    {JERRY_PROP_IS_GET_DEFINED, JS_PROP_HAS_GET},
    {JERRY_PROP_IS_SET_DEFINED, JS_PROP_HAS_SET},
    {JERRY_PROP_SHOULD_THROW, JS_PROP_THROW},
};
#define FLAG_PAIRS (sizeof flag_pairs / sizeof flag_pairs[0])

jerry_value_t jerry_object_define_own_prop(jerry_value_t object, const jerry_value_t key,
                                           const jerry_property_descriptor_t *prop_desc_p) {
  const jerry_property_descriptor_t *given = prop_desc_p;
  if (is_exception(given->value)) {
    return wrong_argument();
  }
  JSAtom name = atom_of(object, key);
  if (name == JS_ATOM_NULL) {
    return failed_result();
  }
  int flags = 0;
  for (size_t i = 0; i < FLAG_PAIRS; i++) {
    flags |= given->flags & flag_pairs[i].jerry ? flag_pairs[i].quickjs : 0;
  }
  int done = JS_DefineProperty(engine.context, object, name, given->value, given->getter, given->setter, flags);
  JS_FreeAtom(engine.context, name);
  return script_result(flag_of(done));
}
