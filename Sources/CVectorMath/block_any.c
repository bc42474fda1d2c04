#define WIDE
#define PROCESSOR vm_any
#include "block.inc"
