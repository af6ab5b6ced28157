/*
 * shapes.c: what the properties of an object take. Part of internals.c, which includes it behind quickjs.c.
 *
 * QuickJS keeps the names and flags of an object's properties in a shape, which objects with the same ones share, and
 * their values in an array of the object's own.
 */

/* ---- growth ---- */

/* Properties that an object has room for when it needs room for count. Doublings are for those that come one at a time
 * and without end; what a program declares stays below, and there an eighth is spare, not a half. */
static uint32_t grown(uint32_t size, uint32_t count) {
  size += size < 8 || size >= 128 ? size / 2 : size / 8;
  return size > count ? size : count;
}

/* In place of resize_properties(): also with one or two names, not a half to one, for each word of the hash table. */
static int grow(JSContext *context, JSShape **shape, JSObject *object, uint32_t count) {
  JSShape *old = *shape;
  uint32_t size = grown((uint32_t)old->prop_size, count), hash_size = old->prop_hash_mask + 1;
  if (object) {
    JSProperty *properties = js_realloc(context, object->prop, size * sizeof *properties);
    if (!properties)
      return -1;
    object->prop = properties;
  }
  while (hash_size * 2 < size)
    hash_size *= 2;
  void *memory = js_malloc(context, get_shape_size(hash_size, size));
  if (!memory)
    return -1;
  JSShape *new = get_shape_from_alloc(memory, hash_size);
  list_del(&old->header.link);
  memcpy(new, old, sizeof *new + (size_t)old->prop_count * sizeof *new->prop);
  list_add_tail(&new->header.link, &context->rt->gc_obj_list);
  new->prop_size = (int)size;
  new->prop_hash_mask = hash_size - 1;
  memset(memory, 0, hash_size * sizeof(uint32_t));
  for (int i = 0; i < new->prop_count; i++) {
    JSShapeProperty *property = &new->prop[i];
    if (property->atom == JS_ATOM_NULL)
      continue;
    uint32_t *first = prop_hash_end(new) - (property->atom & new->prop_hash_mask) - 1;
    property->hash_next = *first & 0x3ffffff;
    *first = (uint32_t)i + 1;
  }
  js_free(context, get_alloc_from_shape(old));
  *shape = new;
  return 0;
}

/* ---- functions ---- */

/*
 * Every function has properties of its own: length, name and, where it is a constructor, prototype; a native one of
 * the adapter has prototype alone. Most are never looked at, so that what they hold is the same for all: the mark that
 * a value is to be made, out of the function itself, when it is asked for. All functions begin with one array of these
 * marks, and get their own before a property is added or changed. Each mark counts as a reference to the context.
 * A shape of functions with marks has no room for more properties, which makes whoever adds one take another array.
 */
enum { MARKED_LENGTH, MARKED_NAME, MARKED_PROTOTYPE, MARKS };
static JSProperty marks[MARKS];
static struct { JSShape *plain, *constructor, *native; } marked;

size_t internals_shared_size(const void *block) {
  uintptr_t offset = (uintptr_t)block - (uintptr_t)marks;
  return offset < sizeof marks ? sizeof marks - offset : 0;
}

static bool has_marks(const JSObject *object) { return internals_shared_size(object->prop) != 0; }

static JSShape *mark_property(JSContext *context, JSValueConst object, JSAtom name, int flags) {
  if (JS_DefineAutoInitProperty(context, object, name, JS_AUTOINIT_ID_PROTOTYPE, marks, flags) < 0)
    return NULL;
  JSShape *shape = js_dup_shape(JS_VALUE_GET_OBJ(object)->shape);
  shape->prop_size = shape->prop_count;
  return shape;
}

bool internals_start_functions(JSContext *context) {
  JSValue script = JS_NewObjectProto(context, context->function_proto);
  JSValue native = JS_NewObjectProto(context, context->function_proto);
  if (!JS_IsException(script) && !JS_IsException(native) &&
      JS_DefineAutoInitProperty(context, script, JS_ATOM_length, JS_AUTOINIT_ID_PROTOTYPE, marks,
                                JS_PROP_CONFIGURABLE) >= 0) {
    marked.plain = mark_property(context, script, JS_ATOM_name, JS_PROP_CONFIGURABLE);
    marked.constructor = mark_property(context, script, JS_ATOM_prototype, JS_PROP_WRITABLE);
    marked.native = mark_property(context, native, JS_ATOM_prototype, JS_PROP_WRITABLE);
  }
  bool done = marked.plain && marked.constructor && marked.native;
  if (done)
    memcpy(marks, JS_VALUE_GET_OBJ(script)->prop, sizeof marks);
  JS_FreeValue(context, script);
  JS_FreeValue(context, native);
  return done;
}

void internals_stop_functions(JSContext *context) {
  js_free_shape_null(context->rt, marked.plain);
  js_free_shape_null(context->rt, marked.constructor);
  js_free_shape_null(context->rt, marked.native);
  memset(&marked, 0, sizeof marked);
}

static JSObject *new_function(JSContext *context, JSShape *shape, JSProperty *first, JSClassID class) {
  js_trigger_gc(context->rt, sizeof(JSObject));
  JSObject *function = js_malloc(context, sizeof *function);
  if (!function)
    return NULL;
  memset(function, 0, sizeof *function);
  function->class_id = (uint16_t) class;
  function->extensible = true;
  function->shape = js_dup_shape(shape);
  function->prop = first;
  function->header.ref_count = 1;
  context->header.ref_count += shape->prop_count;
  add_gc_object(context->rt, &function->header, JS_GC_OBJ_TYPE_JS_OBJECT);
  return function;
}

JSValue internals_native_function(JSContext *context, JSClassID class, void *opaque) {
  JSObject *function = new_function(context, marked.native, &marks[MARKED_PROTOTYPE], class);
  if (!function)
    return JS_EXCEPTION;
  function->is_constructor = true;
  function->u.opaque = opaque;
  return JS_MKPTR(JS_TAG_OBJECT, function);
}

/* In place of js_closure(). */
static JSValue closure(JSContext *context, JSValue value, JSVarRef **captured, JSStackFrame *frame) {
  JSFunctionBytecode *code = JS_VALUE_GET_PTR(value);
  JSShape *shape = code->has_prototype ? marked.constructor : marked.plain;
  if (code->func_kind != JS_FUNC_NORMAL || !shape)
    return closure_itself(context, value, captured, frame);
  JSObject *function = new_function(context, shape, marks, JS_CLASS_BYTECODE_FUNCTION);
  if (!function) {
    JS_FreeValue(context, value);
    return JS_EXCEPTION;
  }
  function->is_constructor = code->has_prototype;
  return js_closure2(context, JS_MKPTR(JS_TAG_OBJECT, function), code, captured, frame);
}

/* In place of free_object(). */
static void free_members(JSRuntime *runtime, JSObject *object) {
  static JSShape none;
  if (has_marks(object)) {
    for (int i = 0; i < object->shape->prop_count; i++)
      js_autoinit_free(runtime, &object->prop[i]);
    js_free_shape(runtime, object->shape);
    none.header.ref_count = 2; /* one of which goes now */
    object->shape = &none;
    object->prop = NULL;
  }
  free_members_itself(runtime, object);
}

/* In place of js_shape_prepare_update(), which is called before a property of object is described in another way. */
static int before_change(JSContext *context, JSObject *object, JSShapeProperty **property) {
  if (has_marks(object)) {
    size_t size = (size_t)object->shape->prop_size * sizeof *object->prop;
    JSProperty *own = js_malloc(context, size);
    if (!own)
      return -1;
    object->prop = memcpy(own, object->prop, size);
  }
  return prepare_update_itself(context, object, property);
}

/* What a mark of function stands for. */
static JSValue marked_value(JSContext *context, JSObject *function, JSAtom name) {
  const JSFunctionBytecode *code = function->u.func.function_bytecode;
  switch (name) {
  case JS_ATOM_length:
    return JS_NewInt32(context, code->defined_arg_count);
  case JS_ATOM_name:
    return JS_AtomToString(context, code->func_name ? code->func_name : JS_ATOM_empty_string);
  default:
    return js_instantiate_prototype(context, function, name, NULL);
  }
}

/* Replaces all marks of a function by values, so that it shares a shape with others that were asked; prototype only
 * when it is what was asked for. -1, the function as it was, with an exception pending. */
static int replace_marks(JSContext *context, JSObject *function, JSAtom asked) {
  JSShape *shape = function->shape;
  JSProperty *properties = function->prop;
  JSValue values = JS_NewObjectProto(context, JS_MKPTR(JS_TAG_OBJECT, shape->proto));
  bool failed = JS_IsException(values);
  for (int i = 0; i < shape->prop_count && !failed; i++) {
    JSAtom name = shape->prop[i].atom;
    int flags = shape->prop[i].flags & JS_PROP_C_W_E;
    if (name == JS_ATOM_prototype && asked != name) {
      failed = JS_DefineAutoInitProperty(context, values, name, JS_AUTOINIT_ID_PROTOTYPE, marks, flags) < 0;
    } else {
      JSValue value = marked_value(context, function, name);
      failed = JS_IsException(value) || JS_DefinePropertyValue(context, values, name, value, flags) < 0;
    }
  }
  if (!failed) { /* the object goes with what the function had */
    JSObject *other = JS_VALUE_GET_OBJ(values);
    function->shape = other->shape;
    function->prop = other->prop;
    other->shape = shape;
    other->prop = properties;
  }
  JS_FreeValue(context, values);
  return failed ? -1 : 0;
}

/* In place of JS_AutoInitProperty(), whose callers look for the property anew afterwards. */
static int make_property(JSContext *context, JSObject *object, JSAtom name, JSProperty *property,
                         JSShapeProperty *description) {
  if (property->u.init.opaque != marks)
    return make_property_itself(context, object, name, property, description);
  if (has_marks(object))
    return replace_marks(context, object, name);
  JSValue value = marked_value(context, object, name);
  if (JS_IsException(value))
    return -1;
  if (prepare_update_itself(context, object, &description)) {
    JS_FreeValue(context, value);
    return -1;
  }
  js_autoinit_free(context->rt, property);
  description->flags &= ~JS_PROP_TMASK;
  property->u.value = value;
  return 0;
}

/* The code of a function whose name is still a mark, or NULL. */
static JSFunctionBytecode *code_that_names(JSValueConst object) {
  JSProperty *property;
  if (JS_VALUE_GET_TAG(object) != JS_TAG_OBJECT)
    return NULL;
  JSObject *function = JS_VALUE_GET_OBJ(object);
  const JSShapeProperty *name = find_own_property(&property, function, JS_ATOM_name);
  if (!name || (name->flags & JS_PROP_TMASK) != JS_PROP_AUTOINIT || property->u.init.opaque != marks)
    return NULL;
  return function->u.func.function_bytecode;
}

/* In place of js_object_has_name(). */
static JS_BOOL has_name(JSContext *context, JSValueConst object) {
  const JSFunctionBytecode *code = code_that_names(object);
  if (!code)
    return has_name_itself(context, object);
  return code->func_name != JS_ATOM_NULL && code->func_name != JS_ATOM_empty_string;
}

/* In place of JS_DefineObjectName(), which names a function after the variable or property that it is written for:
 * the same for all functions of that code. */
static int set_name(JSContext *context, JSValueConst object, JSAtom name, int flags) {
  JSFunctionBytecode *code = code_that_names(object);
  if (!code || has_name(context, object) || name == JS_ATOM_NULL)
    return set_name_itself(context, object, name, flags);
  JS_FreeAtom(context, code->func_name);
  code->func_name = JS_DupAtom(context, name);
  return 0;
}

/* In place of get_func_name(). */
static const char *name_in_backtrace(JSContext *context, JSValueConst function) {
  const JSFunctionBytecode *code = code_that_names(function);
  return code ? JS_AtomToCString(context, code->func_name ? code->func_name : JS_ATOM_empty_string)
              : name_in_backtrace_itself(context, function);
}

/* ---- for the adapter: see internals.h ---- */

enum { KEPT_SHAPES = 24, KEPT_PROPERTIES = 8 };
static JSShape *kept_shapes[KEPT_SHAPES];
static unsigned oldest_shape;

static void keep_shape(JSRuntime *runtime, JSShape *shape) {
  if (shape->header.ref_count != 1 || !shape->is_hashed || shape->prop_count > KEPT_PROPERTIES)
    return;
  JSShape *old = kept_shapes[oldest_shape];
  kept_shapes[oldest_shape] = js_dup_shape(shape);
  oldest_shape = (oldest_shape + 1) % KEPT_SHAPES;
  if (old)
    js_free_shape(runtime, old);
}

void internals_keep_shape(JSContext *context, JSValueConst object) {
  keep_shape(context->rt, JS_VALUE_GET_OBJ(object)->shape);
}

void internals_drop_shapes(JSContext *context) {
  for (unsigned i = 0; i < KEPT_SHAPES; i++) {
    if (kept_shapes[i])
      js_free_shape(context->rt, kept_shapes[i]);
    kept_shapes[i] = NULL;
  }
}

/* A literal's object: its layout can be shared, and all that it has are values that anybody may change. */
static bool is_plain(const JSObject *object, uint32_t count) {
  JSShape *shape = object->shape;
  if (object->class_id != JS_CLASS_OBJECT || !shape->is_hashed || shape->deleted_prop_count ||
      (uint32_t)shape->prop_count != count)
    return false;
  const JSShapeProperty *properties = get_shape_prop(shape);
  for (uint32_t i = 0; i < count; i++) {
    if (properties[i].flags != JS_PROP_C_W_E)
      return false;
  }
  return true;
}

JSValue internals_object_like(JSContext *context, JSValueConst example, const JSValue *values, uint32_t count) {
  const JSObject *object = JS_VALUE_GET_OBJ(example);
  if (!is_plain(object, count))
    return JS_ThrowTypeError(context, "not a plain object of %u properties", (unsigned)count);
  JSValue made = JS_NewObjectFromShape(context, js_dup_shape(object->shape), JS_CLASS_OBJECT);
  if (JS_IsException(made))
    return made;
  JSProperty *properties = JS_VALUE_GET_OBJ(made)->prop;
  for (uint32_t i = 0; i < count; i++)
    properties[i].u.value = JS_DupValue(context, values[i]);
  return made;
}

int internals_set(JSContext *context, JSValueConst object, JSAtom key, JSValue value) {
  JSObject *target = JS_VALUE_GET_OBJ(object);
  JSProperty *property;
  for (JSObject *at = target; at; at = at->shape->proto) {
    if (at->is_exotic)
      return JS_SetProperty(context, object, key, value);
    JSShapeProperty *found = find_own_property(&property, at, key);
    if (!found)
      continue;
    if (at != target || (found->flags & (JS_PROP_TMASK | JS_PROP_WRITABLE | JS_PROP_LENGTH)) != JS_PROP_WRITABLE)
      return JS_SetProperty(context, object, key, value);
    set_value(context, &property->u.value, value);
    return true;
  }
  if (!target->extensible)
    return JS_SetProperty(context, object, key, value);
  property = add_property(context, target, key, JS_PROP_C_W_E);
  if (!property) {
    JS_FreeValue(context, value);
    return -1;
  }
  property->u.value = value;
  keep_shape(context->rt, target->shape);
  return true;
}

int internals_set_prototype(JSContext *context, JSValueConst object, JSValueConst prototype) {
  JSObject *target = JS_VALUE_GET_OBJ(object);
  JSObject *proto = JS_IsObject(prototype) ? JS_VALUE_GET_OBJ(prototype) : NULL;
  JSShape *before = target->shape;
  /* QuickJS itself refuses cycles and asks proxies. */
  bool plain = !before->prop_count && before->prop_size == JS_PROP_INITIAL_SIZE && target->extensible &&
               target->class_id != JS_CLASS_PROXY;
  for (const JSObject *at = proto; plain && at; at = at->shape->proto)
    plain = at != target;
  if (!plain)
    return JS_SetPrototype(context, object, prototype);
  JSShape *shape = find_hashed_shape_proto(context->rt, proto);
  if (shape && shape->prop_size != before->prop_size)
    return JS_SetPrototype(context, object, prototype);
  shape = shape ? js_dup_shape(shape) : js_new_shape(context, proto);
  if (!shape)
    return -1;
  target->shape = shape;
  js_free_shape(context->rt, before);
  keep_shape(context->rt, shape);
  return true;
}
