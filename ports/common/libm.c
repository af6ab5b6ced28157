/*
 * libm.c: functions of newlib's libm in a fourth of its flash, for processors without floating point. They stand before
 * the library's, whose wrappers for errno (nobody reads it) then stay out. Results are exact where the standard asks
 * for it (fmod, sqrt, floor, ceil, nextafter), elsewhere within 2 units of the last place, hyperbolic functions within
 * 4; NaN, infinities and zeros give what Annex F of C11 has.
 */
#include "libm.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define EXPONENT_BIAS 1023
#define FRACTION_BITS 52
#define SIGN_BIT (UINT64_C(1) << 63)
#define HIDDEN_BIT (UINT64_C(1) << FRACTION_BITS)
#define INFINITE_BITS (UINT64_C(0x7ff) << FRACTION_BITS)
#define LN_2 0.69314718055994530942
/* exp() is infinite above it, exp(x) / 2 is not yet. */
#define EXP_LIMIT 709.78
/* Above it 1 is nothing beside a number's square. */
#define SQUARE_LIMIT 0x1p28

static uint64_t bits_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

static double double_of(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

/* A finite x above zero as an integer below 2^53, at least 2^52, times 2^exponent. */
static uint64_t split(uint64_t bits, int *exponent) {
  uint64_t fraction = bits & (HIDDEN_BIT - 1);
  *exponent = (int)(bits >> FRACTION_BITS & 0x7ff);
  if (*exponent != 0) {
    fraction |= HIDDEN_BIT;
  } else {
    for (*exponent = 1; fraction < HIDDEN_BIT; fraction <<= 1) {
      --*exponent;
    }
  }
  *exponent -= EXPONENT_BIAS + FRACTION_BITS;
  return fraction;
}

/* ---- exact ---- */

double fmod(double x, double y) {
  uint64_t sign = bits_of(x) & SIGN_BIT;
  uint64_t dividend = bits_of(x) & ~SIGN_BIT;
  uint64_t divisor = bits_of(y) & ~SIGN_BIT;
  if (divisor == 0 || dividend >= INFINITE_BITS || divisor > INFINITE_BITS) {
    return (x * y) / (x * y);
  }
  if (dividend < divisor) {
    return x;
  }
  int exponent;
  int last_exponent;
  uint64_t rest = split(dividend, &exponent);
  uint64_t step = split(divisor, &last_exponent);
  for (;; exponent--) {
    if (rest >= step) {
      rest -= step;
    }
    if (exponent == last_exponent) {
      return double_of(bits_of(scalbn((double)rest, exponent)) | sign);
    }
    rest <<= 1;
  }
}

double sqrt(double x) {
  uint64_t bits = bits_of(x);
  if (bits << 1 == 0 || bits == INFINITE_BITS) {
    return x;
  }
  if (bits > INFINITE_BITS) {
    return (x - x) / (x - x);
  }
  int exponent;
  uint64_t square = split(bits, &exponent);
  square <<= exponent & 1;
  /* Two bits of the square bring one of the root: its 53, and one to round by. */
  uint64_t root = 0;
  uint64_t rest = 0;
  for (int i = 0; i < 54; i++) {
    rest = rest << 2 | square >> FRACTION_BITS;
    square = square << 2 & (4 * HIDDEN_BIT - 1);
    root <<= 1;
    if (rest > root << 1) {
      rest -= root << 1 | 1;
      root |= 1;
    }
  }
  return scalbn((double)((root + 1) >> 1), (exponent >> 1) - FRACTION_BITS / 2);
}

double __ieee754_sqrt(double x) { return sqrt(x); }

double floor(double x) {
  double whole = trunc(x);
  return whole > x ? whole - 1 : whole;
}

double ceil(double x) {
  double whole = trunc(x);
  return whole < x ? whole + 1 : whole;
}

/* A double's bits are an integer that grows by one from each size to the next. */
double nextafter(double x, double y) {
  if (isnan(x) || x == y) {
    return isnan(x) ? x : y;
  }
  if (isnan(y)) {
    return y;
  }
  if (x == 0) {
    return copysign(double_of(1), y);
  }
  return double_of((y > x) == (x > 0) ? bits_of(x) + 1 : bits_of(x) - 1);
}

/* ---- what newlib has without its wrappers ---- */

double exp(double x) { return __ieee754_exp(x); }

double log(double x) { return __ieee754_log(x); }

double log10(double x) { return __ieee754_log10(x); }

double pow(double x, double y) { return __ieee754_pow(x, y); }

/* Near 1 and 0 a logarithm's and a power's rounded argument is known: these undo it (Kahan's way). */

double log1p(double x) {
  double sum = 1 + x;
  double rounded = sum - 1;
  return rounded == 0 || sum == INFINITY ? x : log(sum) * (x / rounded);
}

double expm1(double x) {
  double power = exp(x);
  double less = power - 1;
  return less == 0 ? x : less == -1 || power == INFINITY ? less : less * (x / log(power));
}

/* ---- angles ---- */

/* 2/pi, most significant word first, after two words of zeros: as many as the largest double needs. */
static const uint32_t two_over_pi[] = {
    0x00000000, 0x00000000, 0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041,
    0xfe5163ab, 0xdebbc561, 0xb7246e3a, 0x424dd2e0, 0x06492eea, 0x09d1921c, 0xfe1deb1c, 0xb129a73e,
    0xe88235f5, 0x2ebb4484, 0xe99c7026, 0xb45f7e41, 0x3991d639, 0x835339f4, 0x9c845f8b, 0xbdf9283b,
    0x1ff897ff, 0xde05980f, 0xef2f118b, 0x5a0a6d1f, 0x6d367ecf, 0x27cb09b7, 0x4f463f66, 0x9e5fea2d,
    0x7527bac7, 0xebe5f17b, 0x3d0739f7, 0x8a5292ea, 0x6bfb5fb1, 0x1f8d5d08, 0x56033046,
};
#define PI_HALF_BITS UINT64_C(0xc90fdaa22168c235) /* pi/2, times 2^63 */
#define WORDS 6

static uint64_t high_product(uint64_t a, uint64_t b) {
  uint64_t low = (a & UINT32_MAX) * (b & UINT32_MAX);
  uint64_t cross = (a >> 32) * (b & UINT32_MAX) + (low >> 32);
  uint64_t other = (a & UINT32_MAX) * (b >> 32) + (cross & UINT32_MAX);
  return (a >> 32) * (b >> 32) + (cross >> 32) + (other >> 32);
}

/*
 * The library's sin and cos ask for it: x = n * pi/2 + rest[0] + rest[1], with n's last two bits as the answer and the
 * rest at most pi/4. x times 2/pi is taken as an integer of 192 bits, of which 2 stand before the point: what is above
 * are whole circles, so that only those bits of 2/pi are looked at that matter (Payne and Hanek's way).
 */
int __ieee754_rem_pio2(double x, double *rest) {
  int exponent;
  uint64_t whole = split(bits_of(x) & ~SIGN_BIT, &exponent);
  uint32_t factor[2] = {(uint32_t)whole, (uint32_t)(whole >> 32)};
  unsigned first = (unsigned)(exponent - 2 + 64);
  uint32_t product[WORDS] = {0}; /* least significant first */
  for (unsigned i = 0; i < 2; i++) {
    uint64_t carry = 0;
    for (unsigned k = i; k < WORDS; k++) {
      const uint32_t *word = &two_over_pi[first / 32 + WORDS - 1 - (k - i)];
      uint32_t bits = (uint32_t)(((uint64_t)word[0] << 32 | word[1]) >> (32 - first % 32));
      carry += (uint64_t)bits * factor[i] + product[k];
      product[k] = (uint32_t)carry;
      carry >>= 32;
    }
  }
  uint32_t top = product[WORDS - 1];
  int quarters = (int)(((top >> 29) + 1) >> 1);
  /* What is left is a fraction from -1/2 to 1/2; its first 64 bits that are not zeros. */
  bool below = (top >> 29 & 1) != 0;
  uint32_t flip = below ? UINT32_MAX : 0;
  uint64_t fraction = (uint64_t)((top ^ flip) & 0x1fffffff) << 32 | (product[4] ^ flip);
  uint64_t next = (uint64_t)(product[3] ^ flip) << 32 | (product[2] ^ flip);
  int scale = 1 - 62;
  for (; fraction >> 63 == 0; scale--) {
    fraction = fraction << 1 | next >> 63;
    next <<= 1;
  }
  uint64_t angle = high_product(fraction, PI_HALF_BITS);
  bool negative = x < 0;
  rest[0] = scalbn((double)(angle & ~UINT64_C(0x7ff)), scale);
  rest[1] = scalbn((double)(angle & 0x7ff), scale);
  if (below != negative) {
    rest[0] = -rest[0];
    rest[1] = -rest[1];
  }
  return negative ? -quarters : quarters;
}

double tan(double x) { return sin(x) / cos(x); }

double asin(double x) { return atan2(x, sqrt((1 - x) * (1 + x))); }

double acos(double x) { return atan2(sqrt((1 - x) * (1 + x)), x); }

/* ---- hyperbolic ---- */

double sinh(double x) {
  double size = fabs(x);
  if (size >= EXP_LIMIT) {
    double root = exp(size / 2);
    return copysign(root / 2, x) * root;
  }
  double grown = expm1(size);
  return copysign((grown + grown / (grown + 1)) / 2, x);
}

double cosh(double x) {
  double size = fabs(x);
  if (size >= EXP_LIMIT) {
    double root = exp(size / 2);
    return root / 2 * root;
  }
  double grown = exp(size);
  return (grown + 1 / grown) / 2;
}

double tanh(double x) {
  double less = expm1(-2 * fabs(x));
  return copysign(-less / (less + 2), x);
}

double asinh(double x) {
  double size = fabs(x);
  double square = size * size;
  double area = size > SQUARE_LIMIT ? log(size) + LN_2 : log1p(size + square / (1 + sqrt(square + 1)));
  return copysign(area, x);
}

double acosh(double x) {
  double above = x - 1;
  return x > SQUARE_LIMIT ? log(x) + LN_2 : log1p(above + sqrt(above) * sqrt(x + 1));
}

double atanh(double x) {
  double size = fabs(x);
  return copysign(log1p(2 * size / (1 - size)) / 2, x);
}

/* Squares neither overflow nor vanish after a shift of both by a power of two. */
double hypot(double x, double y) {
  uint64_t a = bits_of(x) & ~SIGN_BIT;
  uint64_t b = bits_of(y) & ~SIGN_BIT;
  uint64_t larger = a > b ? a : b;
  if (a == INFINITE_BITS || b == INFINITE_BITS) {
    return double_of(INFINITE_BITS);
  }
  int shift = larger >> FRACTION_BITS > EXPONENT_BIAS + 500   ? -600
              : larger >> FRACTION_BITS < EXPONENT_BIAS - 400 ? 600
                                                              : 0;
  x = scalbn(x, shift);
  y = scalbn(y, shift);
  return scalbn(sqrt(x * x + y * y), -shift);
}
