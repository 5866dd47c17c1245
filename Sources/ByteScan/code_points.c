#include "ByteScan.h"

// So many bytes are counted in a byte.
enum { portion = 240 };

size_t bytescan_code_points(const uint8_t *text, size_t length) {
  size_t count = 0;
  for (size_t start = 0; start < length; start += portion) {
    size_t end = length - start < portion ? length : start + portion;
    uint8_t part = 0;
    // As signed numbers, the bytes that continue a code point are the 64 lowest.
    for (size_t index = start; index < end; index++) part += (int8_t)text[index] >= -64;
    count += part;
  }
  return count;
}
