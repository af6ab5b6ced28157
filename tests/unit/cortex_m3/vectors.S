/* vectors.S: where a Cortex-M3 starts: its stack, then newlib's own entry. Any fault stops in a lock-up. */
  .syntax unified
  .section .vectors, "a"
  .word 0x00400000
  .word _start
