/* main.c: the firmware; start.c has brought the board up. */
#include "figures.h"
#include "port.h"
#include "port_start.h"
#include "runtime.h"

int main(int argc, char **argv) {
  port_start(argc, argv);
  figures_of(runtime_heap);
  port_exit(runtime_run());
}
