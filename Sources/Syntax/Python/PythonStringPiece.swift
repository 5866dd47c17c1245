/// One stretch of source text inside a string: the body of one literal, or a stretch between f-string fields.
package struct PythonStringPiece: Sendable, Hashable {
  /// The bytes between the quotes (or between the fields).
  package let range: TextRange
  package let style: Style

  /// How the bytes stand for the value.
  package struct Style: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Escapes are not read.
    package static let raw = Style(rawValue: 1)
    /// `{{` and `}}` stand for one brace: text of an f-string outside of its fields.
    package static let doubledBraces = Style(rawValue: 2)
    /// The first literal has the prefix `u`, which `ast` keeps as `kind`.
    package static let unicodePrefix = Style(rawValue: 4)
  }

  /// Whether byte n of the value is byte n of the source, so that places inside the value can be shown.
  package func isVerbatim(in file: SourceFile) -> Bool {
    let bytes = file.bytes[range.start..<range.end]
    if bytes.contains(0x0D) { return false }
    if !style.contains(.raw) && bytes.contains(UInt8(ascii: "\\")) { return false }
    return !style.contains(.doubledBraces)
      || !bytes.contains { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }
  }

  /// The text of a string constant. O(bytes).
  static func text(of pieces: [PythonStringPiece], in source: [UInt8]) -> String {
    String(decoding: decoded(pieces, in: source, isBytes: false), as: UTF8.self)
  }

  /// The value of a bytes constant. O(bytes).
  static func bytes(of pieces: [PythonStringPiece], in source: [UInt8]) -> [UInt8] {
    decoded(pieces, in: source, isBytes: true)
  }

  private static func decoded(_ pieces: [PythonStringPiece], in source: [UInt8], isBytes: Bool) -> [UInt8] {
    var output: [UInt8] = []
    for piece in pieces {
      var decoder = PythonEscapeDecoder(
        source: source[piece.range.start..<piece.range.end], style: piece.style, isBytes: isBytes)
      decoder.decode(into: &output)
    }
    return output
  }
}
