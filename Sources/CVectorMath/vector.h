// Vectors of eight doubles, in whatever registers the processor has, and the elementary functions
// over them. Included by the sources of this target alone.
#ifndef VECTOR_H
#define VECTOR_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#define LANES 8
#define INLINE static inline __attribute__((always_inline))

// Vectors go in and out of inlined functions only: no convention of calls is at stake.
#pragma clang diagnostic ignored "-Wpsabi"

typedef double vec __attribute__((vector_size(64)));
typedef int64_t mask __attribute__((vector_size(64)));
typedef uint64_t bits __attribute__((vector_size(64)));
// Eight doubles anywhere in memory.
typedef double loose_vec __attribute__((vector_size(64), aligned(8)));

INLINE vec splat(double x) { return (vec){x, x, x, x, x, x, x, x}; }
INLINE vec load(const double *p) { return *(const loose_vec *)p; }
INLINE void store(double *p, vec x) { *(loose_vec *)p = x; }

// c ? x : y, lane by lane.
INLINE vec choose(mask c, vec x, vec y) { return (vec)((c & (mask)x) | (~c & (mask)y)); }
INLINE vec magnitude(vec x) { return (vec)((mask)x & INT64_MAX); }
INLINE int any(mask c) {
  int64_t found = 0;
  for (int lane = 0; lane < LANES; lane++) { found |= c[lane]; }
  return found != 0;
}

// The lanes below a number.
INLINE mask first_lanes(long count) { return (mask){0, 1, 2, 3, 4, 5, 6, 7} < count; }

// Knuth's exact addition: what rounding took from the sum goes to the low part.
INLINE void add_exactly(vec *high, vec *low, vec term) {
  vec sum = *high + term;
  vec part = sum - *high;
  *low += (*high - (sum - part)) + (term - part);
  *high = sum;
}

INLINE void add_exactly_one(double *high, double *low, double term) {
  double sum = *high + term;
  double part = sum - *high;
  *low += (*high - (sum - part)) + (term - part);
  *high = sum;
}

// The sum of the two parts of a compensated sum; the low one means nothing beside an infinity.
INLINE double whole(double high, double low) {
  double sum = high + low;
  return sum != sum ? high : sum;
}

INLINE vec whole_vec(vec high, vec low) {
  vec sum = high + low;
  return choose(sum != sum, high, sum);
}

// MARK: Elementary functions

// Added to a double and taken away again it leaves an integer; its lowest bits are that integer.
#define SHIFT 0x1.8p52
#define LN2_HIGH 0x1.62e42fefa3800p-1
#define LN2_LOW 5.497923018708371e-14

// 2^n for an integer n between -1022 and 1023.
INLINE vec power_of_two(vec n) { return (vec)((bits)(n + (SHIFT + 1023)) << 52); }

// exp(r) - 1 - r for |r| at most half of log 2, over r^2: a polynomial with an error of 1.4e-18,
// from Chebyshev interpolation in 50 digits.
INLINE vec exp_series(vec r) {
  vec q = splat(2.0914717341716378e-09);
  q = q * r + 2.5105259538448494e-08;
  q = q * r + 2.755727357010214e-07;
  q = q * r + 2.7557255297969643e-06;
  q = q * r + 2.4801587325605324e-05;
  q = q * r + 0.0001984126987490126;
  q = q * r + 0.001388888888888373;
  q = q * r + 0.008333333333326112;
  q = q * r + 0.04166666666666667;
  q = q * r + 0.1666666666666667;
  q = q * r + 0.5;
  return q;
}

// exp(x): x = n log 2 + r with |r| at most half of log 2 (Cody and Waite 1980).
INLINE vec exponential(vec x) {
  vec clamped = choose(x < -746, splat(-746), x);
  clamped = choose(clamped > 710, splat(710), clamped);
  vec n = (clamped * 1.4426950408889634 + SHIFT) - SHIFT;
  vec r_high = clamped - n * LN2_HIGH;
  vec r = r_high - n * LN2_LOW;
  vec r_low = (r_high - r) - n * LN2_LOW;
  vec p = 1 + (r + (r * r * exp_series(r) + r_low));
  // In two steps, because the power of a result at either end of the range is none of a double.
  vec half = (n * 0.5 + SHIFT) - SHIFT;
  return p * power_of_two(half) * power_of_two(n - half);
}

// exp(x) of an x that is not positive: its power of two needs two steps only near the end.
INLINE vec exponential_below_one(vec x) {
  vec clamped = choose(x < -746, splat(-746), x);
  vec n = (clamped * 1.4426950408889634 + SHIFT) - SHIFT;
  vec r_high = clamped - n * LN2_HIGH;
  vec r = r_high - n * LN2_LOW;
  vec r_low = (r_high - r) - n * LN2_LOW;
  vec p = 1 + (r + (r * r * exp_series(r) + r_low));
  // 2^-512 at a time keeps both powers normal.
  mask deep = n < -1000;
  return p * power_of_two(choose(deep, n + 512, n)) * choose(deep, splat(0x1p-512), splat(1));
}

// exp(x) - 1, by exp(r) - 1 without its 1: 2^n (exp(r) - 1) + (2^n - 1). What rounding took from the
// first term goes to `lost`.
INLINE vec exponential_minus_one(vec x, vec *lost) {
  vec clamped = choose(x < -60, splat(-60), x);
  clamped = choose(clamped > 710, splat(710), clamped);
  vec n = (clamped * 1.4426950408889634 + SHIFT) - SHIFT;
  vec r_high = clamped - n * LN2_HIGH;
  vec r = r_high - n * LN2_LOW;
  vec r_low = (r_high - r) - n * LN2_LOW;
  vec rest = r * r * exp_series(r) + r_low;
  vec p = r + rest;
  // Where 2^n - 1 is 2^n anyway, half of the power at a time.
  vec half = choose(n > 64, (n * 0.5 + SHIFT) - SHIFT, splat(0));
  vec scale = power_of_two(n - half);
  vec value = (scale * p + (scale - choose(half > 0, splat(0), splat(1)))) * power_of_two(half);
  *lost = scale * ((r - p) + rest);
  return choose(x == 0, x, value);
}

// R(s^2) with log((1 + s) / (1 - s)) = 2 s + s R, for s^2 up to 0.0296: m between √½ and √2.
INLINE vec log_series_near(vec z) {
  vec q = splat(0.13094416666525344);
  q = q * z + 0.1326802614042874;
  q = q * z + 0.15386267672882226;
  q = q * z + 0.18181795124476754;
  q = q * z + 0.22222222396552982;
  q = q * z + 0.2857142857078221;
  q = q * z + 0.4000000000000091;
  q = q * z + 0.6666666666666666;
  return q * z;
}

// The same for s^2 up to 1/9: m between ½ and 2.
INLINE vec log_series_wide(vec z) {
  vec q = splat(0.15631534707431224);
  q = q * z + 0.07491639460673266;
  q = q * z + 0.10845291032779812;
  q = q * z + 0.11734265179376593;
  q = q * z + 0.13335179661515711;
  q = q * z + 0.15384543917753166;
  q = q * z + 0.1818181989926796;
  q = q * z + 0.22222222198216113;
  q = q * z + 0.28571428571600266;
  q = q * z + 0.3999999999999952;
  q = q * z + 0.6666666666666666;
  return q * z;
}

// log(1 + e) for e between 0 and 1, all of whose digits count: f - (f²/2 - s (f²/2 + R)).
INLINE vec log1p_of_unit(vec f) {
  vec s = f / (2 + f);
  vec half = 0.5 * f * f;
  return f - (half - s * (half + log_series_wide(s * s)));
}

// log(u + c), u > 0 and c a correction below its last digit.
INLINE vec logarithm(vec u, vec c) {
  mask small = u < 0x1p-1022;
  vec scaled = choose(small, u * 0x1p54, u);
  bits pattern = (bits)scaled;
  // The exponent that leaves the rest between √½ and √2.
  bits shifted = pattern - 0x3fe6a09e667f3bcdULL;
  // Its bits in the low end of a double, so that no conversion of integers is needed.
  vec k = (vec)(((shifted + (1ULL << 63)) >> 52) | 0x4330000000000000ULL) - 0x1p52 - 2048;
  vec m = (vec)(pattern - ((shifted >> 52) << 52));
  k = choose(small, k - 54, k);
  vec f = m - 1;
  vec s = f / (2 + f);
  vec half = 0.5 * f * f;
  vec rest = s * (half + log_series_near(s * s)) + (k * LN2_LOW + c);
  vec value = k * LN2_HIGH - ((half - rest) - f);
  value = choose(u == INFINITY, splat(INFINITY), value);
  value = choose(u == 0, splat(-INFINITY), value);
  return choose((u < 0) | (u != u), splat(NAN), value);
}

INLINE vec natural_log(vec x) { return logarithm(x, splat(0)); }

INLINE vec log_one_plus(vec x) {
  // Near 0, 1 + x would drop digits of x.
  vec f = x;
  vec s = f / (2 + f);
  vec half = 0.5 * f * f;
  vec near = f - (half - s * (half + log_series_near(s * s)));
  vec u = 1 + x;
  vec c = choose(x > 1, 1 - (u - x), x - (u - 1));
  vec far = logarithm(u, choose((u > 0) & (u < INFINITY), c / u, splat(0)));
  return choose((x > -0.29) & (x < 0.41), near, far);
}

// exp(-|x|), from which the logistic functions are made.
INLINE vec decay(vec x) { return exponential_below_one(-magnitude(x)); }

// 1/(1 + exp(-x)), from e = exp(-|x|).
INLINE vec sigmoid_of(vec x, vec e) {
  vec d = 1 + e;
  vec q = choose(x >= 0, splat(1), e) / d;
  // What rounding took from d, made good to first order.
  vec lost = e - (d - 1);
  q -= q * (lost * choose(x >= 0, q, 1 - q));
  return choose(x != x, x, q);
}

// log(1 + exp(x)), from e = exp(-|x|) and log(1 + e).
INLINE vec softplus_of(vec x, vec e, vec log1p_e) {
  vec sum = choose(x > 0, x, splat(0)) + log1p_e;
  return choose(x != x, x, choose(x < -37, e, sum));
}

// sigmoid(z) - y, from e = exp(-|z|): the smaller of the two probabilities keeps its digits where
// the other is nearly the target.
INLINE vec sigmoid_difference_of(vec z, vec e, vec y) {
  vec small = e / (1 + e);
  vec value = choose(z > 0, (1 - y) - small, small - y);
  return choose(z != z, z, value);
}

INLINE vec squared_sech(vec x) {
  vec e = exponential_below_one(-2 * magnitude(x));
  vec d = 1 + e;
  return 4 * e / (d * d);
}

// t/(t + 2) for t = exp(2|x|) - 1, with what rounding took from t and from t + 2 made good to first
// order.
INLINE vec hyperbolic_tangent(vec x) {
  vec a = magnitude(x);
  vec lost;
  vec t = exponential_minus_one(2 * choose(a > 20, splat(20), a), &lost);
  vec d = t + 2, inverse = 1 / d;
  vec q = t / d;
  q += inverse * (2 * lost * inverse - q * (t - (d - 2)));
  vec value = (vec)((mask)q | ((mask)x & INT64_MIN));
  return choose(x != x, x, choose(x == 0, x, value));
}

#endif
