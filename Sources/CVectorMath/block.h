// The operations of a loop over one block of rows, for the processor at hand.
#ifndef BLOCK_H
#define BLOCK_H

#include "vectormath.h"

// What is compiled for a processor.
typedef struct {
  // Runs operations on the rows from `start`; sums go on from what `sums` holds.
  vm_outcome (*run)(
      const vm_operation *operations, long count, double *const *bases, long start, long rows,
      double *sums);
  // Adds up what the pieces of a loop summed, in order, and puts it where it goes.
  void (*add_up)(const vm_loop *loop, double *sums, long pieces, double *const *bases);
  // Lays rows side by side.
  void (*load_columns)(const double *rows_first, double *side_by_side, long rows, long columns);
  // The rows of a product from `start` to `end`; each product of two numbers added exactly.
  void (*multiply)(const vm_product *product, long start, long end);
  void (*multiply_exactly)(const vm_product *product, long start, long end);
} vm_processor;

extern const vm_processor vm_any;
#if defined(__x86_64__)
extern const vm_processor vm_avx2, vm_avx512;
#endif

// The best of these that the machine can run.
const vm_processor *vm_best(void);

#endif
