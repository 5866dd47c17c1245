import Syntax

/// Bytes that a reader could not take as one record, shown to who may mend them.
struct BrokenRecord {
  /// What the reader has loaded, and the offset in the file of its first byte.
  let text: UnsafePointer<UInt8>
  let base: Int
  /// Indices in `text`: a line, several lines, or an element of an array; the line end is not part of it.
  let range: TextRange
  /// Whether it stands in an array, not on lines of its own.
  let isElement: Bool
  /// Length of the line end behind it; 0 at the end of the file and in an array.
  let lineBreak: Int
  /// As it would be reported.
  let kind: SyntaxFault.Kind

  var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: text + range.start, count: range.count)
  }

  var rangeInFile: TextRange { TextRange(base + range.start, base + range.end) }
}

extension RecordSink where Self: ~Copyable {
  static var mends: Bool { false }
  mutating func mend(_ broken: BrokenRecord) -> Int? { nil }
  mutating func drop(_ range: TextRange, _ kind: SyntaxFault.Kind) -> Bool { false }
}
