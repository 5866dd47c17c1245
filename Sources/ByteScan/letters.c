#include "ByteScan.h"

size_t bytescan_ascii_letters(const uint8_t *text, size_t length) {
  size_t count = 0;
  for (size_t index = 0; index < length; index++) count += (uint8_t)((text[index] | 0x20) - 'a') < 26;
  return count;
}
