/* object.c: objects, properties, native pointers, arrays. */
#include "adapter.h"

/* ---- native pointers ---- */

/*
 * An object of native_class carries its pointers itself, as a list at its opaque pointer. Objects that C makes
 * (jerry_object(), `new` of a native function) are of that class. Any other object gets a hidden property that
 * holds one. Every entry is also on one list of all, for those whose object is still held at the end.
 */
struct entry {
  struct entry *next; /* of the same object */
  struct entry *newer, **link;
  const jerry_object_native_info_t *info;
  void *pointer;
};
static struct entry *entries;

static jerry_value_t *references_of(const struct entry *entry) {
  return (jerry_value_t *)((char *)entry->pointer + entry->info->offset_of_references);
}

static void unlink_entry(struct entry *entry) {
  *entry->link = entry->newer;
  if (entry->newer)
    entry->newer->link = entry->link;
}

static void call_free(const struct entry *entry) {
  if (entry->info->free_cb)
    entry->info->free_cb(entry->pointer, (jerry_object_native_info_t *)entry->info);
}

static void native_finalizer(JSRuntime *runtime, JSValue value) {
  struct entry *entry = JS_GetOpaque(value, engine.native_class);
  while (entry) {
    struct entry *next = entry->next;
    unlink_entry(entry);
    call_free(entry);
    js_free_rt(runtime, entry);
    entry = next;
  }
}

static void native_mark(JSRuntime *runtime, JSValueConst value, JS_MarkFunc *mark) {
  const struct entry *entry = JS_GetOpaque(value, engine.native_class);
  for (; entry; entry = entry->next) {
    for (uint16_t i = 0; entry->pointer && i < entry->info->number_of_references; i++)
      JS_MarkValue(runtime, references_of(entry)[i], mark);
  }
}

static const JSClassDef native_definition = {"Object", native_finalizer, native_mark, NULL, NULL};

bool object_start(void) {
  entries = NULL;
  JS_NewClassID(&engine.native_class);
  if (JS_NewClass(engine.runtime, engine.native_class, &native_definition))
    return false;
  JS_SetClassProto(engine.context, engine.native_class, internals_object_prototype(engine.context));
  engine.native_name = internals_private_name(engine.context, "native");
  engine.internal_name = internals_private_name(engine.context, "internal");
  engine.settled_name = internals_private_name(engine.context, "settled");
  return engine.native_name && engine.internal_name && engine.settled_name;
}

void object_stop(void) {
  internals_drop_shapes(engine.context);
  JS_FreeAtom(engine.context, engine.native_name);
  JS_FreeAtom(engine.context, engine.internal_name);
  JS_FreeAtom(engine.context, engine.settled_name);
}

void object_abandon(void) {
  while (entries) {
    struct entry *entry = entries;
    unlink_entry(entry);
    call_free(entry);
  }
}

/* The object that carries object's pointers; undefined where it has none yet. */
static JSValueConst carrier_of(JSValueConst object) {
  if (JS_GetClassID(object) == engine.native_class)
    return object;
  return internals_private_get(object, engine.native_name);
}

static struct entry *find_entry(jerry_value_t object, const jerry_object_native_info_t *info) {
  if (!jerry_value_is_object(object))
    return NULL;
  struct entry *entry = JS_GetOpaque(carrier_of(object), engine.native_class);
  while (entry && entry->info != info)
    entry = entry->next;
  return entry;
}

void jerry_object_set_native_ptr(jerry_value_t object, const jerry_object_native_info_t *native_info_p,
                                 void *native_pointer_p) {
  static const jerry_object_native_info_t none;
  if (!native_info_p)
    native_info_p = &none;
  if (!jerry_value_is_object(object))
    return;
  struct entry *entry = find_entry(object, native_info_p);
  if (entry) {
    entry->pointer = native_pointer_p;
    return;
  }
  JSValueConst carrier = carrier_of(object);
  if (JS_IsUndefined(carrier)) {
    carrier = JS_NewObjectProtoClass(engine.context, JS_NULL, engine.native_class);
    if (JS_IsException(carrier) || !internals_private_set(engine.context, object, engine.native_name, carrier))
      jerry_port_fatal(JERRY_FATAL_OUT_OF_MEMORY);
  }
  entry = js_malloc(engine.context, sizeof *entry);
  if (!entry)
    jerry_port_fatal(JERRY_FATAL_OUT_OF_MEMORY);
  *entry =
      (struct entry){JS_GetOpaque(carrier, engine.native_class), entries, &entries, native_info_p, native_pointer_p};
  if (entries)
    entries->link = &entry->newer;
  entries = entry;
  JS_SetOpaque(carrier, entry);
}

bool jerry_object_has_native_ptr(const jerry_value_t object, const jerry_object_native_info_t *native_info_p) {
  return find_entry(object, native_info_p) != NULL;
}

void *jerry_object_get_native_ptr(const jerry_value_t object, const jerry_object_native_info_t *native_info_p) {
  const struct entry *entry = find_entry(object, native_info_p);
  return entry ? entry->pointer : NULL;
}

bool jerry_object_delete_native_ptr(const jerry_value_t object, const jerry_object_native_info_t *native_info_p) {
  struct entry *entry = find_entry(object, native_info_p);
  if (!entry)
    return false;
  JSValueConst carrier = carrier_of(object);
  struct entry *before = JS_GetOpaque(carrier, engine.native_class);
  if (before == entry) {
    JS_SetOpaque(carrier, entry->next);
  } else {
    while (before->next != entry)
      before = before->next;
    before->next = entry->next;
  }
  unlink_entry(entry);
  js_free(engine.context, entry);
  return true;
}

void jerry_native_ptr_init(void *native_pointer_p, const jerry_object_native_info_t *native_info_p) {
  struct entry entry = {.info = native_info_p, .pointer = native_pointer_p};
  for (uint16_t i = 0; native_info_p && i < native_info_p->number_of_references; i++)
    references_of(&entry)[i] = JS_UNDEFINED;
}

void jerry_native_ptr_free(void *native_pointer_p, const jerry_object_native_info_t *native_info_p) {
  struct entry entry = {.info = native_info_p, .pointer = native_pointer_p};
  for (uint16_t i = 0; native_info_p && i < native_info_p->number_of_references; i++)
    jerry_native_ptr_set(&references_of(&entry)[i], JS_UNDEFINED);
}

void jerry_native_ptr_set(jerry_value_t *reference_p, const jerry_value_t value) {
  JSValue before = *reference_p;
  *reference_p = jerry_value_copy(value);
  jerry_value_free(before);
}

/* ---- making objects ---- */

jerry_value_t jerry_object(void) {
  JSValue object = JS_NewObjectClass(engine.context, (int)engine.native_class);
  if (JS_IsException(object))
    return take_exception();
  internals_keep_shape(engine.context, object);
  return object;
}

jerry_value_t jerry_quickjs_object_like(const jerry_value_t example, const jerry_value_t values_p[],
                                        jerry_length_t count) {
  if (!jerry_value_is_object(example))
    return wrong_argument();
  for (jerry_length_t i = 0; i < count; i++) {
    if (is_exception(values_p[i]))
      return wrong_argument();
  }
  return result_of(internals_object_like(engine.context, example, values_p, count));
}

jerry_value_t jerry_array(jerry_length_t length) {
  JSValue array = JS_NewArray(engine.context);
  if (JS_IsException(array))
    return take_exception();
  if (length && JS_SetPropertyStr(engine.context, array, "length", JS_NewUint32(engine.context, length)) < 0) {
    JS_FreeValue(engine.context, array);
    return take_exception();
  }
  return array;
}

jerry_length_t jerry_array_length(const jerry_value_t value) {
  uint32_t length = 0;
  if (jerry_value_is_array(value)) {
    JSValue number = JS_GetPropertyStr(engine.context, value, "length");
    JS_ToUint32(engine.context, &length, number);
    JS_FreeValue(engine.context, number);
  }
  return length;
}

jerry_value_t jerry_object_proto(const jerry_value_t object) {
  return jerry_value_is_object(object) ? result_of(JS_GetPrototype(engine.context, object)) : wrong_argument();
}

jerry_value_t jerry_object_set_proto(jerry_value_t object, const jerry_value_t proto) {
  if (!jerry_value_is_object(object) || is_exception(proto) || !(JS_IsObject(proto) || JS_IsNull(proto)))
    return wrong_argument();
  return flag_of(internals_set_prototype(engine.context, object, proto));
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

static jerry_value_t get(jerry_value_t object, JSAtom key) {
  if (key == JS_ATOM_NULL)
    return take_exception();
  JSValue value = JS_GetProperty(engine.context, object, key);
  JS_FreeAtom(engine.context, key);
  return script_result(value);
}

jerry_value_t jerry_object_get(const jerry_value_t object, const jerry_value_t key) {
  return get(object, atom_of(object, key));
}

jerry_value_t jerry_object_get_sz(const jerry_value_t object, const char *key_p) {
  return get(object, atom_of_sz(object, key_p));
}

jerry_value_t jerry_object_get_index(const jerry_value_t object, uint32_t index) {
  if (!jerry_value_is_object(object))
    return wrong_argument();
  return script_result(JS_GetPropertyUint32(engine.context, object, index));
}

static jerry_value_t set(jerry_value_t object, JSAtom key, jerry_value_t value) {
  if (key != JS_ATOM_NULL && is_exception(value)) {
    JS_FreeAtom(engine.context, key);
    return wrong_argument();
  }
  if (key == JS_ATOM_NULL)
    return take_exception();
  int done = internals_set(engine.context, object, key, JS_DupValue(engine.context, value));
  JS_FreeAtom(engine.context, key);
  return script_result(flag_of(done));
}

jerry_value_t jerry_object_set(jerry_value_t object, const jerry_value_t key, const jerry_value_t value) {
  return set(object, atom_of(object, key), value);
}

jerry_value_t jerry_object_set_sz(jerry_value_t object, const char *key_p, const jerry_value_t value) {
  return set(object, atom_of_sz(object, key_p), value);
}

jerry_value_t jerry_object_set_index(jerry_value_t object, uint32_t index, const jerry_value_t value) {
  if (!jerry_value_is_object(object) || is_exception(value))
    return wrong_argument();
  int done = JS_SetPropertyUint32(engine.context, object, index, JS_DupValue(engine.context, value));
  return script_result(flag_of(done));
}

static jerry_value_t has(jerry_value_t object, JSAtom key) {
  if (key == JS_ATOM_NULL)
    return take_exception();
  int found = JS_HasProperty(engine.context, object, key);
  JS_FreeAtom(engine.context, key);
  return script_result(flag_of(found));
}

jerry_value_t jerry_object_has(const jerry_value_t object, const jerry_value_t key) {
  return has(object, atom_of(object, key));
}

jerry_value_t jerry_object_has_sz(const jerry_value_t object, const char *key_p) {
  return has(object, atom_of_sz(object, key_p));
}

jerry_value_t jerry_object_has_own(const jerry_value_t object, const jerry_value_t key) {
  JSAtom name = atom_of(object, key);
  if (name == JS_ATOM_NULL)
    return take_exception();
  int found = JS_GetOwnProperty(engine.context, NULL, object, name);
  JS_FreeAtom(engine.context, name);
  return script_result(flag_of(found));
}

static jerry_value_t delete (jerry_value_t object, JSAtom key) {
  if (key == JS_ATOM_NULL)
    return take_exception();
  int done = JS_DeleteProperty(engine.context, object, key, 0);
  JS_FreeAtom(engine.context, key);
  return script_result(flag_of(done));
}

jerry_value_t jerry_object_delete(jerry_value_t object, const jerry_value_t key) {
  return delete (object, atom_of(object, key));
}

jerry_value_t jerry_object_delete_sz(const jerry_value_t object, const char *key_p) {
  return delete (object, atom_of_sz(object, key_p));
}

jerry_value_t jerry_object_delete_index(jerry_value_t object, uint32_t index) {
  return jerry_object_delete(object, JS_NewUint32(engine.context, index));
}

/* ---- descriptors ---- */

jerry_property_descriptor_t jerry_property_descriptor(void) {
  return (jerry_property_descriptor_t){JERRY_PROP_NO_OPTS, JS_UNDEFINED, JS_UNDEFINED, JS_UNDEFINED};
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

/* A getter or setter as QuickJS takes it. */
static JSValue accessor(jerry_value_t value) { return JS_IsNull(value) ? JS_UNDEFINED : value; }

jerry_value_t jerry_object_define_own_prop(jerry_value_t object, const jerry_value_t key,
                                           const jerry_property_descriptor_t *prop_desc_p) {
  const jerry_property_descriptor_t *given = prop_desc_p;
  if (is_exception(given->value) || is_exception(given->getter) || is_exception(given->setter))
    return wrong_argument();
  JSAtom name = atom_of(object, key);
  if (name == JS_ATOM_NULL)
    return take_exception();
  int flags = 0;
  for (size_t i = 0; i < FLAG_PAIRS; i++)
    flags |= given->flags & flag_pairs[i].jerry ? flag_pairs[i].quickjs : 0;
  int done = JS_DefineProperty(engine.context, object, name, given->value, accessor(given->getter),
                               accessor(given->setter), flags);
  JS_FreeAtom(engine.context, name);
  return script_result(flag_of(done));
}

/* A getter or setter as JerryScript gives it. */
static jerry_value_t accessor_result(JSValue value) { return JS_IsUndefined(value) ? JS_NULL : value; }

/* Whether object has its own name; takes it. Exceptions are pending at -1. */
static int own_property(jerry_value_t object, JSAtom name, JSPropertyDescriptor *out) {
  if (name == JS_ATOM_NULL)
    return -1;
  int found = JS_GetOwnProperty(engine.context, out, object, name);
  JS_FreeAtom(engine.context, name);
  return found;
}

jerry_value_t jerry_object_get_own_prop(const jerry_value_t object, const jerry_value_t key,
                                        jerry_property_descriptor_t *prop_desc_p) {
  JSPropertyDescriptor found;
  *prop_desc_p = jerry_property_descriptor();
  int present = own_property(object, atom_of(object, key), &found);
  if (present <= 0)
    return script_result(flag_of(present));
  int flags = found.flags | JS_PROP_HAS_CONFIGURABLE | JS_PROP_HAS_ENUMERABLE;
  if (found.flags & JS_PROP_GETSET) {
    flags |= JS_PROP_HAS_GET | JS_PROP_HAS_SET;
    prop_desc_p->getter = accessor_result(found.getter);
    prop_desc_p->setter = accessor_result(found.setter);
  } else {
    flags |= JS_PROP_HAS_VALUE | JS_PROP_HAS_WRITABLE;
    prop_desc_p->value = found.value;
  }
  for (size_t i = 0; i < FLAG_PAIRS; i++)
    prop_desc_p->flags |= flags & flag_pairs[i].quickjs ? flag_pairs[i].jerry : 0;
  return JS_TRUE;
}

jerry_value_t jerry_object_find_own(const jerry_value_t object, const jerry_value_t key, const jerry_value_t receiver,
                                    bool *found_p) {
  JSPropertyDescriptor found;
  int present = own_property(object, atom_of(object, key), &found);
  if (found_p)
    *found_p = present > 0;
  if (present <= 0)
    return present < 0 ? take_exception() : JS_UNDEFINED;
  if (!(found.flags & JS_PROP_GETSET))
    return found.value;
  JSValue value = JS_UNDEFINED;
  if (JS_IsFunction(engine.context, found.getter))
    value = JS_Call(engine.context, found.getter, receiver, 0, NULL);
  JS_FreeValue(engine.context, found.getter);
  JS_FreeValue(engine.context, found.setter);
  return script_result(value);
}

/* ---- listing ---- */

jerry_value_t jerry_object_keys(const jerry_value_t object) {
  return jerry_value_is_object(object) ? script_result(internals_keys(engine.context, object)) : wrong_argument();
}

/* Whether key (string or symbol) of object passes filter; as a number where asked for. -1: exception pending. */
static int passes(JSValueConst object, JSAtom name, uint32_t filter, JSValue *key) {
  JSPropertyDescriptor property;
  int present = JS_GetOwnProperty(engine.context, &property, object, name);
  if (present <= 0)
    return present;
  JS_FreeValue(engine.context, property.value);
  JS_FreeValue(engine.context, property.getter);
  JS_FreeValue(engine.context, property.setter);
  if (((filter & JERRY_PROPERTY_FILTER_EXCLUDE_NON_CONFIGURABLE) && !(property.flags & JS_PROP_CONFIGURABLE)) ||
      ((filter & JERRY_PROPERTY_FILTER_EXCLUDE_NON_ENUMERABLE) && !(property.flags & JS_PROP_ENUMERABLE)) ||
      ((filter & JERRY_PROPERTY_FILTER_EXCLUDE_NON_WRITABLE) &&
       !(property.flags & (JS_PROP_WRITABLE | JS_PROP_GETSET))))
    return 0;
  *key = JS_AtomToValue(engine.context, name);
  if (JS_IsException(*key))
    return -1;
  uint32_t index;
  if (internals_atom_index(name, &index)) {
    if (filter & JERRY_PROPERTY_FILTER_EXCLUDE_INTEGER_INDICES) {
      JS_FreeValue(engine.context, *key);
      return 0;
    }
    if (filter & JERRY_PROPERTY_FILTER_INTEGER_INDICES_AS_NUMBER) {
      JS_FreeValue(engine.context, *key);
      *key = JS_NewUint32(engine.context, index);
    }
  }
  return 1;
}

/* Adds the own keys of object that pass to array, but none that seen (an object, or undefined) has. */
static bool add_keys(JSValueConst array, uint32_t *length, JSValueConst object, uint32_t filter, JSValueConst seen) {
  JSPropertyEnum *names;
  uint32_t count;
  int wanted = (filter & JERRY_PROPERTY_FILTER_EXCLUDE_STRINGS ? 0 : JS_GPN_STRING_MASK) |
               (filter & JERRY_PROPERTY_FILTER_EXCLUDE_SYMBOLS ? 0 : JS_GPN_SYMBOL_MASK);
  if (JS_GetOwnPropertyNames(engine.context, &names, &count, object, wanted))
    return false;
  bool fine = true;
  for (uint32_t i = 0; i < count; i++) {
    JSValue key;
    int pass = 0;
    if (fine && JS_IsObject(seen)) {
      int before = JS_HasProperty(engine.context, seen, names[i].atom);
      pass = before ? (before < 0 ? -1 : 0) : passes(object, names[i].atom, filter, &key);
      if (!before && JS_DefinePropertyValue(engine.context, seen, names[i].atom, JS_TRUE, JS_PROP_C_W_E) < 0)
        fine = false;
    } else if (fine) {
      pass = passes(object, names[i].atom, filter, &key);
    }
    if (pass < 0 || (pass && JS_SetPropertyUint32(engine.context, array, (*length)++, key) < 0))
      fine = false;
    JS_FreeAtom(engine.context, names[i].atom);
  }
  js_free(engine.context, names);
  return fine;
}

jerry_value_t jerry_object_property_names(const jerry_value_t object, jerry_property_filter_t filter) {
  if (!jerry_value_is_object(object))
    return wrong_argument();
  bool chain = filter & JERRY_PROPERTY_FILTER_TRAVERSE_PROTOTYPE_CHAIN;
  JSValue array = JS_NewArray(engine.context);
  JSValue seen = chain ? JS_NewObjectProto(engine.context, JS_NULL) : JS_UNDEFINED;
  JSValue at = JS_DupValue(engine.context, object);
  bool fine = !JS_IsException(array) && !JS_IsException(seen);
  uint32_t length = 0;
  while (fine && JS_IsObject(at)) {
    fine = add_keys(array, &length, at, filter, seen);
    JSValue proto = chain && fine ? JS_GetPrototype(engine.context, at) : JS_NULL;
    JS_FreeValue(engine.context, at);
    at = proto;
    fine = fine && !JS_IsException(at);
  }
  JS_FreeValue(engine.context, at);
  JS_FreeValue(engine.context, seen);
  if (!fine) {
    JS_FreeValue(engine.context, array);
    array = JS_EXCEPTION;
  }
  return script_result(array);
}

bool jerry_object_foreach(const jerry_value_t object, jerry_object_property_foreach_cb_t foreach_p, void *user_data_p) {
  jerry_value_t keys = jerry_object_property_names(object, JERRY_PROPERTY_FILTER_TRAVERSE_PROTOTYPE_CHAIN |
                                                               JERRY_PROPERTY_FILTER_EXCLUDE_NON_ENUMERABLE |
                                                               JERRY_PROPERTY_FILTER_EXCLUDE_SYMBOLS);
  bool fine = !is_exception(keys), more = true;
  jerry_length_t count = jerry_array_length(keys);
  for (jerry_length_t i = 0; fine && more && i < count; i++) {
    jerry_value_t key = jerry_object_get_index(keys, i);
    jerry_value_t value = jerry_object_get(object, key);
    fine = !is_exception(value);
    if (fine)
      more = foreach_p(key, value, user_data_p);
    jerry_value_free(key);
    jerry_value_free(value);
  }
  jerry_value_free(keys);
  return fine;
}

/* ---- internal properties: the properties of one object under a hidden name ---- */

bool jerry_object_set_internal(jerry_value_t object, const jerry_value_t key, const jerry_value_t value) {
  if (!jerry_value_is_object(object))
    return false;
  JSValueConst store = internals_private_get(object, engine.internal_name);
  if (JS_IsUndefined(store)) {
    store = JS_NewObjectProto(engine.context, JS_NULL);
    if (JS_IsException(store) || !internals_private_set(engine.context, object, engine.internal_name, store)) {
      JS_FreeValue(engine.context, JS_GetException(engine.context));
      return false;
    }
  }
  jerry_value_t result = jerry_object_set(store, key, value);
  bool fine = !is_exception(result);
  jerry_value_free(result);
  return fine;
}

/* The store, or undefined. */
static JSValueConst store_of(jerry_value_t object) {
  return is_exception(object) ? JS_UNDEFINED : internals_private_get(object, engine.internal_name);
}

bool jerry_object_has_internal(const jerry_value_t object, const jerry_value_t key) {
  JSValueConst store = store_of(object);
  jerry_value_t found = JS_IsObject(store) ? jerry_object_has(store, key) : JS_FALSE;
  bool has = jerry_value_is_true(found);
  jerry_value_free(found);
  return has;
}

jerry_value_t jerry_object_get_internal(const jerry_value_t object, const jerry_value_t key) {
  JSValueConst store = store_of(object);
  return JS_IsObject(store) ? jerry_object_get(store, key) : JS_UNDEFINED;
}

bool jerry_object_delete_internal(jerry_value_t object, const jerry_value_t key) {
  JSValueConst store = store_of(object);
  jerry_value_t done = JS_IsObject(store) ? jerry_object_delete(store, key) : JS_TRUE;
  bool fine = jerry_value_is_true(done);
  jerry_value_free(done);
  return fine;
}
