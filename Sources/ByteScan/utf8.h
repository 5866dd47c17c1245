// The check of UTF-8 by three table look-ups a byte, after Keiser and Lemire, "Validating UTF-8 In Less Than One
// Instruction Per Byte" (2021), section 5.
//
// Each byte together with the one before it shows most mistakes. Three tables, by the high and the low half of the byte
// before and by the high half of the byte itself, give the mistakes that each half allows; what all three allow has
// been made. Two continuations in a row are no mistake if a lead of three or four bytes stands before them.
#ifndef BYTESCAN_UTF8_H
#define BYTESCAN_UTF8_H

enum {
  /// A lead byte that no continuation follows.
  TOO_SHORT = 1 << 0,
  /// A continuation behind ASCII.
  TOO_LONG = 1 << 1,
  /// E0 and then 80 to 9F.
  OVERLONG_3 = 1 << 2,
  /// ED and then A0 to BF.
  SURROGATE = 1 << 3,
  /// C0 or C1.
  OVERLONG_2 = 1 << 4,
  /// F4 and then 90 to BF, or F5 and more and then 90 to BF.
  TOO_LARGE = 1 << 5,
  /// F5 and more and then 80 to 8F. Shares its bit with F0 and then 80 to 8F: the low halves differ.
  TOO_LARGE_1000 = 1 << 6,
  OVERLONG_4 = 1 << 6,
  TWO_CONTINUATIONS = 1 << 7,
  /// What does not depend on the low half of the byte before.
  ANY_LOW_HALF = TOO_SHORT | TOO_LONG | TWO_CONTINUATIONS,
};

/// By the high half of the byte before: 0 to 7 ASCII, 8 to B continuations, C to F leads.
#define UTF8_BY_HIGH_BEFORE \
  TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, (char)TWO_CONTINUATIONS, \
      (char)TWO_CONTINUATIONS, (char)TWO_CONTINUATIONS, (char)TWO_CONTINUATIONS, TOO_SHORT | OVERLONG_2, TOO_SHORT, \
      TOO_SHORT | OVERLONG_3 | SURROGATE, TOO_SHORT | TOO_LARGE | TOO_LARGE_1000 | OVERLONG_4

#define UTF8_LOW(mistakes) (char)(ANY_LOW_HALF | (mistakes))

/// By the low half of the byte before.
#define UTF8_BY_LOW_BEFORE \
  UTF8_LOW(OVERLONG_3 | OVERLONG_2 | OVERLONG_4), UTF8_LOW(OVERLONG_2), UTF8_LOW(0), UTF8_LOW(0), UTF8_LOW(TOO_LARGE), \
      UTF8_LOW(TOO_LARGE | TOO_LARGE_1000), UTF8_LOW(TOO_LARGE | TOO_LARGE_1000), \
      UTF8_LOW(TOO_LARGE | TOO_LARGE_1000), UTF8_LOW(TOO_LARGE | TOO_LARGE_1000), \
      UTF8_LOW(TOO_LARGE | TOO_LARGE_1000), UTF8_LOW(TOO_LARGE | TOO_LARGE_1000), \
      UTF8_LOW(TOO_LARGE | TOO_LARGE_1000), UTF8_LOW(TOO_LARGE | TOO_LARGE_1000), \
      UTF8_LOW(TOO_LARGE | TOO_LARGE_1000 | SURROGATE), UTF8_LOW(TOO_LARGE | TOO_LARGE_1000), \
      UTF8_LOW(TOO_LARGE | TOO_LARGE_1000)

/// By the high half of the byte itself; of continuations 80 to 8F, 90 to 9F, and A0 to BF.
#define UTF8_BY_HIGH \
  TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, \
      (char)(TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS | OVERLONG_3 | TOO_LARGE_1000 | OVERLONG_4), \
      (char)(TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS | OVERLONG_3 | TOO_LARGE), \
      (char)(TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS | SURROGATE | TOO_LARGE), \
      (char)(TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS | SURROGATE | TOO_LARGE), TOO_SHORT, TOO_SHORT, TOO_SHORT, \
      TOO_SHORT

/// A byte from here on leads at least three bytes, and the second one behind it is a continuation.
#define UTF8_LEAD_OF_3 0xE0
#define UTF8_LEAD_OF_4 0xF0

#endif
