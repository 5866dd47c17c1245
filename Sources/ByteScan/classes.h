// Tables that sort bytes into classes, sixteen bytes at a time, for processors that look up a table of sixteen.
#ifndef BYTESCAN_CLASSES_H
#define BYTESCAN_CLASSES_H

/// By the low half of a byte: the one byte of punctuation that `byte | 0x20` may be. Or-ing makes a brace of a bracket,
/// a comma of 0x0C and a colon of 0x1A: who reads the text there sees what it is.
#define PUNCTUATION_BY_LOW 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ':', '{', ',', '}', 0, 0

/// By the low half of a byte: the one white space that it may be, or else a byte of another low half.
#define SPACE_BY_LOW ' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n', 0, 0, '\r', 0, 0

/// Classes of bytes around escapes, as what the tables by high and by low half both allow.
enum {
  DIGIT = 1 << 0,
  LETTER_A_TO_F = 1 << 1,
  /// `" /`
  ESCAPABLE_2 = 1 << 2,
  /// The backslash.
  ESCAPABLE_5 = 1 << 3,
  /// `b f n`
  ESCAPABLE_6 = 1 << 4,
  /// `r t u`
  ESCAPABLE_7 = 1 << 5,
  LETTER_U = 1 << 6,
  LETTER_D = 1 << 7,

  HEX_DIGIT = DIGIT | LETTER_A_TO_F,
  ESCAPABLE = ESCAPABLE_2 | ESCAPABLE_5 | ESCAPABLE_6 | ESCAPABLE_7,
};

#define ESCAPES_BY_HIGH \
  0, 0, ESCAPABLE_2, DIGIT, (char)(LETTER_A_TO_F | LETTER_D), ESCAPABLE_5, \
      (char)(LETTER_A_TO_F | ESCAPABLE_6 | LETTER_D), ESCAPABLE_7 | LETTER_U, 0, 0, 0, 0, 0, 0, 0, 0

#define ESCAPES_BY_LOW \
  DIGIT, DIGIT | LETTER_A_TO_F, DIGIT | LETTER_A_TO_F | ESCAPABLE_2 | ESCAPABLE_6 | ESCAPABLE_7, \
      DIGIT | LETTER_A_TO_F, (char)(DIGIT | LETTER_A_TO_F | ESCAPABLE_7 | LETTER_D), \
      DIGIT | LETTER_A_TO_F | ESCAPABLE_7 | LETTER_U, DIGIT | LETTER_A_TO_F | ESCAPABLE_6, DIGIT, DIGIT, DIGIT, 0, 0, \
      ESCAPABLE_5, 0, ESCAPABLE_6, ESCAPABLE_2

#endif
