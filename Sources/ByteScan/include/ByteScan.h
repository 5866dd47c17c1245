#ifndef BYTESCAN_H
#define BYTESCAN_H

#include <stddef.h>
#include <stdint.h>

/// How much a pass over a text wrote.
typedef struct {
  /// Entries of `offsets`.
  size_t offsets;
  /// Entries of `suspects`.
  size_t suspects;
} bytescan_counts;

/// Finds the structure of JSON values in `text[start] ..< text[end]`, one to a line or several, and checks the insides of
/// strings. The first byte stands outside of strings.
///
/// Writes to `offsets`, ascending and counted from `text`, where there stands
///  - one of `{ } [ ] : ,` outside of strings,
///  - a quote that opens or closes a string,
///  - the first byte of any other run outside of strings (a number, a word, a mistake),
///  - a line feed or carriage return,
///  - in a string, its first backslash, and the byte behind each `\u` that is `d` or `D` (perhaps a surrogate).
/// `offsets` has room for `end` - `start` + 64 entries; those behind the last one are overwritten.
///
/// A line feed or carriage return ends a string that is open, so that a missing quote harms its own line only.
///
/// Writes to `suspects`, ascending, the offsets of the 64-byte blocks, counted from `start`, in which something may be wrong that `offsets`
/// does not show: invalid UTF-8, an escape that JSON does not have, a control character in a string, a backslash
/// outside of one. Each such mistake makes a block suspect that holds it or its line's end; a block may be suspected
/// for nothing. Room for (`end` - `start`) / 64 + 1 entries.
///
/// `end` is below 2^32. Bytes before `start` and from `end` on are never read. O(bytes).
typedef bytescan_counts (*bytescan_indexer)(
    const uint8_t *text, size_t start, size_t end, uint32_t *offsets, uint32_t *suspects);

/// The ways to do it, from the one that every processor has to the fastest.
typedef enum {
  bytescan_portable = 0,
  bytescan_neon = 1,
  bytescan_avx2 = 2,
  bytescan_avx512 = 3,
} bytescan_kernel;

/// Whether this processor can run `kernel`, and this build has it.
int bytescan_has(bytescan_kernel kernel);

/// The indexer of a kernel; the portable one where `bytescan_has` says no.
bytescan_indexer bytescan_indexer_of(bytescan_kernel kernel);

/// The fastest kernel that this processor can run.
bytescan_kernel bytescan_fastest(void);

/// How many code points begin in `length` bytes of UTF-8: those that continue none. O(length).
size_t bytescan_code_points(const uint8_t *text, size_t length);

/// How many of `length` bytes are letters of ASCII. O(length).
size_t bytescan_ascii_letters(const uint8_t *text, size_t length);

/// How many letters of ASCII stand right behind a blank. O(length).
size_t bytescan_words(const uint8_t *text, size_t length);

/// 128 bits that tell one text from another.
typedef struct {
  uint64_t first;
  uint64_t second;
} bytescan_hash;

/// XXH3 (128 bits, seed 0; `first` has the low ones) of `length` bytes: the same on every machine, so that parts of a data
/// set that were read on several can be compared. Not proof against who makes texts of one hash on purpose. O(length).
bytescan_hash bytescan_hash_of(const uint8_t *text, size_t length);

/// What words begin with, in eight sets: for each of their first three bytes, the sets that take its lower and its upper four
/// bits, as a bit each.
typedef struct {
  uint8_t by_low[3][16];
  uint8_t by_high[3][16];
} bytescan_beginnings;

/// Adds the first three bytes of a word to one of the sets 0 to 7. Words of one set mix: what is made of the bytes of several,
/// half by half, is found too, so each set is best made of words that are alike.
void bytescan_add_beginning(bytescan_beginnings *beginnings, const uint8_t word[3], int set);

/// Finds where words may begin in `text[0] ..< text[length]`: writes, ascending, the offsets at which one set takes all three
/// bytes, and gives how many those are. Room for `length` entries. `length` is below 2^32; bytes from `length` on are never
/// read. O(bytes).
///
/// The way is that of the Hyperscan project's Teddy: two look-ups for each byte of a block.
typedef size_t (*bytescan_finder)(
    const uint8_t *text, size_t length, const bytescan_beginnings *beginnings, uint32_t *offsets);

/// The finder of a kernel; the portable one where `bytescan_has` says no.
bytescan_finder bytescan_finder_of(bytescan_kernel kernel);

#endif
