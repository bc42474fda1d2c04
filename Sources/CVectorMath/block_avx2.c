#include <math.h>
#include <stdint.h>
#include <string.h>

#include "vectormath.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define WIDE __attribute__((min_vector_width(256)))
#define PROCESSOR vm_avx2
#include "block.inc"
#pragma clang attribute pop
#endif
