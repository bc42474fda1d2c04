#include "vector.h"
#include "vectormath.h"

// A function compiled for several processors, of which the program takes the best when it starts.
#if defined(__x86_64__) && defined(__linux__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

#define WIDTH 16
#define VECTORIZE _Pragma("clang loop vectorize(enable) interleave(enable)")

CLONES void vm_sum(const double *x, long count, double *high, double *low) {
  double highs[WIDTH] = {0}, lows[WIDTH] = {0};
  long i = 0;
  for (; i + WIDTH <= count; i += WIDTH) {
    VECTORIZE for (int lane = 0; lane < WIDTH; lane++) {
      add_exactly_one(&highs[lane], &lows[lane], x[i + lane]);
    }
  }
  if (i > 0) {
    for (int lane = 0; lane < WIDTH; lane++) {
      add_exactly_one(high, low, highs[lane]);
      *low += lows[lane];
    }
  }
  for (; i < count; i++) { add_exactly_one(high, low, x[i]); }
}

// Sixteen sums side by side over so many elements that no sum has more than sixteen terms: the
// rounding error stays below twenty units of the sum of the terms' sizes.
#define DOT_BLOCK 256

INLINE double dot_of_block(const double *x, const double *y, long count) {
  double sums[WIDTH] = {0};
  long i = 0;
  for (; i + WIDTH <= count; i += WIDTH) {
    VECTORIZE for (int lane = 0; lane < WIDTH; lane++) { sums[lane] += x[i + lane] * y[i + lane]; }
  }
  double sum = 0;
  for (; i < count; i++) { sum += x[i] * y[i]; }
  for (int width = WIDTH / 2; width > 0; width /= 2) {
    for (int lane = 0; lane < width; lane++) { sums[lane] += sums[lane + width]; }
  }
  return sum + sums[0];
}

CLONES static double dot(const double *x, const double *y, long count) {
  if (count <= DOT_BLOCK) { return dot_of_block(x, y, count); }
  double high = 0, low = 0;
  for (long start = 0; start < count; start += DOT_BLOCK) {
    long rest = count - start;
    add_exactly_one(
        &high, &low, dot_of_block(x + start, y + start, rest < DOT_BLOCK ? rest : DOT_BLOCK));
  }
  return whole(high, low);
}

CLONES void vm_rows_by_vector(
    const double *a, const double *x, double *y, long rows, long columns) {
  if (columns > DOT_BLOCK) {
    for (long row = 0; row < rows; row++) { y[row] = dot(a + row * columns, x, columns); }
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
      add_exactly_one(&high[c], &low[c], factor * line[c]);
    }
  }
  for (long c = 0; c < columns; c++) {
    y[c] = whole(high[c], low[c]);
  }
}
