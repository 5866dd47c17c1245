// What all kernels share: from the classes of 64 bytes, as one bit each, to the bytes that structure is made of.
//
// Every function works on one block; bit i stands for byte i. The ways to tell quotes inside of strings from those
// that end them, and inside from outside, are those of Langdale and Lemire, "Parsing Gigabytes of JSON per Second"
// (2019), section 3.1. The marks of escapes, and that a line's end closes every string, are ours.
#ifndef BYTESCAN_STRUCTURE_H
#define BYTESCAN_STRUCTURE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "ByteScan.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline))
#define RARELY(condition) __builtin_expect(!!(condition), 0)

enum { BLOCK = 64 };

/// Which bytes of a block belong to which class.
typedef struct {
  uint64_t quote;
  uint64_t backslash;
  /// Below 0x20.
  uint64_t control;
  /// `{ } [ ] : ,`
  uint64_t punctuation;
  /// Space, tab, line feed, carriage return.
  uint64_t space;
  /// Line feed, carriage return.
  uint64_t line_end;
} byte_classes;

/// Classes that only blocks with escapes are asked for.
typedef struct {
  /// 0-9, a-f, A-F.
  uint64_t hex_digit;
  /// What may stand behind a backslash: `" \ / b f n r t u`.
  uint64_t escapable;
  uint64_t letter_u;
  /// d or D.
  uint64_t letter_d;
} escape_classes;

/// What a block has to know of those before it.
typedef struct {
  /// All ones where a string is open, else zero.
  uint64_t in_string;
  /// 1 where the last byte was part of a run outside of strings that is no punctuation.
  uint64_t in_run;
  /// Bit 0 where the first byte is escaped, bit 1 where the last byte was the u of `\u`, bits 2 to 5 where one of the
  /// first four bytes has to be a hexadecimal digit. Zero where no escape reaches into this block.
  uint64_t escape;
  /// 1 where the string that was open at the end of the last block with escapes has had a backslash.
  uint64_t was_marked;
  /// Zero where no string has begun or ended since then.
  uint64_t quotes_since;
} block_state;

/// What a block holds.
typedef struct {
  /// Bytes that `offsets` is to name.
  uint64_t structure;
  /// Bytes at which something is wrong.
  uint64_t wrong;
} block_structure;

/// The classes of escapes in the block at `block`, which is of a kernel's own type.
typedef escape_classes (*escape_classifier)(const void *block);

/// All bits up to each one, exclusive or'ed.
typedef uint64_t (*prefix_xor)(uint64_t bits);

/// The bytes inside of strings, opening quotes counted and closing ones not; a line's end is never inside. `parity` has
/// a bit where an odd number of quotes stands up to there in this block. Moves on `state`.
ALWAYS_INLINE uint64_t string_bytes(uint64_t parity, uint64_t line_end, block_state *state) {
  uint64_t inside = parity ^ state->in_string;
  uint64_t cut = line_end & inside;
  while (RARELY(cut)) {
    uint64_t first = cut & -cut;
    inside ^= -first;  // From the line's end on, in and out change places.
    cut = line_end & inside;
  }
  state->in_string = (uint64_t)((int64_t)inside >> 63);
  return inside;
}

/// What a block is made of, where `escaped` are the bytes that a backslash takes their meaning. Moves on `state`.
ALWAYS_INLINE block_structure unescaped_structure(
    byte_classes classes, uint64_t escaped, prefix_xor prefix, uint64_t *inside, block_state *state) {
  const uint64_t quote = classes.quote & ~escaped;
  *inside = string_bytes(prefix(quote), classes.line_end, state);
  const uint64_t run = ~(classes.punctuation | classes.space | quote | *inside);
  const uint64_t run_start = run & ~(run << 1 | state->in_run);
  state->in_run = run >> 63;
  state->quotes_since |= quote;
  return (block_structure){
      quote | (classes.punctuation & ~*inside) | run_start | classes.line_end, classes.control & *inside};
}

/// Bytes that a backslash before them escapes; `escaping` are the backslashes that do it. Moves on `state`.
ALWAYS_INLINE uint64_t escaped_bytes(uint64_t backslash, uint64_t is_first_escaped, uint64_t *escaping) {
  const uint64_t odd = 0xAAAAAAAAAAAAAAAAull;
  // A backslash that is escaped itself escapes nothing. Subtracting runs from the odd bits leaves, behind each run, a
  // bit that says whether the run has an odd length.
  const uint64_t candidates = backslash & ~is_first_escaped;
  const uint64_t parity = (((candidates << 1) | odd) - candidates) ^ odd;
  *escaping = parity & backslash;
  return parity ^ (backslash | is_first_escaped);
}

/// The first backslash of each string that has one; `is_marked` is 1 where the string that is open at the start has had
/// it, and becomes 1 where that is so of the one that is open at the end.
ALWAYS_INLINE uint64_t first_backslashes(uint64_t backslash, uint64_t inside, uint64_t *is_marked) {
  // In the sum, a string is all ones up to its first backslash, and from there on zero but for further backslashes.
  unsigned long long sum, with_mark;
  uint64_t overflow = __builtin_uaddll_overflow(inside, backslash & inside, &sum);
  overflow |= __builtin_uaddll_overflow(sum, *is_marked & inside, &with_mark);
  *is_marked = overflow;
  return backslash & inside & ~with_mark;
}

/// The same where there are escapes, or some reach into the block: checks them.
ALWAYS_INLINE block_structure escaped_structure(
    byte_classes classes, escape_classes escapes, prefix_xor prefix, block_state *state) {
  uint64_t escaping, inside;
  const uint64_t before = state->escape;
  // A line's end closes a string without a quote, so that one has to be open still.
  uint64_t is_marked = state->was_marked & (state->quotes_since == 0) & state->in_string;
  const uint64_t escaped = escaped_bytes(classes.backslash, before & 1, &escaping);
  block_structure result = unescaped_structure(classes, escaped, prefix, &inside, state);
  result.structure |= first_backslashes(classes.backslash, inside, &is_marked);
  state->was_marked = is_marked;
  state->quotes_since = 0;
  const uint64_t u = escapes.letter_u & escaped & inside;
  const uint64_t behind_u = u << 1 | (before >> 1 & 1);
  const uint64_t hex_wanted = behind_u | u << 2 | u << 3 | u << 4 | before >> 2;
  result.structure |= behind_u & escapes.letter_d;
  result.wrong |= (escaped & inside & ~escapes.escapable) | (hex_wanted & ~escapes.hex_digit) | (escaping & ~inside);
  state->escape = escaping >> 63 | (u >> 63) << 1 | (u >> 62 | u >> 61 | u >> 60) << 2;
  return result;
}

/// What a block of these classes holds. Moves on `state`.
ALWAYS_INLINE block_structure structure_of_block(
    byte_classes classes, prefix_xor prefix, escape_classifier classify_escapes, const void *block,
    block_state *state) {
  uint64_t inside;
  if (classes.backslash | state->escape) return escaped_structure(classes, classify_escapes(block), prefix, state);
  return unescaped_structure(classes, 0, prefix, &inside, state);
}

/// How far a kernel has come.
typedef struct {
  block_state blocks;
  /// Whether the last block was all ASCII, so that no code point reaches into the next one; where that is asked of each.
  int was_ascii;
  uint32_t *next_offset;
  uint32_t *next_suspect;
} scan_progress;

/// A kernel's own way to take in `length` bytes, which are whole steps of it; the first stands `start` bytes into the text.
/// The three bytes before `text` may be read, and are those before it in the text; before the text there are zeros. Gives
/// whether all bytes are ASCII, or 0 where that is not asked.
typedef int (*bytes_taker)(const uint8_t *text, size_t length, uint32_t start, scan_progress *progress);

/// Takes in the `length` bytes of a block that is not whole, or is the first: through a copy, with zeros before it where
/// it is the first, and spaces behind it.
ALWAYS_INLINE void take_edge_block(
    const uint8_t *block, size_t length, int is_first, uint32_t start, bytes_taker take, scan_progress *progress) {
  uint8_t copy[BLOCK + BLOCK] = {0};
  if (!is_first) memcpy(copy + BLOCK - 3, block - 3, 3);
  memset(copy + BLOCK, ' ', BLOCK);
  memcpy(copy + BLOCK, block, length);
  take(copy + BLOCK, BLOCK, start, progress);
}

/// A kernel's `take_edge_block`, as a function of its own.
typedef void (*edge_taker)(
    const uint8_t *block, size_t length, int is_first, uint32_t start, scan_progress *progress);

/// What a kernel expects of bytes: to be ASCII, and to be texts rather than what stands between them. Where it errs about
/// texts, it is only slower.
typedef struct {
  int is_ascii;
  int is_text;
} expectation;

/// A kernel's ways to take in whole steps, by what is expected of them. All but the first are null where it has one way only.
typedef struct {
  bytes_taker any;
  bytes_taker text;
  /// What these two made of other bytes is undone.
  bytes_taker ascii;
  bytes_taker ascii_text;
} step_takers;

enum {
  /// Of so many bytes as a whole something is expected: asked of a few blocks, it would be foreseen badly where languages
  /// take turns.
  STRETCH = 64 * BLOCK,
  /// After so many stretches of ASCII in a row the next one is expected to be ASCII, too.
  ASCII_STRETCHES = 4,
  /// After a stretch with no more offsets than that, the next one is expected to be text: four for each block.
  OFFSETS_OF_TEXT = STRETCH / BLOCK * 4,
};

/// Takes in whole steps from `place` on, at which the text does not begin; gives the place behind them.
ALWAYS_INLINE size_t take_steps(
    const uint8_t *text, size_t place, size_t end, size_t step, step_takers takers, scan_progress *progress) {
  if (takers.text) {
    expectation expected = {0, 0};
    int ascii_stretches = 0;
    for (; place + STRETCH <= end; place += STRETCH) {
      const scan_progress before = *progress;
      const bytes_taker take_ascii = expected.is_text ? takers.ascii_text : takers.ascii;
      const bytes_taker take = expected.is_text ? takers.text : takers.any;
      if (!expected.is_ascii || !take_ascii(text + place, STRETCH, (uint32_t)place, progress)) {
        *progress = before;
        ascii_stretches = take(text + place, STRETCH, (uint32_t)place, progress) ? ascii_stretches + 1 : 0;
      }
      expected.is_ascii = ascii_stretches >= ASCII_STRETCHES;
      expected.is_text = progress->next_offset - before.next_offset <= OFFSETS_OF_TEXT;
    }
  }
  const size_t length = (end - place) / step * step;
  takers.any(text + place, length, (uint32_t)place, progress);
  return place + length;
}

/// Takes in a text; what `bytescan_indexer` says of a kernel, in steps of so many bytes, which divide a stretch.
ALWAYS_INLINE bytescan_counts index_blocks(
    const uint8_t *text, size_t start, size_t end, uint32_t *offsets, uint32_t *suspects, size_t step,
    step_takers takers, edge_taker take_edge) {
  scan_progress progress = {.was_ascii = 1, .next_offset = offsets, .next_suspect = suspects};
  size_t place = start;
  if (end - start >= BLOCK) {
    take_edge(text + place, BLOCK, 1, (uint32_t)place, &progress);
    place = take_steps(text, place + BLOCK, end, step, takers, &progress);
    for (; place + BLOCK <= end; place += BLOCK) take_edge(text + place, BLOCK, 0, (uint32_t)place, &progress);
  }
  // Also where nothing is left, for what the last block left open.
  take_edge(text + place, end - place, place == start, (uint32_t)place, &progress);
  return (bytescan_counts){(size_t)(progress.next_offset - offsets), (size_t)(progress.next_suspect - suspects)};
}

#endif
