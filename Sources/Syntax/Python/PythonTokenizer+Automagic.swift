// IPython's automagic: a cell of one line that begins with the name of a line magic needs no `%`.
extension PythonTokenizer {
  /// Whether the cell is one line such as `pip install peft` or `cd /content`.
  ///
  /// IPython 8 `core/interactiveshell.py`, `transform_cell`: automagic is only looked at for cells of one line; and
  /// `core/prefilter.py`, `AutoMagicChecker`. The names are those of commands that people write with arguments; a
  /// name that is followed by an operator is a variable.
  func isAutomagicCell() -> Bool {
    guard tokens.isEmpty, isOnlyLine else { return false }
    var end = index
    while PythonTokenizer.isIdentifierByte(text[end]) { end += 1 }
    let name = UnsafeBufferPointer(start: text + index, count: end - index)
    guard Self.automagicNames.contains(String(decoding: name, as: UTF8.self)) else { return false }
    var argument = end
    while text[argument] == 0x20 || text[argument] == 0x09 { argument += 1 }
    guard argument > end, argument < count else { return false }
    switch text[argument] {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "~"),
      UInt8(ascii: "$"):
      return !startsWithOperatorWord(at: argument)
    case UInt8(ascii: "-"): return text[argument + 1] > 0x20
    default: return false
    }
  }

  /// Blank lines around it do not count: IPython drops those before the cell, `leading_empty_lines`.
  private var isOnlyLine: Bool {
    for offset in 0..<index where text[offset] > 0x20 { return false }
    var end = index
    while end < count, lineEndLength(at: end) == 0 { end += 1 }
    while end < count {
      let byte = text[end]
      guard byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D else { return false }
      end += 1
    }
    return true
  }

  private func startsWithOperatorWord(at start: Int) -> Bool {
    var end = start
    while PythonTokenizer.isIdentifierByte(text[end]) { end += 1 }
    let word = String(decoding: UnsafeBufferPointer(start: text + start, count: end - start), as: UTF8.self)
    return ["in", "is", "and", "or", "not", "if", "else", "for"].contains(word)
  }

  private static let automagicNames: Set<String> = [
    "pip", "conda", "mamba", "micromamba", "uv", "cd", "ls", "ll", "cat", "cp", "mv", "rm", "rmdir", "mkdir",
    "man",
    "less", "more", "run", "load", "load_ext", "reload_ext", "matplotlib", "env", "set_env", "timeit", "time",
    "who",
    "whos", "history", "hist", "edit", "pycat", "pylab", "pinfo", "pdoc", "psource", "system", "sx", "config",
  ]
}
