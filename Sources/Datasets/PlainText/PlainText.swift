import Syntax

/// Files of plain text, in which each line is a record with the one field `text`.
package enum PlainText {
  /// The field that a line is.
  static let field = Array("text".utf8)

  /// Whether the name of the file at `path` says that it is plain text; it may hold JSON nevertheless.
  package static func isName(_ path: String) -> Bool { FilePath.fileExtension(path) == "txt" }

  /// Whether a text that begins so is JSON, whatever its name says: an object with a key, or an array of objects.
  static func opensRecords(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let tokens = bytes.lazy.filter { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }.prefix(3)
    return tokens.starts(with: "{\"".utf8) || tokens.starts(with: "[{\"".utf8)
  }
}

extension DatasetFile.Container {
  /// Whether records stand on lines of their own, so that threads and machines may share a file out between them.
  var isCuttable: Bool { self == .jsonLines || self == .plainText }

  /// How many bytes before a place `mayCut` looks at.
  static let bytesBeforeCut = 3

  /// Whether the file may be cut before the byte at `index`: where a line begins, of JSON lines one that opens an object behind
  /// one that closes an object. A carriage return alone ends a line of them too, and may be the first half of a pair. Zeros
  /// stand for what lies before the file.
  @inline(__always)
  func mayCut(_ bytes: [UInt8], before index: Int) -> Bool {
    let previous = bytes[index &- 1]
    if self == .plainText { return previous == 0x0A }
    guard bytes[index] == 0x7B, previous == 0x0A || previous == 0x0D else { return false }
    let isPair = previous == 0x0A && bytes[index &- 2] == 0x0D
    return bytes[index &- (isPair ? 3 : 2)] == 0x7D
  }
}
