/*
 * memory_m3.S: memcpy() and memset() for Cortex-M3, by 8 words where both ends allow it, else by words (ldr and str may
 * be unaligned there, ldm and stm may not). Debian's picolibc is made for size and moves single bytes: a datagram of
 * 1,024 bytes then takes twice the instructions.
 */
  .syntax unified
  .thumb

  .section .text.memcpy, "ax"
  .global memcpy
  .type memcpy, %function
  .thumb_func
memcpy:
  mov     r12, r0 /* the result */
  cmp     r2, #32
  blo     2f
  orr     r3, r0, r1
  tst     r3, #3
  bne     2f
  push    {r4-r10}
  subs    r2, #32
1:
  ldmia   r1!, {r3-r10}
  stmia   r0!, {r3-r10}
  subs    r2, #32
  bhs     1b
  adds    r2, #32
  pop     {r4-r10}
2:
  subs    r2, #16
  blo     4f
3:
  ldr     r3, [r1], #4
  str     r3, [r0], #4
  ldr     r3, [r1], #4
  str     r3, [r0], #4
  ldr     r3, [r1], #4
  str     r3, [r0], #4
  ldr     r3, [r1], #4
  str     r3, [r0], #4
  subs    r2, #16
  bhs     3b
4:
  adds    r2, #12 /* what is left, less a word */
  blo     6f
5:
  ldr     r3, [r1], #4
  str     r3, [r0], #4
  subs    r2, #4
  bhs     5b
6:
  adds    r2, #4
  beq     8f
7:
  ldrb    r3, [r1], #1
  strb    r3, [r0], #1
  subs    r2, #1
  bne     7b
8:
  mov     r0, r12
  bx      lr
  .size memcpy, . - memcpy

  .section .text.memset, "ax"
  .global memset
  .type memset, %function
  .thumb_func
memset:
  mov     r12, r0 /* the result */
  uxtb    r1, r1
  orr     r1, r1, r1, lsl #8
  orr     r1, r1, r1, lsl #16
  subs    r2, #16
  blo     2f
1:
  str     r1, [r0], #4
  str     r1, [r0], #4
  str     r1, [r0], #4
  str     r1, [r0], #4
  subs    r2, #16
  bhs     1b
2:
  adds    r2, #12 /* what is left, less a word */
  blo     4f
3:
  str     r1, [r0], #4
  subs    r2, #4
  bhs     3b
4:
  adds    r2, #4
  beq     6f
5:
  strb    r1, [r0], #1
  subs    r2, #1
  bne     5b
6:
  mov     r0, r12
  bx      lr
  .size memset, . - memset
