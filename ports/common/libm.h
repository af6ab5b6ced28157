/* libm.h: what libm.c defines and calls. */
#ifndef LIBM_H
#define LIBM_H

#include <math.h>

double __ieee754_exp(double x);
double __ieee754_log(double x);
double __ieee754_log10(double x);
double __ieee754_pow(double x, double y);
int __ieee754_rem_pio2(double x, double *rest);

#endif
