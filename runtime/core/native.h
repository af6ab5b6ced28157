/*
 * native.h: modules in C of whoever builds a firmware, from files outside of this repository. An app gets one by
 * require('native:<name>').
 *
 *   static jerry_value_t lamp_set(const jerry_call_info_t *call, const jerry_value_t args[],
 *                                 const jerry_length_t count) {
 *     bool on;
 *     ARGS("lamp.set", call, args, count, ARG_BOOL(&on));
 *     board_lamp(on);
 *     return jerry_undefined();
 *   }
 *
 *   static const struct props_method methods[] = {{"set", lamp_set}};
 *
 *   static jerry_value_t lamp(void) {
 *     jerry_value_t module = jerry_object();
 *     props_methods(module, methods, PROPS_COUNT(methods));
 *     return module;
 *   }
 *
 *   void native_modules(void) { native_register("lamp", lamp); }
 *
 * core/args.h has all that arguments can be, core/props.h what objects are made with. Handlers run in the script
 * thread, and block script as long as they take. What comes from other tasks or interrupts reaches script through
 * core/loop.h.
 */
#ifndef NATIVE_H
#define NATIVE_H

#include "core/args.h"
#include "core/props.h"
#include "jerryscript.h"

/* Bytes of a name at most: letters, digits, '_', '-' and '/'. */
#define NATIVE_NAME_MAX 23

/*
 * Makes a module known. name and init stay the caller's, for the program's life. init is called in the script thread
 * when the app first asks for the module, and returns what require() gives, or an exception, which require() throws;
 * then it is called again at the next time. Before or in native_modules(). A name that is taken, too long or has
 * other characters, or one module too many (CONFIG_NATIVE_MODULES), ends the program with RUNTIME_EXIT_FAULT and a
 * line that says which.
 */
void native_register(const char *name, jerry_value_t (*init)(void));

/* Called once, by runtime_run(), before the engine starts. Does nothing unless the firmware's builder defines it; a
 * program with a main of its own may call native_register() there instead. */
void native_modules(void);

/* ---- for script.c ---- */

/* The module's object, made at the first call; undefined where there is no such module; an exception of its init.
 * Script thread. */
jerry_value_t native_require(const char *name);

/* Frees the objects. Before the engine stops. */
void native_stop(void);

#endif
