// What the processor at hand can run.

#include <string.h>

#include "block.h"

const vm_processor *vm_best(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("x86-64-v4")) { return &vm_avx512; }
  if (__builtin_cpu_supports("x86-64-v3")) { return &vm_avx2; }
#endif
  return &vm_any;
}

void vm_load_columns(
    const double *rows_first, double *side_by_side, long rows, long columns) {
  vm_best()->load_columns(rows_first, side_by_side, rows, columns);
}

void vm_apply(vm_code code, const double *a, double *out, long count) {
  double room[2][8] = {{0}};
  double *bases[] = {room[0], room[1]};
  vm_operation operation = {
      .code = code, .columns = 1, .a = {.base = 0, .step = 8}, .out = {.base = 1, .step = 8}};
  for (long i = 0; i < count; i += 8) {
    long length = count - i < 8 ? count - i : 8;
    memcpy(room[0], a + i, (size_t)length * sizeof(double));
    vm_best()->run(&operation, 1, bases, 0, length, 0);
    memcpy(out + i, room[1], (size_t)length * sizeof(double));
  }
}
