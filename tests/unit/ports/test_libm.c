/* The boards' libm.c beside the host's libm: exact where C asks for it, else within 2 units of the last place,
 * or 4 for what is made of two such. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "unity.h"

/* newlib's names for what the host's has. */
double __ieee754_exp(double x) { return exp(x); }
double __ieee754_log(double x) { return log(x); }
double __ieee754_log10(double x) { return log10(x); }
double __ieee754_pow(double x, double y) { return pow(x, y); }

/* Ours beside it, under names of their own. */
#define acos board_acos
#define acosh board_acosh
#define asin board_asin
#define asinh board_asinh
#define atanh board_atanh
#define ceil board_ceil
#define cosh board_cosh
#define exp board_exp
#define expm1 board_expm1
#define floor board_floor
#define fmod board_fmod
#define hypot board_hypot
#define log board_log
#define log10 board_log10
#define log1p board_log1p
#define nextafter board_nextafter
#define pow board_pow
#define sinh board_sinh
#define sqrt board_sqrt
#define tan board_tan
#define tanh board_tanh
#include "../../../ports/common/libm.c"
#undef acos
#undef acosh
#undef asin
#undef asinh
#undef atanh
#undef ceil
#undef cosh
#undef exp
#undef expm1
#undef floor
#undef fmod
#undef hypot
#undef log
#undef log10
#undef log1p
#undef nextafter
#undef pow
#undef sinh
#undef sqrt
#undef tan
#undef tanh

static uint64_t random_state;

static uint64_t random_bits(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return random_state;
}

/* A number of any size; every fourth near 1. */
static double any_number(void) {
  uint64_t bits = random_bits();
  if (bits % 4 == 0) {
    bits = (bits & ~INFINITE_BITS) | (uint64_t)(EXPONENT_BIAS - 30 + (int)(bits >> 3 & 63)) << FRACTION_BITS;
  }
  return double_of(bits);
}

static const double special[] = {
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    0.75,
    1.5,
    -1.5,
    2.0,
    -2.0,
    3.0,
    10.0,
    -10.0,
    1e-320,
    -1e-320,
    0x1p-1022,
    0x1p-30,
    -0x1p-30,
    0x1p28,
    0x1p52,
    0x1p53,
    -0x1p53,
    1e22,
    709.5,
    710.0,
    -710.0,
    711.0,
    1e8,
    -1e8,
    1e300,
    -1e300,
    0x1.fffffffffffffp1023,
    -0x1.fffffffffffffp1023,
    INFINITY,
    -INFINITY,
    NAN,
    0.99999999999999989,
    1.0000000000000002,
    3.141592653589793,
};
#define SPECIALS (sizeof special / sizeof special[0])

void setUp(void) { random_state = 0x9e3779b97f4a7c15; }

void tearDown(void) {}

/* Doubles as integers that grow by one from each to the next. */
static int64_t place(double x) {
  int64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits < 0 ? INT64_MIN - bits : bits;
}

static void expect_near(double expected, double got, int64_t units, double x, double y) {
  if (isnan(expected) && isnan(got)) {
    return;
  }
  int64_t apart = place(expected) - place(got);
  char text[128];
  snprintf(text, sizeof text, "%a, %a: %a instead of %a", x, y, got, expected);
  TEST_ASSERT_FALSE_MESSAGE(isnan(expected) || isnan(got), text);
  TEST_ASSERT_MESSAGE(apart <= units && apart >= -units, text);
  TEST_ASSERT_EQUAL_MESSAGE(signbit(expected), signbit(got), text);
}

static void compare(double (*theirs)(double), double (*ours)(double), int64_t units) {
  for (unsigned i = 0; i < SPECIALS; i++) {
    expect_near(theirs(special[i]), ours(special[i]), units, special[i], 0);
  }
  for (unsigned i = 0; i < 100000; i++) {
    double x = any_number();
    expect_near(theirs(x), ours(x), units, x, 0);
  }
}

static void compare_pairs(double (*theirs)(double, double), double (*ours)(double, double), int64_t units) {
  for (unsigned i = 0; i < SPECIALS; i++) {
    for (unsigned k = 0; k < SPECIALS; k++) {
      expect_near(theirs(special[i], special[k]), ours(special[i], special[k]), units, special[i], special[k]);
    }
  }
  for (unsigned i = 0; i < 20000; i++) {
    double x = any_number();
    double y = any_number();
    expect_near(theirs(x, y), ours(x, y), units, x, y);
  }
}

void test_fmod_is_exact(void) { compare_pairs(fmod, board_fmod, 0); }

void test_sqrt_is_exact(void) { compare(sqrt, board_sqrt, 0); }

void test_floor_and_ceil_are_exact(void) {
  compare(floor, board_floor, 0);
  compare(ceil, board_ceil, 0);
}

void test_nextafter_is_exact(void) { compare_pairs(nextafter, board_nextafter, 0); }

void test_near_zero_and_one(void) {
  compare(log1p, board_log1p, 2);
  compare(expm1, board_expm1, 2);
}

void test_what_newlib_computes_is_handed_on(void) {
  compare(exp, board_exp, 0);
  compare(log, board_log, 0);
  compare(log10, board_log10, 0);
  compare_pairs(pow, board_pow, 0);
}

void test_arcs(void) {
  compare(asin, board_asin, 2);
  compare(acos, board_acos, 2);
}

void test_hyperbolic_functions(void) {
  compare(sinh, board_sinh, 4);
  compare(cosh, board_cosh, 4);
  compare(tanh, board_tanh, 4);
}

void test_hyperbolic_areas(void) {
  compare(asinh, board_asinh, 4);
  compare(acosh, board_acosh, 4);
  compare(atanh, board_atanh, 4);
}

void test_hypot(void) {
  compare_pairs(hypot, board_hypot, 1);
  TEST_ASSERT_TRUE(board_hypot(3, 4) == 5);
}

void test_tan(void) { compare(tan, board_tan, 2); }

/* The rest and its quarter give x's sine and cosine. */
void test_angles_of_every_size_are_reduced_to_a_quarter(void) {
  for (unsigned i = 0; i < 200000; i++) {
    double x = i == 0 ? 1e22 : i == 1 ? 0x1.fffffffffffffp1023 : any_number();
    double rest[2];
    if (!isfinite(x) || fabs(x) < 0.785) {
      continue;
    }
    int quarter = __ieee754_rem_pio2(x, rest) & 3;
    double sine = sin(rest[0]) + cos(rest[0]) * rest[1];
    double cosine = cos(rest[0]) - sin(rest[0]) * rest[1];
    TEST_ASSERT(fabs(rest[0]) < 0.7854 && fabs(rest[1]) <= fabs(rest[0]) * 0x1p-51);
    expect_near(sin(x), quarter == 0 ? sine : quarter == 1 ? cosine : quarter == 2 ? -sine : -cosine, 1, x, quarter);
    expect_near(cos(x), quarter == 0 ? cosine : quarter == 1 ? -sine : quarter == 2 ? -cosine : sine, 1, x, quarter);
  }
}

/* No double is closer to a multiple of pi/2; the rest was computed with integers of 2,200 bits. */
void test_the_smallest_rest_has_all_its_digits(void) {
  double rest[2];
  TEST_ASSERT_EQUAL_INT(1, __ieee754_rem_pio2(6381956970095103.0 * 0x1p797, rest) & 3);
  expect_near(0x1.14ae72e6ba22fp-61, rest[0] + rest[1], 0, 0, 0);
}
