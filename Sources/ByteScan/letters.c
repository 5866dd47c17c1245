#include "ByteScan.h"

// So many bytes are counted in a byte.
enum { portion = 240 };

size_t bytescan_ascii_letters(const uint8_t *text, size_t length) {
  size_t count = 0;
  for (size_t start = 0; start < length; start += portion) {
    size_t end = length - start < portion ? length : start + portion;
    uint8_t part = 0;
    for (size_t index = start; index < end; index++) part += (uint8_t)((text[index] | 0x20) - 'a') < 26;
    count += part;
  }
  return count;
}
