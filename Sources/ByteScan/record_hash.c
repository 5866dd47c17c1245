#include "ByteScan.h"

#include <string.h>

static inline uint64_t rotate(uint64_t word, int bits) { return word << bits | word >> (64 - bits); }

static inline uint64_t mix_first(uint64_t word) { return rotate(word * 0x87C37B91114253D5, 31) * 0x4CF5AD432745937F; }

static inline uint64_t mix_second(uint64_t word) { return rotate(word * 0x4CF5AD432745937F, 33) * 0x87C37B91114253D5; }

/// Makes each bit depend on all others.
static inline uint64_t avalanche(uint64_t word) {
  word = (word ^ word >> 33) * 0xFF51AFD7ED558CCD;
  word = (word ^ word >> 33) * 0xC4CEB9FE1A85EC53;
  return word ^ word >> 33;
}

/// Eight bytes in the order of little-endian machines, whatever this one is.
static inline uint64_t load(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

bytescan_hash bytescan_hash_of(const uint8_t *text, size_t length) {
  uint64_t first = 0, second = 0;
  size_t index = 0;
  for (; index + 16 <= length; index += 16) {
    first = (rotate(first ^ mix_first(load(text + index)), 27) + second) * 5 + 0x52DCE729;
    second = (rotate(second ^ mix_second(load(text + index + 8)), 31) + first) * 5 + 0x38495AB5;
  }
  uint8_t rest[16] = {0};
  memcpy(rest, text + index, length - index);
  second ^= mix_second(load(rest + 8));
  first ^= mix_first(load(rest));
  first ^= length;
  second ^= length;
  first += second;
  second += first;
  first = avalanche(first);
  second = avalanche(second);
  first += second;
  second += first;
  return (bytescan_hash){first, second};
}
