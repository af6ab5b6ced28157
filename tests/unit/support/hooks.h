/* hooks.h: lwIP's hooks in unit tests: none. */
#ifndef HOOKS_H
#define HOOKS_H
#endif
