// 64 bytes at a time in two registers: Haswell, Zen, and what came after them.
#if defined(__x86_64__)

#include <immintrin.h>

#include "bit_numbers.h"
#include "classes.h"
#include "kernels.h"
#include "structure.h"
#include "utf8.h"

#define TARGET __attribute__((target("avx2,pclmul,bmi,bmi2,lzcnt,popcnt")))

#define TWICE(table) _mm256_broadcastsi128_si256(_mm_setr_epi8(table))

typedef struct {
  __m256i low, high;
} block_bytes;

TARGET ALWAYS_INLINE __m256i high_halves(__m256i bytes) {
  return _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0F));
}

TARGET ALWAYS_INLINE __m256i low_halves(__m256i bytes) { return _mm256_and_si256(bytes, _mm256_set1_epi8(0x0F)); }

/// The highest bit of each byte.
TARGET ALWAYS_INLINE uint64_t high_bits(__m256i low, __m256i high) {
  return (uint64_t)(uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

TARGET ALWAYS_INLINE uint64_t equal(block_bytes bytes, __m256i low, __m256i high) {
  return high_bits(_mm256_cmpeq_epi8(bytes.low, low), _mm256_cmpeq_epi8(bytes.high, high));
}

TARGET ALWAYS_INLINE uint64_t equal_to(block_bytes bytes, char wanted) {
  return equal(bytes, _mm256_set1_epi8(wanted), _mm256_set1_epi8(wanted));
}

TARGET ALWAYS_INLINE uint64_t prefix_by_product(uint64_t bits) {
  __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)bits), _mm_set1_epi8((char)0xFF), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

TARGET ALWAYS_INLINE byte_classes classify(block_bytes bytes) {
  const __m256i spaces = _mm256_set1_epi8(' '), controls = _mm256_set1_epi8(0x1F);
  const __m256i punctuation = TWICE(PUNCTUATION_BY_LOW), space = TWICE(SPACE_BY_LOW);
  byte_classes classes;
  classes.quote = equal_to(bytes, '"');
  classes.backslash = equal_to(bytes, '\\');
  classes.control = high_bits(
      _mm256_cmpeq_epi8(_mm256_min_epu8(bytes.low, controls), bytes.low),
      _mm256_cmpeq_epi8(_mm256_min_epu8(bytes.high, controls), bytes.high));
  classes.punctuation = high_bits(
      _mm256_cmpeq_epi8(_mm256_shuffle_epi8(punctuation, bytes.low), _mm256_or_si256(bytes.low, spaces)),
      _mm256_cmpeq_epi8(_mm256_shuffle_epi8(punctuation, bytes.high), _mm256_or_si256(bytes.high, spaces)));
  classes.space = equal(bytes, _mm256_shuffle_epi8(space, bytes.low), _mm256_shuffle_epi8(space, bytes.high));
  classes.line_end = equal_to(bytes, '\n');
  // Next to no control character is no line feed.
  if (RARELY(classes.control & ~classes.line_end)) classes.line_end |= equal_to(bytes, '\r');
  return classes;
}

TARGET ALWAYS_INLINE __m256i escape_bits(__m256i bytes) {
  return _mm256_and_si256(
      _mm256_shuffle_epi8(TWICE(ESCAPES_BY_HIGH), high_halves(bytes)),
      _mm256_shuffle_epi8(TWICE(ESCAPES_BY_LOW), low_halves(bytes)));
}

TARGET ALWAYS_INLINE uint64_t with_any(block_bytes found, char wanted) {
  const __m256i mask = _mm256_set1_epi8(wanted);
  return ~equal(
      (block_bytes){_mm256_and_si256(found.low, mask), _mm256_and_si256(found.high, mask)}, _mm256_setzero_si256(),
      _mm256_setzero_si256());
}

TARGET ALWAYS_INLINE escape_classes classify_escapes(const void *block) {
  const block_bytes bytes = *(const block_bytes *)block;
  const block_bytes found = {escape_bits(bytes.low), escape_bits(bytes.high)};
  return (escape_classes){
      .hex_digit = with_any(found, HEX_DIGIT),
      .escapable = with_any(found, ESCAPABLE),
      .letter_u = with_any(found, LETTER_U),
      .letter_d = high_bits(found.low, found.high),
  };
}

/// Not zero at each mistake of the 32 bytes at `half`.
TARGET ALWAYS_INLINE __m256i utf8_mistakes(__m256i bytes, const uint8_t *half) {
  const __m256i one_before = _mm256_loadu_si256((const __m256i *)(half - 1));
  const __m256i two_before = _mm256_loadu_si256((const __m256i *)(half - 2));
  const __m256i three_before = _mm256_loadu_si256((const __m256i *)(half - 3));
  const __m256i by_high_before = _mm256_shuffle_epi8(TWICE(UTF8_BY_HIGH_BEFORE), high_halves(one_before));
  const __m256i by_low_before = _mm256_shuffle_epi8(TWICE(UTF8_BY_LOW_BEFORE), low_halves(one_before));
  const __m256i by_high = _mm256_shuffle_epi8(TWICE(UTF8_BY_HIGH), high_halves(bytes));
  const __m256i by_pair = _mm256_and_si256(_mm256_and_si256(by_high_before, by_low_before), by_high);
  const __m256i is_third = _mm256_subs_epu8(two_before, _mm256_set1_epi8((char)(UTF8_LEAD_OF_3 - 0x80)));
  const __m256i is_fourth = _mm256_subs_epu8(three_before, _mm256_set1_epi8((char)(UTF8_LEAD_OF_4 - 0x80)));
  const __m256i must_continue = _mm256_and_si256(_mm256_or_si256(is_third, is_fourth), _mm256_set1_epi8((char)0x80));
  return _mm256_xor_si256(must_continue, by_pair);
}

/// Whether the block has a mistake.
TARGET ALWAYS_INLINE int has_bad_utf8(block_bytes bytes, const uint8_t *block) {
  const __m256i mistakes = _mm256_or_si256(utf8_mistakes(bytes.low, block), utf8_mistakes(bytes.high, block + 32));
  return !_mm256_testz_si256(mistakes, mistakes);
}

/// Writes `start` plus the number of each bit; gives the place behind the last one.
TARGET ALWAYS_INLINE uint32_t *write_offsets(uint32_t *offsets, uint64_t bits, uint32_t start) {
  const long long count = _mm_popcnt_u64(bits);
  if (count <= 4) {
    // Four are written whatever there are.
    for (int index = 0; index < 4; index++) {
      offsets[index] = start + (uint32_t)_tzcnt_u64(bits);
      bits = _blsr_u64(bits);
    }
    return offsets + count;
  }
  // For each byte of `bits` eight are written, however many it has: a branch that cannot be foreseen costs more.
  __m256i starts = _mm256_set1_epi32((int)start);
  for (int shift = 0; shift < BLOCK; shift += 8) {
    const uint64_t byte = bits >> shift & 0xFF;
    const __m256i numbers = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)&bit_numbers[byte]));
    _mm256_storeu_si256((__m256i *)offsets, _mm256_add_epi32(starts, numbers));
    offsets += _mm_popcnt_u64(byte);
    starts = _mm256_add_epi32(starts, _mm256_set1_epi32(8));
  }
  return offsets;
}

/// Not zero in bytes that end plain text in a string, or are wrong there.
TARGET ALWAYS_INLINE __m256i ends_plain(__m256i bytes) {
  const __m256i marks = _mm256_or_si256(
      _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"')), _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\\')));
  return _mm256_or_si256(marks, _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, _mm256_set1_epi8(0x1F)), bytes));
}

/// Whether the block is within a string and has no structure: so much text is like that, that asking is worth it.
TARGET ALWAYS_INLINE int is_plain(block_bytes bytes, const block_state *state) {
  if (!state->in_string | (state->escape != 0)) return 0;
  const __m256i ends = _mm256_or_si256(ends_plain(bytes.low), ends_plain(bytes.high));
  return _mm256_testz_si256(ends, ends);
}

TARGET ALWAYS_INLINE void take_block(const uint8_t *block, uint32_t start, scan_progress *progress) {
  const block_bytes bytes = {
      _mm256_loadu_si256((const __m256i *)block), _mm256_loadu_si256((const __m256i *)(block + 32))};
  const int is_ascii = _mm256_movemask_epi8(_mm256_or_si256(bytes.low, bytes.high)) == 0;
  const int not_utf8 = is_ascii & progress->was_ascii ? 0 : has_bad_utf8(bytes, block);
  progress->was_ascii = is_ascii;
  if (is_plain(bytes, &progress->blocks)) {
    if (RARELY(not_utf8)) *progress->next_suspect++ = start;
    return;
  }
  const block_structure found =
      structure_of_block(classify(bytes), prefix_by_product, classify_escapes, &bytes, &progress->blocks);
  progress->next_offset = write_offsets(progress->next_offset, found.structure, start);
  if (RARELY(found.wrong | (uint64_t)not_utf8)) *progress->next_suspect++ = start;
}

TARGET __attribute__((noinline)) static int take(
    const uint8_t *text, size_t length, uint32_t start, scan_progress *progress) {
  // A copy that nobody else has the address of, so that it lives in registers.
  scan_progress inner = *progress;
  for (size_t place = 0; place < length; place += BLOCK) take_block(text + place, start + (uint32_t)place, &inner);
  *progress = inner;
  return 0;
}

TARGET __attribute__((noinline)) static void take_edge(
    const uint8_t *block, size_t length, int is_first, uint32_t start, scan_progress *progress) {
  take_edge_block(block, length, is_first, start, take, progress);
}

TARGET bytescan_counts bytescan_index_avx2(
    const uint8_t *text, size_t start, size_t end, uint32_t *offsets, uint32_t *suspects) {
  // Here the check of code points costs more than it does to foresee badly which blocks need it.
  return index_blocks(text, start, end, offsets, suspects, BLOCK, (step_takers){.any = take}, take_edge);
}

#endif
