/*
 * hot.h: functions of QuickJS that each datagram passes through. The engine is compiled for size; internals.c marks
 * these so that the compiler makes them quick. `make profile` shows which they are; one that a release of QuickJS no
 * longer has fails to compile.
 */
#ifndef QUICKJS_HOT_H
#define QUICKJS_HOT_H

/* clang-format finds no form of such a list that it leaves alone. */
/* clang-format off */
#define HOT_FUNCTIONS \
  HOT(js_call_c_function) \
  HOT(js_closure2) \
  HOT(free_var_ref) \
  HOT(JS_GetPropertyInternal) \
  HOT(JS_GetPropertyValue) \
  HOT(JS_SetPropertyInternal) \
  HOT(JS_SetPropertyValue) \
  HOT(add_property) \
  HOT(JS_NewObjectFromShape) \
  HOT(JS_NewObjectProtoClass) \
  HOT(js_create_from_ctor) \
  HOT(JS_ValueToAtom) \
  HOT(new_name_itself) \
  HOT(JS_NewAtomStr) \
  HOT(JS_FreeAtom) \
  HOT(index_itself) \
  HOT(JS_ToStringInternal) \
  HOT(js_strict_eq2) \
  HOT(__JS_FreeValueRT) \
  HOT(free_gc_object)
/* clang-format on */

#endif
