/*
 * args.h: declarative checks of the arguments of a native function. Never compiled out: a wrong argument
 * throws a TypeError that names function, position, expected type and found type, and nothing has happened.
 *
 *   static jerry_value_t bind(const jerry_call_info_t *call, const jerry_value_t args[], jerry_length_t count) {
 *     struct args_text address; uint16_t port; uint32_t flags;
 *     ARGS("bind", call, args, count, ARG_THIS(&udp_class, &self), ARG_TEXT(&address), ARG_U16(&port), ARG_U32(&flags));
 *     ...
 *   }
 *
 * The concrete macros and what each accepts are in this file's second half.
 */
#ifndef ARGS_H
#define ARGS_H
#include "jerryscript.h"
#endif
