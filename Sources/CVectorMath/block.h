// The operations of a loop over one block of rows, for the processor at hand.
#ifndef BLOCK_H
#define BLOCK_H

#include "vectormath.h"

// Runs operations on the rows from `start`; sums go on from what `sums` holds.
typedef vm_outcome (*vm_block_function)(
    const vm_operation *operations, long count, double *const *bases, long start, long rows,
    double *sums);
typedef void (*vm_columns_function)(
    const double *rows_first, double *side_by_side, long rows, long columns);

#define VM_DECLARE_FOR(processor)                                                    \
  vm_outcome vm_run_block_##processor(                                               \
      const vm_operation *operations, long count, double *const *bases, long start,  \
      long rows, double *sums);                                                      \
  void vm_load_columns_##processor(                                                  \
      const double *rows_first, double *side_by_side, long rows, long columns);

VM_DECLARE_FOR(any)
#if defined(__x86_64__)
VM_DECLARE_FOR(avx2)
VM_DECLARE_FOR(avx512)
#endif

// The best of these that the processor can run.
vm_block_function vm_block(void);

#endif
