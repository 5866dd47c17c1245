// A kernel over vectors of sixteen bytes as the compiler has them for every processor. A file that includes this says
// first what `bits_of_block` is: the one thing that no two processors do alike.
#ifndef BYTESCAN_SIXTEENS_H
#define BYTESCAN_SIXTEENS_H

#include "sixteen.h"
#include "structure.h"

#define EACH_PART(expression) \
  ({ \
    block_bytes results; \
    for (int part = 0; part < 4; part++) { \
      const byte_vector bytes = block.parts[part]; \
      results.parts[part] = (byte_vector)(expression); \
    } \
    bits_of_block(results); \
  })

ALWAYS_INLINE uint64_t prefix_by_shifts(uint64_t bits) {
  for (int distance = 1; distance < 64; distance *= 2) bits ^= bits << distance;
  return bits;
}

ALWAYS_INLINE byte_classes classify(block_bytes block) {
  byte_classes classes;
  classes.quote = EACH_PART(bytes == '"');
  classes.backslash = EACH_PART(bytes == '\\');
  classes.control = EACH_PART(bytes < ' ');
  // As the kernels with tables do it, 0x0C comes out as a comma and 0x1A as a colon.
  classes.punctuation = EACH_PART(
      ((bytes | 0x20) == ',') | ((bytes | 0x20) == ':') | ((bytes | 0x20) == '{') | ((bytes | 0x20) == '}'));
  classes.line_end = EACH_PART((bytes == '\n') | (bytes == '\r'));
  classes.space = classes.line_end | EACH_PART((bytes == ' ') | (bytes == '\t'));
  return classes;
}

ALWAYS_INLINE escape_classes classify_escapes(const void *pointer) {
  const block_bytes block = *(const block_bytes *)pointer;
  return (escape_classes){
      .hex_digit = EACH_PART((bytes - '0' < 10) | ((bytes | 0x20) - 'a' < 6)),
      .escapable = EACH_PART(
          (bytes == '"') | (bytes == '\\') | (bytes == '/') | (bytes == 'b') | (bytes == 'f') | (bytes == 'n')
          | (bytes == 'r') | (bytes == 't') | (bytes == 'u')),
      .letter_u = EACH_PART(bytes == 'u'),
      .letter_d = EACH_PART((bytes | 0x20) == 'd'),
  };
}

/// Whether UTF-8 (RFC 3629) has a mistake in these bytes, of which the three before the first are known.
ALWAYS_INLINE uint64_t check_utf8(block_bytes block, const uint8_t *text) {
  block_bytes mistakes;
  for (int part = 0; part < 4; part++) {
    const byte_vector bytes = block.parts[part];
    const byte_vector one_before = vector_at(text + 16 * part - 1);
    const byte_vector two_before = vector_at(text + 16 * part - 2);
    const byte_vector three_before = vector_at(text + 16 * part - 3);
    const byte_vector must_continue =
        (byte_vector)((one_before >= 0xC0) | (two_before >= 0xE0) | (three_before >= 0xF0));
    const byte_vector continues = (byte_vector)((bytes & 0xC0) == 0x80);
    mistakes.parts[part] = (must_continue ^ continues)
        | (byte_vector)((one_before == 0xE0) & (bytes < 0xA0)) | (byte_vector)((one_before == 0xED) & (bytes >= 0xA0))
        | (byte_vector)((one_before == 0xF0) & (bytes < 0x90)) | (byte_vector)((one_before == 0xF4) & (bytes >= 0x90))
        | (byte_vector)((one_before & 0xFE) == 0xC0) | (byte_vector)(one_before >= 0xF5);
  }
  return bits_of_block(mistakes);
}

/// Writes `start` plus the number of each bit; gives the place behind the last one.
ALWAYS_INLINE uint32_t *write_offsets(uint32_t *offsets, uint64_t bits, uint32_t start) {
  while (bits) {
    *offsets++ = start + (uint32_t)__builtin_ctzll(bits);
    bits &= bits - 1;
  }
  return offsets;
}

ALWAYS_INLINE void take_block(const uint8_t *text, uint32_t start, scan_progress *progress) {
  block_bytes block;
  memcpy(&block, text, BLOCK);
  const int is_ascii = EACH_PART(bytes >= 0x80) == 0;
  const uint64_t not_utf8 = is_ascii & progress->was_ascii ? 0 : check_utf8(block, text);
  progress->was_ascii = is_ascii;
  const block_structure found =
      structure_of_block(classify(block), prefix_by_shifts, classify_escapes, &block, &progress->blocks);
  progress->next_offset = write_offsets(progress->next_offset, found.structure, start);
  if (RARELY(found.wrong | not_utf8)) *progress->next_suspect++ = start;
}

__attribute__((noinline)) static int take(const uint8_t *text, size_t length, uint32_t start, scan_progress *progress) {
  // A copy that nobody else has the address of, so that it lives in registers.
  scan_progress inner = *progress;
  for (size_t place = 0; place < length; place += BLOCK) take_block(text + place, start + (uint32_t)place, &inner);
  *progress = inner;
  return 0;
}

__attribute__((noinline)) static void take_edge(
    const uint8_t *block, size_t length, int is_first, uint32_t start, scan_progress *progress) {
  take_edge_block(block, length, is_first, start, take, progress);
}

ALWAYS_INLINE bytescan_counts index_by_sixteens(
    const uint8_t *text, size_t start, size_t end, uint32_t *offsets, uint32_t *suspects) {
  return index_blocks(text, start, end, offsets, suspects, BLOCK, (step_takers){.any = take}, take_edge);
}

#endif
