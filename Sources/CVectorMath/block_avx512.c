#include <math.h>
#include <stdint.h>
#include <string.h>

#include "vectormath.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"))), apply_to = function)
#define WIDE __attribute__((min_vector_width(512)))
#define PROCESSOR vm_avx512
#include "block.inc"
#pragma clang attribute pop
#endif
