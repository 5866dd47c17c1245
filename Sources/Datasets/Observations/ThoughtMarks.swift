#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Words by which templates know thoughts, LLaMA-Factory's (`data/template.py` at ff6d4d1) and those of models' own.
enum ThoughtMarks {
  /// Whether one stands in a text. O(bytes).
  static func stand(in text: RecordValue) -> Bool {
    // A letter of one may be written as an escape.
    if text.hasEscapes, holdsUnicodeEscape(text.innerBytes) {
      return text.textBytes.withUnsafeBufferPointer { stand(in: $0) }
    }
    return stand(in: text.innerBytes)
  }

  private static func stand(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    occurs(UInt8(ascii: ">"), in: text) { end in
      text.has("think", before: end) || text.has("thinking", before: end)
        || text.has("reasoning", before: end)
    }
      || occurs(UInt8(ascii: "|"), in: text) { bar in
        text.has("channel", at: bar + 1) || text.has("_THINKING", before: bar)
      }
      || occurs(UInt8(ascii: "["), in: text) { text.has("THINK", at: $0 + 1) }
      || occurs(0xE2, in: text) { text.has("▷", at: $0) }
  }

  private static func holdsUnicodeEscape(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    occurs(UInt8(ascii: "\\"), in: text) { text.has("u", at: $0 + 1) }
  }

  /// Whether a byte stands somewhere where `isMark` holds, which is given its offset.
  private static func occurs(
    _ byte: UInt8, in text: UnsafeBufferPointer<UInt8>, where isMark: (Int) -> Bool
  ) -> Bool {
    guard let base = text.baseAddress else { return false }
    var start = 0
    while start < text.count, let found = memchr(base + start, Int32(byte), text.count - start) {
      let index = start + (UnsafeRawPointer(found) - UnsafeRawPointer(base + start))
      if isMark(index) { return true }
      start = index + 1
    }
    return false
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether the word stands from `offset` on.
  fileprivate func has(_ word: StaticString, at offset: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard offset >= 0, offset + length <= count, let base = baseAddress else { return false }
    return memcmp(base + offset, word.utf8Start, length) == 0
  }

  /// Whether the word ends where `offset` is.
  fileprivate func has(_ word: StaticString, before offset: Int) -> Bool {
    has(word, at: offset - word.utf8CodeUnitCount)
  }
}
