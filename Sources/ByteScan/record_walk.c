// The grammar of JSON (RFC 8259) over the structure that a kernel has found: what stands between two offsets has been
// checked by it, or is in a block that it suspects.
#include "ByteScan.h"
#include "structure.h"

/// Where a walk is; it lives in registers, since everything is inlined.
typedef struct {
  const uint8_t *text;
  const uint32_t *offsets;
  /// The next offset.
  size_t cursor;
  /// Behind the last byte of the value that was read last.
  size_t value_end;
  /// Where nodes are written, over offsets that have been read; null where none are.
  uint32_t *nodes;
  /// How many nodes there are.
  size_t count;
} walk;

ALWAYS_INLINE uint8_t byte_at_cursor(const walk *self) { return self->text[self->offsets[self->cursor]]; }

ALWAYS_INLINE void skip_line_ends(walk *self) {
  while (byte_at_cursor(self) == '\n' || byte_at_cursor(self) == '\r') self->cursor++;
}

ALWAYS_INLINE void add_node(walk *self, uint32_t kind, size_t start, size_t tail) {
  if (!self->nodes) return;
  self->nodes[2 * self->count] = (uint32_t)start | kind << bytescan_node_offset_bits;
  self->nodes[2 * self->count + 1] = (uint32_t)tail;
  self->count++;
}

/// Whether the `\u` escape whose digits begin with the `d` at `digits` is the first half of a surrogate pair and has its
/// second half behind it.
static int is_surrogate_pair(const uint8_t *digits) {
  const uint8_t high = digits[1] | 0x20, low = digits[7] | 0x20;
  return (high == '8' || high == '9' || high == 'a' || high == 'b') && digits[4] == '\\' && digits[5] == 'u'
      && (digits[6] | 0x20) == 'd' && low >= 'c' && low <= 'f';
}

/// Reads on behind the first backslash of a string, whose offset is number `cursor`: each escape that may be half a pair
/// has an offset, too. Gives the number of the closing quote's offset, or 0 where half a pair stands alone or no string is;
/// `stop` is then the offset that is to blame.
static __attribute__((noinline)) size_t end_of_escaped_string(
    const uint8_t *text, const uint32_t *offsets, size_t cursor, size_t *stop) {
  *stop = cursor;
  if (text[offsets[cursor]] != '\\') return 0;
  size_t behind_pair = 0;
  for (cursor++;; cursor++) {
    const size_t at = offsets[cursor];
    *stop = cursor;
    if (text[at] == '"') return cursor;
    if ((text[at] | 0x20) != 'd') return 0;
    if (at < behind_pair || text[at + 1] < '8') continue;
    if (!is_surrogate_pair(text + at)) return 0;
    behind_pair = at + 10;
  }
}

/// Reads the string whose quote is at the cursor.
ALWAYS_INLINE int read_string(walk *self, uint32_t kind) {
  const size_t start = self->offsets[self->cursor];
  size_t close = self->cursor + 1;
  if (self->text[self->offsets[close]] != '"') {
    size_t stop;
    close = end_of_escaped_string(self->text, self->offsets, close, &stop);
    if (!close) {
      self->cursor = stop;
      return 0;
    }
    kind |= bytescan_node_has_escapes;
  }
  self->value_end = self->offsets[close] + 1;
  add_node(self, kind, start, self->value_end);
  self->cursor = close + 1;
  return 1;
}

ALWAYS_INLINE int is_digit(uint8_t byte) { return (uint8_t)(byte - '0') < 10; }

ALWAYS_INLINE const uint8_t *skip_digits(const uint8_t *at) {
  while (is_digit(*at)) at++;
  return at;
}

/// The byte behind the number at `at`; null where there is none. `kind` becomes that of the number.
static const uint8_t *end_of_number(const uint8_t *at, uint32_t *kind) {
  *kind = bytescan_node_integer;
  if (*at == '-') at++;
  if (!is_digit(*at)) return NULL;
  if (*at == '0') {
    if (is_digit(*++at)) return NULL;
  } else {
    at = skip_digits(at);
  }
  if (*at == '.') {
    *kind = bytescan_node_real;
    if (!is_digit(at[1])) return NULL;
    at = skip_digits(at + 1);
  }
  if ((*at | 0x20) == 'e') {
    *kind = bytescan_node_real;
    at++;
    if (*at == '+' || *at == '-') at++;
    if (!is_digit(*at)) return NULL;
    at = skip_digits(at);
  }
  return at;
}

/// The byte behind `true`, `false` or `null` at `at`; else null. Five bytes may be read.
static const uint8_t *end_of_word(const uint8_t *at, uint32_t *kind) {
  *kind = bytescan_node_boolean;
  if (memcmp(at, "true", 4) == 0) return at + 4;
  if (memcmp(at, "false", 5) == 0) return at + 5;
  *kind = bytescan_node_null;
  return memcmp(at, "null", 4) == 0 ? at + 4 : NULL;
}

/// The byte behind the number or word at `at`, if nothing stands right behind it that belongs to neither; else null.
static __attribute__((noinline)) const uint8_t *end_of_scalar(const uint8_t *at, const uint8_t *end, uint32_t *kind) {
  at = is_digit(*at) || *at == '-' ? end_of_number(at, kind) : end_of_word(at, kind);
  if (!at || at >= end) return at;
  switch (*at) {
    case ',': case '}': case ']': case ' ': case '\n': case '\r': case '\t': return at;
    default: return NULL;
  }
}

/// Reads the value at the cursor, and gives whether it is JSON without any doubt. The cursor never moves over a line's end but
/// where `skips_line_ends`.
///
/// One function although it is long: its parts hand the cursor and the open container to each other.
ALWAYS_INLINE int read_value(walk *self, const uint8_t *end, int skips_line_ends) {
  // For each container that is open whether it is an object; the first entry is for none.
  uint8_t is_object[bytescan_depth_limit + 1];
  size_t depth = 0, open = SIZE_MAX;
  int in_object = 0;
value:
  if (skips_line_ends) skip_line_ends(self);
  {
    const size_t start = self->offsets[self->cursor];
    const uint8_t first = self->text[start];
    if (first == '"') {
      if (!read_string(self, bytescan_node_string)) return 0;
    } else if (first == '{' || first == '[') {
      if (depth == bytescan_depth_limit) return 0;
      in_object = first == '{';
      is_object[++depth] = (uint8_t)in_object;
      // Until it is closed, a container's tail says which one it is in.
      add_node(self, in_object ? bytescan_node_object : bytescan_node_array, start, open);
      open = self->count - 1;
      self->cursor++;
      if (skips_line_ends) skip_line_ends(self);
      if (byte_at_cursor(self) != (in_object ? '}' : ']')) {
        if (in_object) goto key;
        goto value;
      }
      goto close;
    } else {
      uint32_t kind;
      const uint8_t *behind = end_of_scalar(self->text + start, end, &kind);
      if (!behind) return 0;
      self->value_end = (size_t)(behind - self->text);
      add_node(self, kind, start, self->value_end);
      self->cursor++;
    }
  }
behind_value:
  if (depth == 0) return 1;
  if (skips_line_ends) skip_line_ends(self);
  {
    const uint8_t byte = byte_at_cursor(self);
    if (byte == ',') {
      self->cursor++;
      if (!in_object) goto value;
      if (skips_line_ends) skip_line_ends(self);
      goto key;
    }
    if (byte != (in_object ? '}' : ']')) return 0;
  }
close:
  self->value_end = self->offsets[self->cursor] + 1;
  self->cursor++;
  in_object = --depth ? is_object[depth] : 0;
  if (self->nodes) {
    const uint32_t around = self->nodes[2 * open + 1];
    self->nodes[2 * open + 1] = (uint32_t)self->count;
    open = around == UINT32_MAX ? SIZE_MAX : around;
  }
  goto behind_value;
key:
  if (byte_at_cursor(self) != '"' || !read_string(self, bytescan_node_key)) return 0;
  if (skips_line_ends) skip_line_ends(self);
  if (byte_at_cursor(self) != ':') return 0;
  self->cursor++;
  goto value;
}

int bytescan_read_value(
    const uint8_t *text, size_t end, const uint32_t *offsets, size_t *cursor, uint32_t *nodes, size_t *value_end) {
  walk self = {text, offsets, *cursor, 0, nodes, 0};
  const int is_json = read_value(&self, text + end, 1);
  *cursor = self.cursor;
  *value_end = self.value_end;
  return is_json;
}

int bytescan_read_line(const uint8_t *text, size_t end, const uint32_t *offsets, size_t *cursor, uint32_t *nodes) {
  walk self = {text, offsets, *cursor, 0, nodes, 0};
  const int is_json = read_value(&self, text + end, 0);
  *cursor = self.cursor;
  return is_json;
}

bytescan_lines bytescan_pass_records(
    const uint8_t *text, size_t start, size_t end, const uint32_t *offsets, size_t cursor, const uint32_t *suspects) {
  bytescan_lines passed = {0, start, cursor};
  while (text[offsets[passed.cursor]] == '{') {
    walk self = {text, offsets, passed.cursor, 0, NULL, 0};
    if (!read_value(&self, text + end, 0)) break;
    const size_t line_end = offsets[self.cursor];
    if (line_end >= end || text[line_end] != '\n') break;
    while ((size_t)*suspects + BLOCK <= passed.end) suspects++;
    if (*suspects <= line_end) break;
    passed = (bytescan_lines){passed.count + 1, line_end + 1, self.cursor + 1};
  }
  return passed;
}
