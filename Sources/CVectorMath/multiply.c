// Products of matrices, the rows of large ones shared by threads.

#include <stdatomic.h>

#include "block.h"
#include "pool.h"

// The rows that a thread takes at a time, and the multiplications from which threads share them.
#define SHARED_ROWS 64
#define SHARED_WORK (1L << 18)

typedef struct {
  const vm_product *product;
  const vm_processor *processor;
  long end;
  atomic_long next;
} vm_multiplication;

static void multiply_rows(
    const vm_product *product, const vm_processor *processor, long start, long end) {
  if (product->is_exact) {
    processor->multiply_exactly(product, start, end);
  } else {
    processor->multiply(product, start, end);
  }
}

static void work_on(void *argument, long thread) {
  (void)thread;
  vm_multiplication *work = argument;
  long start;
  while ((start = atomic_fetch_add(&work->next, SHARED_ROWS)) < work->end) {
    long end = work->end - start < SHARED_ROWS ? work->end : start + SHARED_ROWS;
    multiply_rows(work->product, work->processor, start, end);
  }
}

void vm_multiply(const vm_product *product, long start, long end) {
  vm_multiplication work = {
      .product = product, .processor = vm_best(), .end = end, .next = start};
  double size = (double)(end - start) * (double)product->inner * (double)product->columns;
  if (end - start > SHARED_ROWS && size > SHARED_WORK) {
    vm_share(work_on, &work);
  } else {
    multiply_rows(product, work.processor, start, end);
  }
}
