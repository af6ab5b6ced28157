/* modules.c: ES modules, which this engine is built without (JerryScript answers import() in its own way). */
#include "../check.h"

static void import_and_export_are_syntax_errors(void) {
  CHECK_SCRIPT("SyntaxError", "try { (0, eval)('export var a = 1'); } catch (e) { e.name; }");
  CHECK_SCRIPT("SyntaxError", "try { (0, eval)('import a from \"a\"'); } catch (e) { e.name; }");
  CHECK_SCRIPT("SyntaxError", "try { (0, eval)('import.meta'); } catch (e) { e.name; }");
}

static void import_called_as_a_function_is_rejected(void) {
  CHECK_SCRIPT("[object Promise]", "var how; var promise = import('./a.js'); promise.then(() => { how = 'resolved'; },"
                                   "(e) => { how = e.name + ': ' + e.message; }); String(promise)");
  run_jobs();
  CHECK_SCRIPT("ReferenceError: could not load module 'a.js'", "how");
}

static const struct test list[] = {
    {"import and export are syntax errors", import_and_export_are_syntax_errors},
    {"import() called as a function is rejected", import_called_as_a_function_is_rejected},
    {NULL, NULL},
};
const struct suite modules = {"modules", list, false};
