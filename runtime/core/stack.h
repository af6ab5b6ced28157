/*
 * stack.h: error.stack as Node has it, on every engine: a string, "Name: message", then up to
 * Error.stackTraceLimit lines "    at function (file:line:column)". Script thread.
 */
#ifndef STACK_H
#define STACK_H

/* Gives every error made from here on its stack, and Error its captureStackTrace() and stackTraceLimit. Once,
 * after the engine has started. */
void stack_install(void);
/* Frees what stack_install() holds. Before the engine ends. */
void stack_remove(void);

#endif
