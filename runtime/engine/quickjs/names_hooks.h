/*
 * names_hooks.h: in front of quickjs.c, what puts the functions of names.c where QuickJS calls its own for its names.
 * Each macro takes the first word of the argument list: a definition's is a type, and is called "..._itself" from then
 * on; a call's is a variable.
 */
#ifndef QUICKJS_NAMES_HOOKS_H
#define QUICKJS_NAMES_HOOKS_H

struct JSString;
struct JSObject;

/* The first name that lies in flash; those of QuickJS's own are below JS_ATOM_END, and the numbers between are of names
 * in the heap. Array indices have the highest bit. */
#define FIRST_LISTED (1u << 20)
#define name_is_constant(name) ((JSAtom)(name)-JS_ATOM_END >= FIRST_LISTED - JS_ATOM_END)

static int start_names(JSRuntime *runtime);
static JSAtom name_index(JSRuntime *runtime, struct JSString *string);
static JSAtom new_name(JSRuntime *runtime, struct JSString *string, int type);
static JSAtom find_name(JSRuntime *runtime, const char *text, size_t length, int type);
static void free_name(JSRuntime *runtime, struct JSString *string);
static const char *name_shown(JSRuntime *runtime, char *room, int size, JSAtom name);
static JSValue name_value(JSContext *context, JSAtom name, BOOL as_string);
static BOOL name_is_index(JSContext *context, uint32_t *out, JSAtom name);
static JSValue name_as_number(JSContext *context, JSAtom name);
static BOOL symbol_has_text(JSContext *context, JSAtom name);
static int name_kind(JSContext *context, JSAtom name);
static JSValue symbol_named(JSContext *context, JSAtom description, int type);
static JSAtom listed_name(JSContext *context, const char *text);
static void set_function_properties(JSContext *context, JSValueConst function, JSAtom name, int length);
static JSValue js_instantiate_prototype(JSContext *context, struct JSObject *object, JSAtom name, void *opaque);

#define __JS_AtomIsConst(first) IS_CONST_##first)
#define IS_CONST_JSAtom is_const_itself(JSAtom
#define IS_CONST_v name_is_constant(v
#define IS_CONST_i name_is_constant(i

#define JS_InitAtoms(first) INIT_##first)
#define INIT_JSRuntime init_itself(JSRuntime
#define INIT_rt start_names(rt

#define js_get_atom_index(first, ...) INDEX_##first, __VA_ARGS__)
#define INDEX_JSRuntime index_itself(JSRuntime
#define INDEX_rt name_index(rt
#define INDEX_ctx name_index(ctx

#define __JS_NewAtom(first, ...) NEW_##first, __VA_ARGS__)
#define NEW_JSRuntime new_name_itself(JSRuntime
#define NEW_rt new_name(rt
#define NEW_ctx new_name(ctx

#define __JS_FindAtom(first, ...) FIND_##first, __VA_ARGS__)
#define FIND_JSRuntime find_itself(JSRuntime
#define FIND_rt find_name(rt
#define FIND_ctx find_name(ctx

#define JS_FreeAtomStruct(first, ...) FREE_##first, __VA_ARGS__)
#define FREE_JSRuntime free_itself(JSRuntime
#define FREE_rt free_name(rt

#define JS_AtomGetStrRT(first, ...) SHOWN_##first, __VA_ARGS__)
#define SHOWN_JSRuntime shown_itself(JSRuntime
#define SHOWN_rt name_shown(rt
#define SHOWN_ctx name_shown(ctx

#define __JS_AtomToValue(first, ...) VALUE_##first, __VA_ARGS__)
#define VALUE_JSContext value_itself(JSContext
#define VALUE_ctx name_value(ctx

#define JS_AtomIsArrayIndex(first, ...) IS_INDEX_##first, __VA_ARGS__)
#define IS_INDEX_JSContext is_index_itself(JSContext
#define IS_INDEX_ctx name_is_index(ctx

#define JS_AtomIsNumericIndex1(first, ...) AS_NUMBER_##first, __VA_ARGS__)
#define AS_NUMBER_JSContext as_number_itself(JSContext
#define AS_NUMBER_ctx name_as_number(ctx

#define JS_AtomSymbolHasDescription(first, ...) HAS_TEXT_##first, __VA_ARGS__)
#define HAS_TEXT_JSContext has_text_itself(JSContext
#define HAS_TEXT_ctx symbol_has_text(ctx

#define JS_AtomGetKind(first, ...) KIND_##first, __VA_ARGS__)
#define KIND_JSContext kind_itself(JSContext
#define KIND_ctx name_kind(ctx

#define JS_NewSymbolFromAtom(first, ...) SYMBOL_##first, __VA_ARGS__)
#define SYMBOL_JSContext symbol_itself(JSContext
#define SYMBOL_ctx symbol_named(ctx

#define find_atom(first, ...) LISTED_##first, __VA_ARGS__)
#define LISTED_JSContext listed_itself(JSContext
#define LISTED_ctx listed_name(ctx

#define js_function_set_properties(first, ...) PROPERTIES_##first, __VA_ARGS__)
#define PROPERTIES_JSContext properties_itself(JSContext
#define PROPERTIES_ctx set_function_properties(ctx

#define js_instantiate_prototype(first, ...) PROTOTYPE_##first, __VA_ARGS__)
#define PROTOTYPE_JSContext prototype_itself(JSContext

/* The interpreter takes it for granted that a name's string is there; here it may have to be made, in vain. */
#define JS_AtomToValue(context, name) (JS_AtomToValue)(context, NAME_##name)
#define NAME_get_u32(pc)                \
  get_u32(pc));                         \
  if (unlikely(JS_IsException(sp[-1]))) \
    goto exception;                     \
  (void)(0
#define NAME_JSAtom JSAtom
#define NAME_atom atom
#define NAME_basename basename
#define NAME_i i
#define NAME_name name
#define NAME_prop prop
#define NAME_props props
#define NAME_s s

#else

/* Behind quickjs.c the names mean what is above again. */
#undef __JS_AtomIsConst
#undef JS_InitAtoms
#undef js_get_atom_index
#undef __JS_NewAtom
#undef __JS_FindAtom
#undef JS_FreeAtomStruct
#undef JS_AtomGetStrRT
#undef __JS_AtomToValue
#undef JS_AtomIsArrayIndex
#undef JS_AtomIsNumericIndex1
#undef JS_AtomSymbolHasDescription
#undef JS_AtomGetKind
#undef JS_NewSymbolFromAtom
#undef find_atom
#undef js_function_set_properties
#undef js_instantiate_prototype
#undef JS_AtomToValue

#endif
