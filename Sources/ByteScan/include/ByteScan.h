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

/// Values that contain others are followed no deeper than this.
enum { bytescan_depth_limit = 1000 };

/// What a node stands for.
enum {
  bytescan_node_null = 0,
  bytescan_node_boolean = 1,
  bytescan_node_integer = 2,
  bytescan_node_real = 3,
  bytescan_node_string = 4,
  bytescan_node_array = 5,
  bytescan_node_object = 6,
  bytescan_node_key = 7,
  /// Beside the kind of a string or key: it has a backslash.
  bytescan_node_has_escapes = 8,
  /// The kind stands above so many bits.
  bytescan_node_offset_bits = 28,
};

/// Reads the value whose first byte is offset number `cursor` of those that an indexer wrote for `text[0] ..< text[end]`, line
/// ends allowed in it; gives whether it is JSON (RFC 8259) without any doubt, if no block of it is suspect. What is not may be
/// JSON nevertheless, such as half a surrogate pair, which Python takes. Behind the last offset stands `end`, four times, and
/// `text[end]` is zero, with 16 bytes behind it that may be read.
///
/// Writes a node for each value and key to `nodes`, in the order of the text: two numbers. The first holds the offset of its
/// first byte, its kind, and whether it has escapes; the second is of a container the number of the node behind all that it
/// holds, of others the offset behind the last byte. `nodes` may be the memory before the offset `cursor`: if there is room
/// for `bytescan_depth_limit` offsets between, no offset is overwritten before it is read.
///
/// Moves `cursor` behind the value, else to an offset in it, and `value_end` behind its last byte. O(offsets).
int bytescan_read_value(
    const uint8_t *text, size_t end, const uint32_t *offsets, size_t *cursor, uint32_t *nodes, size_t *value_end);

/// The same for a value within one line; `cursor` never moves behind a line's end.
int bytescan_read_line(const uint8_t *text, size_t end, const uint32_t *offsets, size_t *cursor, uint32_t *nodes);

/// Some lines.
typedef struct {
  /// How many.
  size_t count;
  /// Where the line behind them begins.
  size_t end;
  /// The number of its first offset.
  size_t cursor;
} bytescan_lines;

/// Passes over lines as long as each is one object that `bytescan_read_line` takes, has no byte in a suspect block, and ends
/// with a line feed before `end`. The first one begins at `text[start]`, and its first offset is number `cursor`. Behind the
/// last suspect stands all ones. For who wants to know no more of the records. O(offsets).
bytescan_lines bytescan_pass_records(
    const uint8_t *text, size_t start, size_t end, const uint32_t *offsets, size_t cursor, const uint32_t *suspects);

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
