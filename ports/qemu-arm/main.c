/* main.c: the firmware; start.c has brought the board up. */
#include "port.h"
#include "port_qemu_arm.h"
#include "runtime.h"

int main(void) {
  port_qemu_arm_start();
  port_exit(runtime_run());
}
