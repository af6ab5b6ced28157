/* main.c: the firmware; start.c has brought the board up. */
#include "port.h"
#include "port_start.h"
#include "runtime.h"

int main(int argc, char **argv) {
  port_start(argc, argv);
  port_exit(runtime_run());
}
