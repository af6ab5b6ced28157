/*
 * checksum_m3.S: checksum_sum() of checksum.h for Cortex-M3 and up. Eight words a load, added with carry; the
 * carry flag lives through the loop because neither the load nor the branch touches it.
 */
  .syntax unified
  .thumb
  .text
  .balign 4
  .global checksum_sum
  .type checksum_sum, %function
  .thumb_func
checksum_sum:
  cmp r1, #0
  ble .Lnothing
  ands r2, r0, #3
  push {r4-r10, lr}
  mov r12, #0                 /* the sum */
  beq .Laligned
  /* The bytes up to the word boundary, shifted to their place in that word. An odd start leaves every later
     byte in the other half of its 16 bits, which a swap at the end makes good. */
  bic r3, r0, #3
  ldr r3, [r3]
  lsl r4, r2, #3
  lsr r3, r3, r4
  lsl r3, r3, r4
  rsb r5, r2, #4              /* bytes taken from this word */
  subs r6, r1, r5
  bge .Lhead
  /* Fewer than that: drop what lies behind the end. */
  add r6, r2, r1
  rsb r6, r6, #4
  lsl r6, r6, #3
  lsl r3, r3, r6
  lsr r3, r3, r6
  mov r5, r1
.Lhead:
  mov r12, r3
  add r0, r0, r5
  sub r1, r1, r5
.Laligned:
  lsrs lr, r1, #5             /* blocks of 32 bytes */
  beq .Lwords
  adds r3, r12, #0            /* carry clear, sum unchanged */
.Lblock:
  ldmia r0!, {r3-r10}
  adcs r12, r12, r3
  adcs r12, r12, r4
  adcs r12, r12, r5
  adcs r12, r12, r6
  adcs r12, r12, r7
  adcs r12, r12, r8
  adcs r12, r12, r9
  adcs r12, r12, r10
  sub lr, lr, #1
  teq lr, #0
  bne .Lblock
  adc r12, r12, #0
.Lwords:
  tst r1, #16
  beq .Ltwo
  ldmia r0!, {r3-r6}
  adds r12, r12, r3
  adcs r12, r12, r4
  adcs r12, r12, r5
  adcs r12, r12, r6
  adc r12, r12, #0
.Ltwo:
  tst r1, #8
  beq .Lone
  ldmia r0!, {r3-r4}
  adds r12, r12, r3
  adcs r12, r12, r4
  adc r12, r12, #0
.Lone:
  tst r1, #4
  beq .Ltail
  ldr r3, [r0], #4
  adds r12, r12, r3
  adc r12, r12, #0
.Ltail:
  ands r1, r1, #3
  beq .Lfold
  ldr r3, [r0]                /* the whole word: it never crosses out of the last one's memory */
  rsb r1, r1, #4
  lsl r1, r1, #3
  lsl r3, r3, r1
  lsr r3, r3, r1
  adds r12, r12, r3
  adc r12, r12, #0
.Lfold:
  uxth r0, r12
  add r0, r0, r12, lsr #16
  uxth r3, r0
  add r0, r3, r0, lsr #16
  tst r2, #1
  it ne
  revne r0, r0
  it ne
  lsrne r0, r0, #16
  pop {r4-r10, pc}
.Lnothing:
  movs r0, #0
  bx lr
  .size checksum_sum, . - checksum_sum
