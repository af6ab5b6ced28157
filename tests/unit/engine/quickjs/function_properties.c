/* function_properties.c: what functions have of their own is made when it is asked for (shapes.c); script sees none of
 * that. */
#include "../check.h"

#define OWN(f) "Reflect.ownKeys(" f ").join()"
#define DESCRIBED(f, key) "JSON.stringify(Object.getOwnPropertyDescriptor(" f ", '" key "'))"

static void functions_have_their_properties_in_order(void) {
  CHECK_SCRIPT("length,name,prototype", "function f(a, b) {} " OWN("f"));
  CHECK_SCRIPT("length,name", "var g = (a) => a; " OWN("g"));
  CHECK_SCRIPT("length,name,prototype", "f.name; " OWN("f"));
  CHECK_SCRIPT("length,name", "g.length; " OWN("g"));
  CHECK_SCRIPT("", "Object.keys(f).concat(Object.keys(g)).join()");
  CHECK_SCRIPT("false", "var seen = false; for (var key in f) seen = true; seen");
  CHECK_SCRIPT("true", "'name' in f && f.hasOwnProperty('length') && !f.propertyIsEnumerable('length')");
}

static void functions_are_described_as_ever(void) {
  CHECK_SCRIPT("f,2,3,0", "function f(a, b) {} [f.name, f.length, (function (a, b, c) {}).length,"
                          "(function (a = 1) {}).length].join()");
  CHECK_SCRIPT("{\"value\":2,\"writable\":false,\"enumerable\":false,\"configurable\":true}", DESCRIBED("f", "length"));
  CHECK_SCRIPT("{\"value\":\"f\",\"writable\":false,\"enumerable\":false,\"configurable\":true}",
               DESCRIBED("f", "name"));
  CHECK_SCRIPT("{\"value\":{},\"writable\":true,\"enumerable\":false,\"configurable\":false}",
               DESCRIBED("f", "prototype"));
  CHECK_SCRIPT("true,constructor,true", "[f.prototype.constructor === f, Reflect.ownKeys(f.prototype).join(),"
                                        "f.prototype === f.prototype].join()");
  CHECK_SCRIPT("undefined", "typeof (() => 1).prototype");
}

static void a_function_is_named_after_what_it_is_written_for(void) {
  CHECK_SCRIPT("f,g,h,,own", "var f = function () {}, o = { g: function () {}, h() {} };"
                             "[f.name, o.g.name, o.h.name, (function () {}).name, (function own() {}).name].join()");
  CHECK_SCRIPT("first,second,first", "function make(key) { return { [key]: function () {} }[key]; }"
                                     "var a = make('first'); [a.name, make('second').name, a.name].join()");
  CHECK_SCRIPT("same,same", "function again() { var same = function () {}; return same; }"
                            "[again().name, again().name].join()");
  CHECK_SCRIPT("get x,[tag]", "var tag = Symbol('tag'), p = { get x() { return 1; }, [tag]: function () {} };"
                              "[Object.getOwnPropertyDescriptor(p, 'x').get.name, p[tag].name].join()");
  CHECK_SCRIPT("bound f", "f.bind(null).name");
}

static void a_change_to_one_function_is_of_that_one(void) {
  CHECK_SCRIPT("1,2,,1", "function make() { return function named(a) {}; } var a = make(), b = make(), c = make();"
                         "a.extra = 1; b.extra = 2; [a.extra, b.extra, c.extra, c.length].join()");
  CHECK_SCRIPT("length,name,prototype,extra", OWN("a"));
  CHECK_SCRIPT("true,length,prototype,,named", "var d = make(); [delete d.name, Reflect.ownKeys(d).join(), d.name,"
                                               "make().name].join()");
  CHECK_SCRIPT("false", "delete make().prototype");
  CHECK_SCRIPT("other,named", "Object.defineProperty(b, 'name', { value: 'other' }); [b.name, c.name].join()");
  CHECK_SCRIPT("named", "c.name = 'written'; c.name");
  CHECK_SCRIPT("TypeError", "'use strict'; try { c.length = 7; } catch (e) { e.name; }");
  CHECK_SCRIPT("true,1,named", "var e = make(); Object.setPrototypeOf(e, null); [Object.getPrototypeOf(e) === null,"
                               "e.length, e.name].join()");
  CHECK_SCRIPT("p,true", "var g = make(); g.prototype = 'p';"
                         "[g.prototype, make().prototype !== make().prototype].join()");
}

static void functions_are_frozen_and_sealed(void) {
  CHECK_SCRIPT("true,true,f", "function f() {} Object.freeze(f);"
                              "[Object.isFrozen(f), Object.isSealed(f), f.name].join()");
  CHECK_SCRIPT("{\"value\":0,\"writable\":false,\"enumerable\":false,\"configurable\":false}",
               DESCRIBED("f", "length"));
  CHECK_SCRIPT("false,true", "function g() {} Object.seal(g); [Object.isFrozen(g), Object.isSealed(g)].join()");
  CHECK_SCRIPT("true,,0", "var h = function () {}; Object.preventExtensions(h); h.x = 1;"
                          "[!Object.isExtensible(h), h.x, h.length].join()");
}

static void classes_generators_and_async_functions_have_theirs(void) {
  CHECK_SCRIPT("length,name,prototype,of|C|1", "class C { constructor(a) {} static of() {} }"
                                               "[Reflect.ownKeys(C).join(), C.name, C.length].join('|')");
  CHECK_SCRIPT("length,name,prototype|length,name",
               "[function* () {}, async function () {}].map((f) => Reflect.ownKeys(f).join()).join('|')");
  CHECK_SCRIPT("made", "class D extends (function Base() { this.by = 'made'; }) {} new D().by");
}

static jerry_value_t nothing(const jerry_call_info_t *info, const jerry_value_t args[], const jerry_length_t count) {
  (void)info;
  (void)args;
  (void)count;
  return jerry_undefined();
}

static void native_functions_have_a_prototype_of_their_own(void) {
  set_function("first", nothing);
  set_function("second", nothing);
  CHECK_SCRIPT("prototype", OWN("first"));
  CHECK_SCRIPT("true,true,false", "[first.prototype.constructor === first, new first() instanceof first,"
                                  "new first() instanceof second].join()");
  CHECK_SCRIPT("prototype,name|prototype", "Object.defineProperty(first, 'name', { value: 'x', enumerable: true });"
                                           "Reflect.ownKeys(first).join() + '|' + Reflect.ownKeys(second).join()");
  CHECK_SCRIPT("1,undefined", "second.a = 1; [second.a, typeof first.a].join()");
}

static void functions_of_one_place_come_and_go(void) {
  CHECK_SCRIPT("3000", "var kept = 0; for (var i = 0; i < 3000; i++) { let f = function () { return i; };"
                       "if (i % 3 === 0) f.mark = f; if (i % 5 === 0) f.prototype; if (i % 7 === 0) f.name;"
                       "kept += f.length === 0 ? 1 : 0; } kept");
  jerry_heap_gc(JERRY_GC_PRESSURE_HIGH);
  CHECK_SCRIPT("fine", "'fine'");
}

static const struct test list[] = {
    {"functions have their properties in order", functions_have_their_properties_in_order},
    {"functions are described as ever", functions_are_described_as_ever},
    {"a function is named after what it is written for", a_function_is_named_after_what_it_is_written_for},
    {"a change to one function is of that one", a_change_to_one_function_is_of_that_one},
    {"functions are frozen and sealed", functions_are_frozen_and_sealed},
    {"classes, generators and async functions have theirs", classes_generators_and_async_functions_have_theirs},
    {"native functions have a prototype of their own", native_functions_have_a_prototype_of_their_own},
    {"functions of one place come and go", functions_of_one_place_come_and_go},
    {NULL, NULL},
};
const struct suite function_properties = {"function_properties", list, false};
