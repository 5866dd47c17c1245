// Every 64-bit ARM processor.
#if defined(__aarch64__)

#include <arm_neon.h>

#include "kernels.h"
#include "sixteen.h"

/// Adds neighbours until each of eight bytes holds the bits of eight masks.
static inline __attribute__((always_inline)) uint64_t bits_of_block(block_bytes masks) {
  const uint8x16_t bit = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t halves = vpaddq_u8(
      vandq_u8((uint8x16_t)masks.parts[0], bit), vandq_u8((uint8x16_t)masks.parts[1], bit));
  const uint8x16_t other_halves = vpaddq_u8(
      vandq_u8((uint8x16_t)masks.parts[2], bit), vandq_u8((uint8x16_t)masks.parts[3], bit));
  const uint8x16_t quarters = vpaddq_u8(halves, other_halves);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(quarters, quarters)), 0);
}

#include "sixteens.h"

bytescan_counts bytescan_index_neon(
    const uint8_t *text, size_t start, size_t end, uint32_t *offsets, uint32_t *suspects) {
  return index_by_sixteens(text, start, end, offsets, suspects);
}

#endif
