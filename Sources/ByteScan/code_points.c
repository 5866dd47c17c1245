#include "ByteScan.h"

size_t bytescan_code_points(const uint8_t *text, size_t length) {
  size_t count = 0;
  // As signed numbers, the bytes that continue a code point are the 64 lowest.
  for (size_t index = 0; index < length; index++) count += (int8_t)text[index] >= -64;
  return count;
}
