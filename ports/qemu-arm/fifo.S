/*
 * fifo.S: copies between memory and the LAN9118's FIFO ports, eight words an instruction. The chip answers to eight
 * consecutive addresses for either port, in any order, so that load and store multiple work on it.
 */
  .syntax unified
  .thumb
  .text

/* void fifo_read(const volatile uint32_t *port, uint32_t *to, uint32_t blocks): blocks > 0 of 32 bytes. */
  .balign 4
  .global fifo_read
  .type fifo_read, %function
  .thumb_func
fifo_read:
  push {r4-r10, lr}
  lsrs r2, r2, #1
  bcc 1f
  ldmia r0, {r3-r10}
  stmia r1!, {r3-r10}
  cbz r2, 2f
1:
  ldmia r0, {r3-r10}
  stmia r1!, {r3-r10}
  ldmia r0, {r3-r10}
  stmia r1!, {r3-r10}
  subs r2, r2, #1
  bne 1b
2:
  pop {r4-r10, pc}
  .size fifo_read, . - fifo_read

/* void fifo_write(volatile uint32_t *port, const uint32_t *from, uint32_t words). */
  .balign 4
  .global fifo_write
  .type fifo_write, %function
  .thumb_func
fifo_write:
  push {r4-r10, lr}
  lsrs r12, r2, #4
  beq 2f
1:
  ldmia r1!, {r3-r10}
  stmia r0, {r3-r10}
  ldmia r1!, {r3-r10}
  stmia r0, {r3-r10}
  subs r12, r12, #1
  bne 1b
2:
  lsls r2, r2, #29            /* carry: 8 words left; sign: 4 */
  bcc 3f
  ldmia r1!, {r3-r10}
  stmia r0, {r3-r10}
3:
  bpl 4f
  ldmia r1!, {r3-r6}
  stmia r0, {r3-r6}
4:
  lsls r2, r2, #2             /* carry: 2 words left; sign: 1 */
  bcc 5f
  ldmia r1!, {r3-r4}
  stmia r0, {r3-r4}
5:
  bpl 6f
  ldr r3, [r1]
  str r3, [r0]
6:
  pop {r4-r10, pc}
  .size fifo_write, . - fifo_write
