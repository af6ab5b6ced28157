/* promises.c: promises, jobs, unhandled rejections. */
#include "check.h"

static void what_is_no_promise_has_no_state(void) {
  jerry_value_t object = jerry_object();
  CHECK_INT(JERRY_PROMISE_STATE_NONE, jerry_promise_state(object));
  CHECK_THROWS("TypeError", jerry_promise_result(object));
  jerry_value_free(object);
}

static void promises_of_script_are_seen(void) {
  jerry_value_t promise = script("Promise.resolve(5)");
  CHECK_INT(JERRY_PROMISE_STATE_FULFILLED, jerry_promise_state(promise));
  CHECK_TEXT("5", jerry_promise_result(promise));
  jerry_value_free(promise);
  promise = script("new Promise(function () {})");
  CHECK_INT(JERRY_PROMISE_STATE_PENDING, jerry_promise_state(promise));
  CHECK_TEXT("undefined", jerry_promise_result(promise));
  jerry_value_free(promise);
  promise = script("var rejected = Promise.reject('why'); rejected.catch(function () {}); rejected");
  CHECK_INT(JERRY_PROMISE_STATE_REJECTED, jerry_promise_state(promise));
  CHECK_TEXT("why", jerry_promise_result(promise));
  jerry_value_free(promise);
  run_jobs(); /* a job that waits holds the engine's memory beyond jerry_cleanup() in QuickJS */
}

static void jobs_run_in_order_and_to_the_end(void) {
  jerry_value_free(script("order = [];"
                          "Promise.resolve().then(function () { order.push(1); }).then(function () { order.push(3); });"
                          "Promise.resolve().then(function () { order.push(2); });"));
  CHECK_SCRIPT("", "order.join()");
  run_jobs();
  CHECK_SCRIPT("1,2,3", "order.join()");
}

static void async_functions_go_on_in_jobs(void) {
  jerry_value_free(script("log = ''; (async function () { log += 'a'; await null; log += 'b'; })(); log += 'c'"));
  CHECK_SCRIPT("ac", "log");
  run_jobs();
  CHECK_SCRIPT("acb", "log");
}

/* ---- unhandled rejections ---- */

static char events[256];

static void on_event(jerry_promise_event_type_t type, const jerry_value_t promise, const jerry_value_t value,
                     void *user) {
  CHECK(user == events);
  CHECK(jerry_value_is_promise(promise));
  if (type == JERRY_PROMISE_EVENT_REJECT_WITHOUT_HANDLER) {
    jerry_value_t text = jerry_value_to_string(value);
    size_t at = strlen(events);
    at += jerry_string_to_buffer(text, JERRY_ENCODING_UTF8, (jerry_char_t *)events + at, 16);
    strcpy(events + at, ";");
    jerry_value_free(text);
  } else if (type == JERRY_PROMISE_EVENT_CATCH_HANDLER_ADDED) {
    strcat(events, "handled;");
  }
}

static void listen(void) {
  events[0] = 0;
  jerry_promise_on_event(JERRY_PROMISE_EVENT_FILTER_ERROR, on_event, events);
}

static void an_unhandled_rejection_is_reported_at_once(void) {
  listen();
  jerry_value_free(script("Promise.reject('first'); new Promise(function (a, reject) { reject('second'); })"));
  CHECK(!strcmp(events, "first;second;"));
}

static void a_handler_added_late_is_reported(void) {
  listen();
  jerry_value_free(script("var p = Promise.reject('late')"));
  CHECK(!strcmp(events, "late;"));
  jerry_value_free(script("p.catch(function () {})"));
  CHECK(!strcmp(events, "late;handled;"));
  jerry_value_free(script("p.catch(function () {})"));
  run_jobs();
  CHECK(!strcmp(events, "late;handled;"));
}

static void a_handled_rejection_is_not_reported(void) {
  listen();
  jerry_value_free(script("new Promise(function (a, reject) { later = reject; }).catch(function () {}); later('x')"));
  run_jobs();
  CHECK(!strcmp(events, ""));
}

static void what_a_handler_throws_is_reported(void) {
  listen();
  jerry_value_free(script("Promise.resolve().then(function () { throw 'inside'; })"));
  CHECK(!strcmp(events, ""));
  run_jobs();
  CHECK(!strcmp(events, "inside;"));
}

static void reports_can_be_turned_off(void) {
  listen();
  jerry_promise_on_event(JERRY_PROMISE_EVENT_FILTER_DISABLE, NULL, NULL);
  jerry_value_free(script("Promise.reject('x')"));
  CHECK(!strcmp(events, ""));
}

static const struct test tests[] = {
    {"what is no promise has no state", what_is_no_promise_has_no_state},
    {"promises of script are seen", promises_of_script_are_seen},
    {"jobs run in order and to the end", jobs_run_in_order_and_to_the_end},
    {"async functions go on in jobs", async_functions_go_on_in_jobs},
    {"an unhandled rejection is reported at once", an_unhandled_rejection_is_reported_at_once},
    {"a handler added late is reported", a_handler_added_late_is_reported},
    {"a handled rejection is not reported", a_handled_rejection_is_not_reported},
    {"what a handler throws is reported", what_a_handler_throws_is_reported},
    {"reports can be turned off", reports_can_be_turned_off},
    {NULL, NULL},
};
const struct suite promises = {"promises", tests, false};
