#include "ByteScan.h"

size_t bytescan_words(const uint8_t *text, size_t length) {
  size_t count = 0;
  for (size_t index = 1; index < length; index++) {
    uint8_t letter = (uint8_t)((text[index] | 0x20) - 'a');
    count += (text[index - 1] == ' ') & (letter < 26);
  }
  return count;
}
