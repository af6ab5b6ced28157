#include "core/errors.h"

static const struct error_entry entries[] = {
#define ERRORS_ENTRY(name, number, message) {#name, (number), (message)},
    ERRORS(ERRORS_ENTRY)
#undef ERRORS_ENTRY
};

#define ENTRY_COUNT (sizeof entries / sizeof entries[0])

static const struct error_entry *error_find(int code) {
  for (size_t i = 0; i < ENTRY_COUNT; i++) {
    if (entries[i].number == code) {
      return &entries[i];
    }
  }
  return NULL;
}

const char *errors_name(int code) {
  const struct error_entry *entry = error_find(code);
  return entry != NULL ? entry->name : NULL;
}

const char *errors_message(int code) {
  const struct error_entry *entry = error_find(code);
  return entry != NULL ? entry->message : NULL;
}

int errors_entry(size_t index, struct error_entry *out) {
  if (index >= ENTRY_COUNT) {
    return 0;
  }
  *out = entries[index];
  return 1;
}
