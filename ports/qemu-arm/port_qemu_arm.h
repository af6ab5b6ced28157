/* port_qemu_arm.h: for the port's own main functions. */
#ifndef PORT_QEMU_ARM_H
#define PORT_QEMU_ARM_H

/* Boot options, random source, wall clock and channel; first thing in main(). */
void port_qemu_arm_start(void);

#endif
