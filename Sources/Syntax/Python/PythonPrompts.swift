/// The prompts of sessions that were pasted into a notebook cell, `>>>` and `In [1]:`.
enum PythonPrompts {
  /// Overwrites the prompts of a pasted session by form feeds, which are blanks that start the indentation anew.
  ///
  /// IPython takes prompts off all lines where one has one outside of strings (IPython 9,
  /// `core/inputtransformer2.py`, `PromptStripper`); a session begins with its first prompt, so only the first line
  /// that is no comment is asked. `text` holds `count` bytes and a zero behind them. O(bytes).
  static func blank(_ text: UnsafeMutablePointer<UInt8>, count: Int) {
    var start = 0
    while true {
      while start < count, text[start] <= 0x20 { start += 1 }
      guard text[start] == UInt8(ascii: "#") else { break }
      while start < count, !isLineEnd(text[start]) { start += 1 }
    }
    guard text[start] != UInt8(ascii: "."), promptLength(text, start) > 0 else { return }
    while start < count {
      while text[start] == 0x20 || text[start] == 0x09 { start += 1 }
      let length = promptLength(text, start)
      // The blank behind a prompt belongs to it, the other ones are the code's indentation.
      if length > 0 {
        let end = start + length + (text[start + length] == 0x20 ? 1 : 0)
        for index in start..<end { text[index] = 0x0C }
      }
      while start < count, !isLineEnd(text[start]) { start += 1 }
      while start < count, isLineEnd(text[start]) { start += 1 }
    }
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// Bytes of the prompt at `start`, without the blank behind it; 0 where there is none.
  private static func promptLength(_ text: UnsafeMutablePointer<UInt8>, _ start: Int) -> Int {
    var end = start
    switch text[start] {
    case UInt8(ascii: ">"), UInt8(ascii: "."):
      while text[end] == text[start] { end += 1 }
      if text[start] == UInt8(ascii: "."), text[end] == UInt8(ascii: ":"), end - start >= 3 { end += 1 }
      let isPrompt = end - start == 3 || text[end - 1] == UInt8(ascii: ":")
      return isPrompt && text[end] <= 0x20 ? end - start : 0
    case UInt8(ascii: "I") where text[start + 1] == UInt8(ascii: "n") && text[start + 2] == 0x20:
      guard text[start + 3] == UInt8(ascii: "[") else { return 0 }
      end = start + 4
      while text[end] >= 0x30 && text[end] <= 0x39 { end += 1 }
      guard end > start + 4, text[end] == UInt8(ascii: "]"), text[end + 1] == UInt8(ascii: ":"),
        text[end + 2] <= 0x20
      else { return 0 }
      return end + 2 - start
    default: return 0
    }
  }
}
