/* features.c: see features.h. */
#include "engine/jerryscript/features.h"

#include <stddef.h>

#include "jerryscript.h"

bool features_present(void (*say)(const char *text)) {
  static const struct {
    jerry_feature_t feature;
    const char *name;
  } needed[] = {{JERRY_FEATURE_ERROR_MESSAGES, "error messages"},
                {JERRY_FEATURE_LINE_INFO, "line info"},
                {JERRY_FEATURE_SNAPSHOT_EXEC, "snapshot execution"},
                {JERRY_FEATURE_JS_PARSER, "the parser"},
                {JERRY_FEATURE_TYPEDARRAY, "typed arrays"},
                {JERRY_FEATURE_DATAVIEW, "DataView"},
                {JERRY_FEATURE_JSON, "JSON"},
                {JERRY_FEATURE_REGEXP, "regular expressions"},
                {JERRY_FEATURE_GLOBAL_THIS, "globalThis"},
                {JERRY_FEATURE_MAP, "Map"},
                {JERRY_FEATURE_SET, "Set"},
                {JERRY_FEATURE_WEAKMAP, "WeakMap"},
                {JERRY_FEATURE_PROMISE_CALLBACK, "promise callbacks"}};
  bool complete = true;
  for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
    if (!jerry_feature_enabled(needed[i].feature)) {
      say(complete ? "tinygram: this build of the engine JerryScript lacks " : ", ");
      say(needed[i].name);
      complete = false;
    }
  }
  if (!complete) {
    say("; it must be built with them.\n");
  }
  return complete;
}
