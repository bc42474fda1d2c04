// libFuzzer brings the program's entry; the readers are in Swift.

#include <stddef.h>
#include <stdint.h>

void lossbook_read_hostile_input(const uint8_t *bytes, size_t count);

// What libFuzzer calls with each input it makes; the first byte names the reader.
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
  lossbook_read_hostile_input(bytes, count);
  return 0;
}
