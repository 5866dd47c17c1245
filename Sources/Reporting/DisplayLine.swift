import Syntax

/// One line of a source as a terminal shows it, and where its bytes are in it.
///
/// Tabs become blanks up to the next tab stop, invisible characters are escaped, and of a long line only a
/// window is kept, so that a record of a megabyte costs no more than a short one.
struct DisplayLine {
  /// Ready to print.
  private(set) var text = ""
  /// 0-based columns of the terminal at which the wanted bytes begin and end.
  private(set) var start = 0
  private(set) var end = 0

  private static let tabStop = 4
  /// Columns that are shown at most, and how many of them may stand before the wanted bytes.
  private static let window = 100
  private static let lead = 40
  /// Bytes that are looked at on either side: a code point has at most four.
  private static let reach = 4 * window

  /// - Parameters:
  ///   - line: the bytes of the line in `file`, without its end.
  ///   - wanted: the bytes that will be underlined; clamped to the line.
  init(_ file: SourceFile, line: TextRange, wanted: TextRange) {
    let from = min(max(wanted.start, line.start), line.end)
    let to = min(max(wanted.end, from), line.end)
    let first = Self.boundary(file.bytes, max(line.start, from - Self.reach), notBefore: line.start)
    let last = Self.boundary(file.bytes, min(line.end, from + Self.reach), notBefore: from)
    let pieces = Self.pieces(file, TextRange(first, last))
    let isShort = first == line.start && last == line.end && pieces.reduce(0) { $0 + $1.width } <= Self.window
    let shown = isShort ? pieces[...] : Self.cut(pieces, around: from)
    let isCutBefore = !isShort && (first > line.start || shown.startIndex > 0)
    let isCutAfter = !isShort && (last < line.end || shown.endIndex < pieces.count)
    write(shown, from: from, to: to, isCutBefore: isCutBefore, isCutAfter: isCutAfter)
  }

  /// A code point and what stands for it.
  private struct Piece {
    let offset: Int
    let text: String
    let width: Int
  }

  private static func pieces(_ file: SourceFile, _ range: TextRange) -> [Piece] {
    var pieces: [Piece] = []
    var offset = range.start
    var column = 0
    for scalar in file.text(in: range).unicodeScalars {
      var text = String(scalar)
      var width: Int
      if scalar == "\t" {
        width = tabStop - column % tabStop
        text = String(repeating: " ", count: width)
      } else {
        text = SafeText.escaped(scalar)
        width = text.unicodeScalars.count > 1 ? text.utf8.count : DisplayWidth.of(scalar)
      }
      pieces.append(Piece(offset: offset, text: text, width: width))
      column += width
      // A repaired byte is three bytes of text but one of the file.
      offset += scalar == "\u{FFFD}" ? repairedLength(file.bytes, at: offset) : UTF8.width(scalar)
    }
    return pieces
  }

  private static func repairedLength(_ bytes: [UInt8], at offset: Int) -> Int {
    bytes[min(offset, bytes.count)...].starts(with: [0xEF, 0xBF, 0xBD]) ? 3 : 1
  }

  /// The pieces around byte `from`: some before it, the rest of the window after it.
  private static func cut(_ pieces: [Piece], around from: Int) -> ArraySlice<Piece> {
    let middle = pieces.firstIndex { $0.offset >= from } ?? pieces.count
    var begin = middle
    var before = 0
    while begin > 0 && before + pieces[begin - 1].width <= lead {
      begin -= 1
      before += pieces[begin].width
    }
    var end = middle
    var after = 0
    while end < pieces.count && before + after + pieces[end].width <= window {
      after += pieces[end].width
      end += 1
    }
    return pieces[begin..<end]
  }

  private mutating func write(
    _ pieces: ArraySlice<Piece>, from: Int, to: Int, isCutBefore: Bool, isCutAfter: Bool
  ) {
    var column = isCutBefore ? 1 : 0
    if isCutBefore { text = "…" }
    var begin: Int?
    var finish: Int?
    for piece in pieces {
      if begin == nil && piece.offset >= from { begin = column }
      if finish == nil && piece.offset >= to { finish = column }
      text += piece.text
      column += piece.width
    }
    start = begin ?? column
    end = max(finish ?? column, start)
    if isCutAfter { text += "…" }
    while text.unicodeScalars.last == " " { text.unicodeScalars.removeLast() }
  }

  /// The nearest start of a code point at or before `offset`.
  private static func boundary(_ bytes: [UInt8], _ offset: Int, notBefore limit: Int) -> Int {
    var offset = offset
    while offset > limit && offset < bytes.count && bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
    return offset
  }
}
