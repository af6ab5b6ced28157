/* tinygram.c: the slot that the app came from; the contract is typings/native/tinygram.d.ts. */
#include "core/props.h"
#include "port.h"

jerry_value_t tinygram_binding(void);

static jerry_value_t tinygram_slot(const jerry_call_info_t *call, const jerry_value_t args[],
                                   const jerry_length_t count) {
  (void)call;
  (void)args;
  (void)count;
  struct port_slot slot;
  port_slot(&slot);
  const char name[2] = {slot.name, 0};
  return slot.name != 0 ? props_string(name) : jerry_undefined();
}

static jerry_value_t tinygram_trial(const jerry_call_info_t *call, const jerry_value_t args[],
                                    const jerry_length_t count) {
  (void)call;
  (void)args;
  (void)count;
  struct port_slot slot;
  port_slot(&slot);
  return jerry_boolean(slot.trial);
}

static jerry_value_t tinygram_confirm(const jerry_call_info_t *call, const jerry_value_t args[],
                                      const jerry_length_t count) {
  (void)call;
  (void)args;
  (void)count;
  return jerry_number(port_slot_confirm());
}

static const struct props_method methods[] = {
    {"slot", tinygram_slot}, {"trial", tinygram_trial}, {"confirm", tinygram_confirm}};

jerry_value_t tinygram_binding(void) {
  jerry_value_t binding = jerry_object();
  props_methods(binding, methods, PROPS_COUNT(methods));
  return binding;
}
