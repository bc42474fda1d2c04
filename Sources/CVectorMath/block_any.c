#define WIDE
#define RUN_BLOCK vm_run_block_any
#define LOAD_COLUMNS vm_load_columns_any
#include "block.inc"
