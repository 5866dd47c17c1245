#include "ByteScan.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#define ALWAYS_INLINE static inline __attribute__((always_inline))

void bytescan_add_beginning(bytescan_beginnings *beginnings, const uint8_t word[3], int set) {
  for (int place = 0; place < 3; place++) {
    beginnings->by_low[place][word[place] & 15] |= (uint8_t)(1 << set);
    beginnings->by_high[place][word[place] >> 4] |= (uint8_t)(1 << set);
  }
}

/// The sets that take three bytes.
ALWAYS_INLINE uint8_t sets_of(const uint8_t *text, const bytescan_beginnings *beginnings) {
  uint8_t sets = 0xFF;
  for (int place = 0; place < 3; place++)
    sets &= beginnings->by_low[place][text[place] & 15] & beginnings->by_high[place][text[place] >> 4];
  return sets;
}

/// Whatever a block cannot take, byte by byte.
ALWAYS_INLINE size_t find_rest(
    const uint8_t *text, size_t index, size_t length, const bytescan_beginnings *beginnings, uint32_t *offsets,
    size_t count) {
  for (; index + 3 <= length; index++)
    if (sets_of(text + index, beginnings)) offsets[count++] = (uint32_t)index;
  return count;
}

/// Writes the number of each bit, counted from `start`.
ALWAYS_INLINE size_t write_bits(uint64_t bits, size_t start, uint32_t *offsets, size_t count) {
  for (; bits; bits &= bits - 1) offsets[count++] = (uint32_t)(start + (size_t)__builtin_ctzll(bits));
  return count;
}

static size_t find_portable(
    const uint8_t *text, size_t length, const bytescan_beginnings *beginnings, uint32_t *offsets) {
  return find_rest(text, 0, length, beginnings, offsets, 0);
}

#if defined(__x86_64__)

#define TARGET_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx2,bmi")))

typedef struct {
  __m512i low[3], high[3];
} tables_avx512;

/// A bit for each byte of `bytes[0]` that begins what one set takes; the others are those one and two bytes behind.
TARGET_AVX512 ALWAYS_INLINE __mmask64 beginnings_avx512(const __m512i bytes[3], const tables_avx512 *tables) {
  __m512i sets[3];
  for (int place = 0; place < 3; place++) {
    // The tables of sixteen stand four times over, so that bits above the lowest four do not matter.
    const __m512i by_low = _mm512_permutexvar_epi8(bytes[place], tables->low[place]);
    const __m512i by_high = _mm512_permutexvar_epi8(_mm512_srli_epi16(bytes[place], 4), tables->high[place]);
    sets[place] = _mm512_and_si512(by_low, by_high);
  }
  return _mm512_test_epi8_mask(_mm512_and_si512(sets[0], sets[1]), sets[2]);
}

TARGET_AVX512 static size_t find_avx512(
    const uint8_t *text, size_t length, const bytescan_beginnings *beginnings, uint32_t *offsets) {
  tables_avx512 tables;
  for (int place = 0; place < 3; place++) {
    tables.low[place] = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)beginnings->by_low[place]));
    tables.high[place] = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)beginnings->by_high[place]));
  }
  size_t count = 0, index = 0;
  __m512i bytes[3];
  for (; index + 66 <= length; index += 64) {
    for (int place = 0; place < 3; place++) bytes[place] = _mm512_loadu_si512(text + index + place);
    count = write_bits(beginnings_avx512(bytes, &tables), index, offsets, count);
  }
  for (; index + 2 < length; index += 64) {
    // A last block has as many bytes as there are: those behind are not read, and are zero.
    for (size_t place = 0; place < 3; place++) {
      const size_t left = length - index - place;
      bytes[place] = _mm512_maskz_loadu_epi8(left >= 64 ? ~0ull : (1ull << left) - 1, text + index + place);
    }
    count = write_bits(beginnings_avx512(bytes, &tables), index, offsets, count);
  }
  return count;
}

#define TARGET_AVX2 __attribute__((target("avx2,bmi")))

typedef struct {
  __m256i low[3], high[3];
} tables_avx2;

/// A bit for each of the 32 bytes at `text` that begins what one set takes. Two bytes more are read.
TARGET_AVX2 ALWAYS_INLINE uint32_t beginnings_avx2(const uint8_t *text, const tables_avx2 *tables) {
  const __m256i half = _mm256_set1_epi8(0x0F);
  __m256i sets = _mm256_set1_epi8((char)0xFF);
  for (size_t place = 0; place < 3; place++) {
    const __m256i bytes = _mm256_loadu_si256((const __m256i *)(text + place));
    const __m256i by_low = _mm256_shuffle_epi8(tables->low[place], _mm256_and_si256(bytes, half));
    const __m256i by_high =
        _mm256_shuffle_epi8(tables->high[place], _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half));
    sets = _mm256_and_si256(sets, _mm256_and_si256(by_low, by_high));
  }
  return ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(sets, _mm256_setzero_si256()));
}

TARGET_AVX2 static size_t find_avx2(
    const uint8_t *text, size_t length, const bytescan_beginnings *beginnings, uint32_t *offsets) {
  tables_avx2 tables;
  for (int place = 0; place < 3; place++) {
    tables.low[place] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)beginnings->by_low[place]));
    tables.high[place] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)beginnings->by_high[place]));
  }
  size_t count = 0, index = 0;
  for (; index + 66 <= length; index += 64) {
    const uint64_t later = beginnings_avx2(text + index + 32, &tables);
    count = write_bits(later << 32 | beginnings_avx2(text + index, &tables), index, offsets, count);
  }
  for (; index + 34 <= length; index += 32)
    count = write_bits(beginnings_avx2(text + index, &tables), index, offsets, count);
  if (length < 34 || index + 3 > length) return find_rest(text, index, length, beginnings, offsets, count);
  // The last whole block begins before the bytes that are left, of which the first ones have been looked at.
  const size_t last = length - 34;
  return write_bits(beginnings_avx2(text + last, &tables) >> (index - last), index, offsets, count);
}

#elif defined(__aarch64__)

static size_t find_neon(
    const uint8_t *text, size_t length, const bytescan_beginnings *beginnings, uint32_t *offsets) {
  uint8x16_t low[3], high[3];
  for (int place = 0; place < 3; place++) {
    low[place] = vld1q_u8(beginnings->by_low[place]);
    high[place] = vld1q_u8(beginnings->by_high[place]);
  }
  size_t count = 0, index = 0;
  for (; index + 18 <= length; index += 16) {
    uint8x16_t sets = vdupq_n_u8(0xFF);
    for (size_t place = 0; place < 3; place++) {
      const uint8x16_t bytes = vld1q_u8(text + index + place);
      const uint8x16_t by_low = vqtbl1q_u8(low[place], vandq_u8(bytes, vdupq_n_u8(0x0F)));
      sets = vandq_u8(sets, vandq_u8(by_low, vqtbl1q_u8(high[place], vshrq_n_u8(bytes, 4))));
    }
    // Four bits for each byte.
    const uint8x8_t found = vshrn_n_u16(vreinterpretq_u16_u8(vtstq_u8(sets, sets)), 4);
    uint64_t bits = vget_lane_u64(vreinterpret_u64_u8(found), 0) & 0x1111111111111111ull;
    for (; bits; bits &= bits - 1) offsets[count++] = (uint32_t)(index + (size_t)(__builtin_ctzll(bits) / 4));
  }
  return find_rest(text, index, length, beginnings, offsets, count);
}

#endif

bytescan_finder bytescan_finder_of(bytescan_kernel kernel) {
  if (!bytescan_has(kernel)) return find_portable;
  switch (kernel) {
#if defined(__x86_64__)
    case bytescan_avx512: return find_avx512;
    case bytescan_avx2: return find_avx2;
#elif defined(__aarch64__)
    case bytescan_neon: return find_neon;
#endif
    default: return find_portable;
  }
}
