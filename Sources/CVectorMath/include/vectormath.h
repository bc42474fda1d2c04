// Loops over arrays of doubles that the compiler turns into vector instructions: the blocks of which
// fused programs are made. On x86-64 each is compiled for several processors and the best the
// machine has is taken when the program starts; results may differ between processors in the last
// bit, never between runs on one.
//
// Elementary functions are within two units in the last place, as those of `StableMath`.
#ifndef VECTORMATH_H
#define VECTORMATH_H

#include <stdint.h>

// y[i] = f(x[i])
typedef void (*vm_unary)(const double *x, double *y, long count);
// z[i] = f(x[i * xstep], y[i * ystep]); a step is 1, or 0 for a number that stands for all.
typedef void (*vm_binary)(const double *x, const double *y, double *z, long count);

void vm_negate(const double *x, double *y, long count);
void vm_abs(const double *x, double *y, long count);
void vm_sign(const double *x, double *y, long count);
void vm_square(const double *x, double *y, long count);
void vm_sqrt(const double *x, double *y, long count);
void vm_reciprocal(const double *x, double *y, long count);
void vm_relu(const double *x, double *y, long count);
void vm_exp(const double *x, double *y, long count);
void vm_log(const double *x, double *y, long count);
void vm_log1p(const double *x, double *y, long count);
void vm_sigmoid(const double *x, double *y, long count);
void vm_softplus(const double *x, double *y, long count);
void vm_log_sigmoid(const double *x, double *y, long count);
void vm_squared_sech(const double *x, double *y, long count);

// Each operation for two arrays, for an array and a number, for a number and an array.
#define VM_BINARY_DECLARE(name)                                                      \
  void vm_##name##_vv(const double *x, const double *y, double *z, long count);      \
  void vm_##name##_vs(const double *x, const double *y, double *z, long count);      \
  void vm_##name##_sv(const double *x, const double *y, double *z, long count);

#define VM_BINARY_ALL(declare)                                                       \
  declare(add) declare(subtract) declare(multiply) declare(divide) declare(maximum)  \
  declare(minimum) declare(weigh) declare(xlogy) declare(xlog1py) declare(xdivy)     \
  declare(less) declare(less_or_equal) declare(equal) declare(not_equal)             \
  declare(sigmoid_difference)

VM_BINARY_ALL(VM_BINARY_DECLARE)

// z[i] = c[i] ? x[i] : y[i], all arrays.
void vm_select(const double *c, const double *x, const double *y, double *z, long count);

// Adds an array to a sum of two parts, high and low, that loses nothing to rounding.
void vm_sum(const double *x, long count, double *high, double *low);
// The sum of x[i] y[i], to twenty units of rounding of the sum of their sizes.
double vm_dot(const double *x, const double *y, long count);
// y[r] = sum of a[r][c] x[c]: rows of a matrix by a vector, as vm_dot.
void vm_rows_by_vector(
    const double *a, const double *x, double *y, long rows, long columns);
// y[c] = sum of x[r] a[r][c]: a vector by a matrix, compensated; high and low have room for a row.
void vm_vector_by_rows(
    const double *x, const double *a, double *y, long rows, long columns, double *high,
    double *low);

// Whether some x[i] is 0; whether some x[i] equals y[i]; whether every x[i] is finite.
int vm_has_zero(const double *x, long count);
int vm_has_equal(const double *x, const double *y, long count);
int vm_all_finite(const double *x, long count);

#endif
