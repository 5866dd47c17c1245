#include "ByteScan.h"

// So many bytes are counted in a byte.
enum { portion = 240 };

size_t bytescan_words(const uint8_t *text, size_t length) {
  size_t count = 0;
  for (size_t start = 1; start < length; start += portion) {
    size_t end = length - start < portion ? length : start + portion;
    uint8_t part = 0;
    for (size_t index = start; index < end; index++) {
      uint8_t letter = (uint8_t)((text[index] | 0x20) - 'a');
      part += (uint8_t)((text[index - 1] == ' ') & (letter < 26));
    }
    count += part;
  }
  return count;
}
