// For every processor: with SSE2 where there is no more on x86-64, with plain words elsewhere.
#include "kernels.h"
#include "sixteen.h"

#if defined(__SSE2__)
#include <emmintrin.h>

static inline __attribute__((always_inline)) uint64_t bits_of_block(block_bytes masks) {
  uint64_t bits = 0;
  for (int part = 0; part < 4; part++)
    bits |= (uint64_t)(uint32_t)_mm_movemask_epi8((__m128i)masks.parts[part]) << (16 * part);
  return bits;
}
#else

static inline __attribute__((always_inline)) uint64_t bits_of_block(block_bytes masks) {
  uint64_t bits = 0;
  for (int word = 7; word >= 0; word--) {
    uint64_t eight;
    memcpy(&eight, (const uint8_t *)&masks + 8 * word, 8);
    // The product brings one bit of each byte, the first lowest, into the highest byte.
    bits = bits << 8 | ((eight & 0x0101010101010101ull) * 0x0102040810204080ull) >> 56;
  }
  return bits;
}
#endif

#include "sixteens.h"

bytescan_counts bytescan_index_portable(
    const uint8_t *text, size_t start, size_t end, uint32_t *offsets, uint32_t *suspects) {
  return index_by_sixteens(text, start, end, offsets, suspects);
}
