// 64 bytes at a time in one register: Ice Lake and Zen 4, and what came after them.
#if defined(__x86_64__)

#include <immintrin.h>

#include "classes.h"
#include "kernels.h"
#include "structure.h"
#include "utf8.h"

#define TARGET \
  __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,avx2,pclmul,bmi,bmi2,lzcnt,popcnt")))

#define FOUR_TIMES(table) _mm512_broadcast_i32x4(_mm_setr_epi8(table))

/// By the lowest four bits of each byte: the table of sixteen stands four times over, so that the others do not matter.
TARGET ALWAYS_INLINE __m512i by_low_half(__m512i bytes, __m512i table) { return _mm512_permutexvar_epi8(bytes, table); }

TARGET ALWAYS_INLINE __m512i by_high_half(__m512i bytes, __m512i table) {
  return by_low_half(_mm512_srli_epi16(bytes, 4), table);
}

TARGET ALWAYS_INLINE uint64_t prefix_by_product(uint64_t bits) {
  __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)bits), _mm_set1_epi8((char)0xFF), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

/// The classes of bytes that end plain text in a string, or are wrong there.
TARGET ALWAYS_INLINE byte_classes classify_marks(__m512i bytes) {
  byte_classes classes = {0};
  classes.quote = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"'));
  classes.backslash = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\\'));
  classes.control = _mm512_cmplt_epu8_mask(bytes, _mm512_set1_epi8(' '));
  return classes;
}

/// All classes of bytes of which those are known.
TARGET ALWAYS_INLINE byte_classes classify_rest(byte_classes classes, __m512i bytes) {
  classes.punctuation = _mm512_cmpeq_epi8_mask(
      _mm512_shuffle_epi8(FOUR_TIMES(PUNCTUATION_BY_LOW), bytes), _mm512_or_si512(bytes, _mm512_set1_epi8(' ')));
  classes.space = _mm512_cmpeq_epi8_mask(_mm512_shuffle_epi8(FOUR_TIMES(SPACE_BY_LOW), bytes), bytes);
  classes.line_end = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n'));
  // Next to no control character is no line feed.
  if (RARELY(classes.control & ~classes.line_end))
    classes.line_end |= _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r'));
  return classes;
}

TARGET ALWAYS_INLINE escape_classes classify_escapes(const void *block) {
  const __m512i bytes = *(const __m512i *)block;
  const __m512i found = _mm512_and_si512(
      by_high_half(bytes, FOUR_TIMES(ESCAPES_BY_HIGH)),
      by_low_half(bytes, FOUR_TIMES(ESCAPES_BY_LOW)));
  return (escape_classes){
      .hex_digit = _mm512_test_epi8_mask(found, _mm512_set1_epi8(HEX_DIGIT)),
      .escapable = _mm512_test_epi8_mask(found, _mm512_set1_epi8(ESCAPABLE)),
      .letter_u = _mm512_test_epi8_mask(found, _mm512_set1_epi8(LETTER_U)),
      .letter_d = _mm512_movepi8_mask(found),
  };
}

/// A bit for each mistake of the block `bytes`, which stands at `block`.
TARGET ALWAYS_INLINE uint64_t check_utf8(__m512i bytes, const uint8_t *block) {
  const __m512i one_before = _mm512_loadu_si512(block - 1);
  const __m512i two_before = _mm512_loadu_si512(block - 2);
  const __m512i three_before = _mm512_loadu_si512(block - 3);
  const __m512i by_high_before = by_high_half(one_before, FOUR_TIMES(UTF8_BY_HIGH_BEFORE));
  const __m512i by_low_before = by_low_half(one_before, FOUR_TIMES(UTF8_BY_LOW_BEFORE));
  const __m512i by_high = by_high_half(bytes, FOUR_TIMES(UTF8_BY_HIGH));
  const __m512i by_pair = _mm512_and_si512(_mm512_and_si512(by_high_before, by_low_before), by_high);
  const __m512i is_third = _mm512_subs_epu8(two_before, _mm512_set1_epi8((char)(UTF8_LEAD_OF_3 - 0x80)));
  const __m512i is_fourth = _mm512_subs_epu8(three_before, _mm512_set1_epi8((char)(UTF8_LEAD_OF_4 - 0x80)));
  const __m512i must_continue =
      _mm512_and_si512(_mm512_or_si512(is_third, is_fourth), _mm512_set1_epi8((char)0x80));
  const __m512i mistakes = _mm512_xor_si512(must_continue, by_pair);
  return _mm512_test_epi8_mask(mistakes, mistakes);
}

/// Writes `start` plus the number of each bit; gives the place behind the last one.
TARGET ALWAYS_INLINE uint32_t *write_offsets(uint32_t *offsets, uint64_t bits, uint32_t start) {
  const __m512i numbers = _mm512_set_epi8(
      63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35,
      34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4,
      3, 2, 1, 0);
  const __m512i packed = _mm512_maskz_compress_epi8(bits, numbers), starts = _mm512_set1_epi32((int)start);
  const int count = (int)_mm_popcnt_u64(bits);
#define WRITE_16(part) \
  _mm512_storeu_si512( \
      offsets + 16 * part, \
      _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, part)), starts))
  // Thirty-two are written whatever there are: a branch that cannot be foreseen costs more.
  WRITE_16(0);
  WRITE_16(1);
  if (RARELY(count > 32)) {
    WRITE_16(2);
    WRITE_16(3);
  }
  return offsets + count;
}

TARGET ALWAYS_INLINE int is_ascii(__m512i bytes) { return _mm512_movepi8_mask(bytes) == 0; }

/// `is_text_expected` says that many blocks are expected to be plain text within a string: only then it is worth it to ask.
TARGET ALWAYS_INLINE void take_structure(
    __m512i bytes, uint64_t not_utf8, uint32_t start, int is_text_expected, scan_progress *progress) {
  const byte_classes marks = classify_marks(bytes);
  if (is_text_expected
      && (marks.quote | marks.backslash | marks.control | progress->blocks.escape | ~progress->blocks.in_string) == 0) {
    if (RARELY(not_utf8)) *progress->next_suspect++ = start;
    return;
  }
  const block_structure found = structure_of_block(
      classify_rest(marks, bytes), prefix_by_product, classify_escapes, &bytes, &progress->blocks);
  progress->next_offset = write_offsets(progress->next_offset, found.structure, start);
  if (RARELY(found.wrong | not_utf8)) *progress->next_suspect++ = start;
}

/// How many blocks are loaded, and their code points checked, before offsets are written: the processor takes some of those
/// for changes of bytes that are still to be loaded.
enum { TOGETHER = 4 };

TARGET ALWAYS_INLINE void take_blocks(
    const uint8_t *block, uint32_t start, expectation expected, __m512i *any, scan_progress *progress) {
  __m512i bytes[TOGETHER];
  uint64_t not_utf8[TOGETHER] = {0};
  for (int index = 0; index < TOGETHER; index++) {
    bytes[index] = _mm512_loadu_si512(block + BLOCK * index);
    *any = _mm512_or_si512(*any, bytes[index]);
    if (!expected.is_ascii) not_utf8[index] = check_utf8(bytes[index], block + BLOCK * index);
  }
  // Not in a loop, for which the compiler keeps the array in memory.
  take_structure(bytes[0], not_utf8[0], start, expected.is_text, progress);
  take_structure(bytes[1], not_utf8[1], start + BLOCK, expected.is_text, progress);
  take_structure(bytes[2], not_utf8[2], start + 2 * BLOCK, expected.is_text, progress);
  take_structure(bytes[3], not_utf8[3], start + 3 * BLOCK, expected.is_text, progress);
}

TARGET ALWAYS_INLINE int take_steps_of_blocks(
    const uint8_t *text, size_t length, uint32_t start, expectation expected, scan_progress *progress) {
  // A copy that nobody else has the address of, so that it lives in registers.
  scan_progress inner = *progress;
  __m512i any = _mm512_setzero_si512();
  for (size_t place = 0; place < length; place += TOGETHER * BLOCK)
    take_blocks(text + place, start + (uint32_t)place, expected, &any, &inner);
  *progress = inner;
  return is_ascii(any);
}

#define TAKER(name, ...) \
  TARGET __attribute__((noinline)) static int name( \
      const uint8_t *text, size_t length, uint32_t start, scan_progress *progress) { \
    return take_steps_of_blocks(text, length, start, (expectation){__VA_ARGS__}, progress); \
  }

TAKER(take, .is_ascii = 0, .is_text = 0)
TAKER(take_text, .is_ascii = 0, .is_text = 1)
TAKER(take_ascii, .is_ascii = 1, .is_text = 0)
TAKER(take_ascii_text, .is_ascii = 1, .is_text = 1)

TARGET ALWAYS_INLINE int take_block(const uint8_t *block, size_t length, uint32_t start, scan_progress *progress) {
  (void)length;
  const __m512i bytes = _mm512_loadu_si512(block);
  take_structure(bytes, check_utf8(bytes, block), start, 0, progress);
  return 0;
}

TARGET __attribute__((noinline)) static void take_edge(
    const uint8_t *block, size_t length, int is_first, uint32_t start, scan_progress *progress) {
  take_edge_block(block, length, is_first, start, take_block, progress);
}

TARGET bytescan_counts bytescan_index_avx512(
    const uint8_t *text, size_t start, size_t end, uint32_t *offsets, uint32_t *suspects) {
  const step_takers takers = {take, take_text, take_ascii, take_ascii_text};
  return index_blocks(text, start, end, offsets, suspects, TOGETHER * BLOCK, takers, take_edge);
}

#endif
