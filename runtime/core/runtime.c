#include "runtime.h"

#include <stdio.h>

#include "core/errors.h"
#include "core/image.h"
#include "core/loop.h"
#include "core/script.h"
#include "port.h"

static int fail(const char *what, const char *detail, int code) {
  char text[320];
  int size = snprintf(text, sizeof text, "tinygram: %s%s.\n", what, detail);
  port_console_write(PORT_STDERR, text, size < (int)sizeof text ? (size_t)size : sizeof text - 1);
  return code;
}

static int start_network(void) {
  int status = port_net_start();
  if (status == 0) {
    return 0;
  }
  const char *message = errors_message(status);
  return fail("the network did not start: ", message != NULL ? message : "unknown error", RUNTIME_EXIT_NETWORK);
}

int runtime_run(void) {
  struct port_image found;
  if (!port_app_image(&found)) {
    return fail("there is no app image", ": give the board one (tinygram run, or README)", RUNTIME_EXIT_IMAGE);
  }
  struct image app;
  const char *problem = image_open(found.data, found.size, &app);
  if (problem != NULL) {
    return fail(problem, "", RUNTIME_EXIT_IMAGE);
  }
  int code = start_network();
  if (code != 0) {
    return code;
  }
  code = script_start(&app);
  if (code != 0) {
    return code;
  }
  script_run_app();
  do {
    loop_run();
    script_before_exit();
  } while (loop_alive());
  code = script_end();
  script_stop();
  return script_checked(code);
}
