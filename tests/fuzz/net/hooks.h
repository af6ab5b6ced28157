/* hooks.h: lwIP's hooks when it is fuzzed: none. */
#ifndef HOOKS_H
#define HOOKS_H
#endif
