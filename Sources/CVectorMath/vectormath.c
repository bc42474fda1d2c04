#include "vectormath.h"

#include <math.h>
#include <string.h>

#if defined(__x86_64__) && defined(__linux__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif
#define INLINE static inline __attribute__((always_inline))
#define VECTORIZE _Pragma("clang loop vectorize(enable) interleave(enable)")

INLINE double from_bits(uint64_t bits) {
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

INLINE uint64_t to_bits(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

// Added to a double and taken away again it leaves an integer; its lowest bits are that integer.
#define SHIFT 0x1.8p52
#define LN2_HIGH 0x1.62e42fefa3800p-1
#define LN2_LOW 5.497923018708371e-14

// 2^n for an integer n between -1022 and 1023.
INLINE double power_of_two(double n) {
  return from_bits((to_bits(n + (SHIFT + 1023)) << 52));
}

// exp(x): x = n log 2 + r with |r| at most half of log 2 (Cody and Waite 1980), exp(r) by a
// polynomial with an error of 1.4e-18, from Chebyshev interpolation in 50 digits.
INLINE double exponential(double x) {
  double clamped = x < -746 ? -746 : x;
  clamped = clamped > 710 ? 710 : clamped;
  double n = (clamped * 1.4426950408889634 + SHIFT) - SHIFT;
  double r_high = clamped - n * LN2_HIGH;
  double r = r_high - n * LN2_LOW;
  double r_low = (r_high - r) - n * LN2_LOW;
  double q = 2.0914717341716378e-09;
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
  double p = 1 + (r + (r * r * q + r_low));
  // In two steps, because the power of a result at either end of the range is none of a double.
  double half = (n * 0.5 + SHIFT) - SHIFT;
  return p * power_of_two(half) * power_of_two(n - half);
}

// R(s^2) with log((1 + s) / (1 - s)) = 2 s + s R, for s^2 up to 0.0296: m between √½ and √2.
INLINE double log_series_near(double z) {
  double q = 0.13094416666525344;
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
INLINE double log_series_wide(double z) {
  double q = 0.15631534707431224;
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
INLINE double log1p_of_unit(double f) {
  double s = f / (2 + f);
  double half = 0.5 * f * f;
  return f - (half - s * (half + log_series_wide(s * s)));
}

// log(u + c), u > 0 and c a correction below its last digit.
INLINE double logarithm(double u, double c) {
  int small = u < 0x1p-1022;
  double scaled = small ? u * 0x1p54 : u;
  uint64_t bits = to_bits(scaled);
  // The exponent that leaves the rest between √½ and √2.
  uint64_t shifted = bits - 0x3fe6a09e667f3bcdULL;
  // Its bits in the low end of a double, so that no conversion of integers is needed.
  double k = from_bits(((shifted + (1ULL << 63)) >> 52) | 0x4330000000000000ULL) - 0x1p52 - 2048;
  double m = from_bits(bits - ((shifted >> 52) << 52));
  k = small ? k - 54 : k;
  double f = m - 1;
  double s = f / (2 + f);
  double half = 0.5 * f * f;
  double rest = s * (half + log_series_near(s * s)) + (k * LN2_LOW + c);
  double value = k * LN2_HIGH - ((half - rest) - f);
  value = u == INFINITY ? INFINITY : value;
  value = u == 0 ? -INFINITY : value;
  return u < 0 || u != u ? NAN : value;
}

INLINE double natural_log(double x) { return logarithm(x, 0); }

INLINE double log_one_plus(double x) {
  // Near 0, 1 + x would drop digits of x.
  double f = x;
  double s = f / (2 + f);
  double half = 0.5 * f * f;
  double near = f - (half - s * (half + log_series_near(s * s)));
  double u = 1 + x;
  double c = x > 1 ? 1 - (u - x) : x - (u - 1);
  double far = logarithm(u, u > 0 && u < INFINITY ? c / u : 0);
  return x > -0.29 && x < 0.41 ? near : far;
}

INLINE double sigmoid(double x) {
  double e = exponential(-fabs(x));
  double d = 1 + e;
  double q = (x >= 0 ? 1 : e) / d;
  // What rounding took from d, made good to first order.
  double lost = e - (d - 1);
  q -= q * (lost * (x >= 0 ? q : 1 - q));
  return x != x ? x : q;
}

INLINE double softplus(double x) {
  double e = exponential(-fabs(x));
  double sum = (x > 0 ? x : 0) + log1p_of_unit(e);
  return x != x ? x : x < -37 ? e : sum;
}

#define UNARY(name, expression)                                                      \
  CLONES void vm_##name(const double *restrict in, double *restrict out, long count) { \
    VECTORIZE for (long i = 0; i < count; i++) {                                     \
      double x = in[i];                                                              \
      out[i] = (expression);                                                         \
    }                                                                                \
  }

UNARY(negate, -x)
UNARY(abs, fabs(x))
UNARY(sign, x > 0 ? 1.0 : x < 0 ? -1.0 : x)
UNARY(square, x *x)
UNARY(sqrt, __builtin_elementwise_sqrt(x))
UNARY(reciprocal, 1 / x)
UNARY(relu, x > 0 || x != x ? x : 0.0)
UNARY(exp, exponential(x))
UNARY(log, natural_log(x))
UNARY(log1p, log_one_plus(x))
UNARY(sigmoid, sigmoid(x))
UNARY(softplus, softplus(x))
UNARY(log_sigmoid, -softplus(-x))

INLINE double squared_sech(double x) {
  double e = exponential(-2 * fabs(x));
  double d = 1 + e;
  return 4 * e / (d * d);
}
UNARY(squared_sech, squared_sech(x))

#define BINARY(name, expression)                                                     \
  CLONES void vm_##name##_vv(                                                        \
      const double *restrict a, const double *restrict b, double *restrict out, long count) { \
    VECTORIZE for (long i = 0; i < count; i++) {                                     \
      double x = a[i], y = b[i];                                                     \
      out[i] = (expression);                                                         \
    }                                                                                \
  }                                                                                  \
  CLONES void vm_##name##_vs(                                                        \
      const double *restrict a, const double *restrict b, double *restrict out, long count) { \
    const double y = *b;                                                             \
    VECTORIZE for (long i = 0; i < count; i++) {                                     \
      double x = a[i];                                                               \
      out[i] = (expression);                                                         \
    }                                                                                \
  }                                                                                  \
  CLONES void vm_##name##_sv(                                                        \
      const double *restrict a, const double *restrict b, double *restrict out, long count) { \
    const double x = *a;                                                             \
    VECTORIZE for (long i = 0; i < count; i++) {                                     \
      double y = b[i];                                                               \
      out[i] = (expression);                                                         \
    }                                                                                \
  }

INLINE double sigmoid_difference(double z, double y) {
  // The smaller of the two probabilities keeps its digits where the other is nearly the target.
  double e = exponential(-fabs(z));
  double small = e / (1 + e);
  double value = z > 0 ? (1 - y) - small : small - y;
  return z != z ? z : value;
}

BINARY(add, x + y)
BINARY(subtract, x - y)
BINARY(multiply, x *y)
BINARY(divide, x / y)
BINARY(maximum, x > y || x != x ? x : y)
BINARY(minimum, x < y || x != x ? x : y)
BINARY(weigh, x == 0 && y == y ? 0.0 : x * y)
BINARY(xlogy, x == 0 && y == y ? 0.0 : x * natural_log(y))
BINARY(xlog1py, x == 0 && y == y ? 0.0 : x * log_one_plus(y))
BINARY(xdivy, x == 0 && y == y ? 0.0 : x / y)
BINARY(less, x < y ? 1.0 : 0.0)
BINARY(less_or_equal, x <= y ? 1.0 : 0.0)
BINARY(equal, x == y ? 1.0 : 0.0)
BINARY(not_equal, x != y ? 1.0 : 0.0)
BINARY(sigmoid_difference, sigmoid_difference(x, y))

CLONES void vm_select(
    const double *restrict c, const double *restrict x, const double *restrict y,
    double *restrict z, long count) {
  VECTORIZE for (long i = 0; i < count; i++) { z[i] = c[i] != 0 ? x[i] : y[i]; }
}

// Knuth's exact addition: what rounding took from the sum goes to the low part.
INLINE void add_exactly(double *high, double *low, double term) {
  double sum = *high + term;
  double part = sum - *high;
  *low += (*high - (sum - part)) + (term - part);
  *high = sum;
}

#define LANES 16

CLONES void vm_sum(const double *x, long count, double *high, double *low) {
  double highs[LANES] = {0}, lows[LANES] = {0};
  long i = 0;
  for (; i + LANES <= count; i += LANES) {
    VECTORIZE for (int lane = 0; lane < LANES; lane++) {
      add_exactly(&highs[lane], &lows[lane], x[i + lane]);
    }
  }
  if (i > 0) {
    for (int lane = 0; lane < LANES; lane++) {
      add_exactly(high, low, highs[lane]);
      *low += lows[lane];
    }
  }
  for (; i < count; i++) { add_exactly(high, low, x[i]); }
}

// Sixteen sums side by side over so many elements that no sum has more than sixteen terms: the
// rounding error stays below twenty units of the sum of the terms' sizes.
#define DOT_BLOCK 256

INLINE double dot_of_block(const double *x, const double *y, long count) {
  double sums[LANES] = {0};
  long i = 0;
  for (; i + LANES <= count; i += LANES) {
    VECTORIZE for (int lane = 0; lane < LANES; lane++) { sums[lane] += x[i + lane] * y[i + lane]; }
  }
  double sum = 0;
  for (; i < count; i++) { sum += x[i] * y[i]; }
  for (int width = LANES / 2; width > 0; width /= 2) {
    for (int lane = 0; lane < width; lane++) { sums[lane] += sums[lane + width]; }
  }
  return sum + sums[0];
}

CLONES double vm_dot(const double *x, const double *y, long count) {
  if (count <= DOT_BLOCK) { return dot_of_block(x, y, count); }
  double high = 0, low = 0;
  for (long start = 0; start < count; start += DOT_BLOCK) {
    long rest = count - start;
    add_exactly(
        &high, &low, dot_of_block(x + start, y + start, rest < DOT_BLOCK ? rest : DOT_BLOCK));
  }
  double sum = high + low;
  return sum != sum ? high : sum;
}

CLONES void vm_rows_by_vector(
    const double *a, const double *x, double *y, long rows, long columns) {
  if (columns > DOT_BLOCK) {
    for (long row = 0; row < rows; row++) { y[row] = vm_dot(a + row * columns, x, columns); }
    return;
  }
  for (long row = 0; row < rows; row++) { y[row] = dot_of_block(a + row * columns, x, columns); }
}

CLONES void vm_vector_by_rows(
    const double *restrict x, const double *restrict a, double *restrict y, long rows,
    long columns, double *restrict high, double *restrict low) {
  for (long c = 0; c < columns; c++) { high[c] = low[c] = 0; }
  for (long row = 0; row < rows; row++) {
    const double factor = x[row];
    const double *line = a + row * columns;
    VECTORIZE for (long c = 0; c < columns; c++) {
      double term = factor * line[c];
      double sum = high[c] + term;
      double part = sum - high[c];
      low[c] += (high[c] - (sum - part)) + (term - part);
      high[c] = sum;
    }
  }
  for (long c = 0; c < columns; c++) {
    double sum = high[c] + low[c];
    y[c] = sum != sum ? high[c] : sum;
  }
}

CLONES int vm_has_zero(const double *x, long count) {
  int found = 0;
  VECTORIZE for (long i = 0; i < count; i++) { found |= x[i] == 0; }
  return found;
}

CLONES int vm_has_equal(const double *x, const double *y, long count) {
  int found = 0;
  VECTORIZE for (long i = 0; i < count; i++) { found |= x[i] == y[i]; }
  return found;
}

CLONES int vm_all_finite(const double *x, long count) {
  int infinite = 0;
  VECTORIZE for (long i = 0; i < count; i++) { infinite |= !(fabs(x[i]) < INFINITY); }
  return !infinite;
}
