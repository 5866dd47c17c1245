/// The bytes of one text that can be parsed: a file, or a part of another source.
///
/// A notebook cell, a `%%writefile` cell, or a here-document is a `SourceFile` of its own whose origin says
/// where its bytes lie in the host. Parsers and rules see the inner text only; `Span.onDisk` and
/// `EmbeddedMap` carry places and edits outwards. Immutable, so that it may be shared between threads.
package final class SourceFile: Sendable {
  /// Where the bytes come from.
  package enum Origin: Sendable {
    /// A whole file, read through a `FileSource`.
    case file
    /// A part of `host`; `map` translates byte offsets, `part` names it for people.
    case embedded(host: SourceFile, map: EmbeddedMap, part: EmbeddedPart)
  }

  /// Which part of its host an embedded source is.
  package enum EmbeddedPart: Hashable, Sendable {
    /// A notebook's code cell, counted from 1 among the code cells; or, inside of one, its text without the
    /// line of a cell magic.
    case notebookCell(Int)
    /// A `%%writefile NAME` cell (named as it is there), or a here-document that is written to a file.
    case writtenFile(String)
    /// A script handed to an interpreter inside a shell text.
    case shellText
    /// A JSON, YAML or TOML text inside a string.
    case configText
  }

  /// The path as reports show it: relative to the folder the user stands in, `/` between the parts.
  package let path: String
  package let bytes: [UInt8]
  package let origin: Origin
  /// Made when somebody asks for a line: most files give no finding.
  package var lines: LineTable {
    if let made = Self.linesLock.locked({ madeLines }) { return made }
    let lines = LineTable(bytes)
    Self.linesLock.locked { madeLines = lines }
    return lines
  }
  /// Belongs to `linesLock`; made twice at worst.
  private nonisolated(unsafe) var madeLines: LineTable?
  /// One for all sources, since a lock of its own would cost most of what a small source does.
  private static let linesLock = Lock()

  package init(path: String, bytes: [UInt8], origin: Origin = .file) {
    self.path = path
    self.bytes = bytes
    self.origin = origin
  }

  package convenience init(path: String, text: String, origin: Origin = .file) {
    self.init(path: path, bytes: Array(text.utf8), origin: origin)
  }

  /// UTF-8 of U+FEFF.
  package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The text of `range`, clamped to the file; invalid UTF-8 becomes U+FFFD.
  package func text(in range: TextRange) -> String {
    let start = min(max(range.start, 0), bytes.count)
    let end = min(max(range.end, start), bytes.count)
    return bytes.withUnsafeBufferPointer { String(decoding: $0[start..<end], as: UTF8.self) }
  }

  /// Whether `word` stands somewhere in the text. O(bytes × bytes of the word).
  package func mentions(_ word: String) -> Bool {
    var word = word
    return word.withUTF8 { word in bytes.withUnsafeBufferPointer { ByteWords.contains(word, in: $0) } }
  }

  /// The whole range of the file, a byte-order mark included.
  package var wholeRange: TextRange { TextRange(0, bytes.count) }

  /// Line and column of a byte offset, both 1-based, columns in code points.
  package func position(at offset: Int) -> LineTable.Position { lines.position(at: offset, in: bytes) }

  /// The file on disk that holds this source; itself where it is a whole file.
  package var outermost: SourceFile {
    if case .embedded(let host, _, _) = origin { return host.outermost }
    return self
  }

  /// The whole notebook cell around this source, counted from 1 among code cells.
  package var notebookCell: (index: Int, source: SourceFile)? {
    guard case .embedded(let host, _, let part) = origin else { return nil }
    if let cell = host.notebookCell { return cell }
    if case .notebookCell(let index) = part { return (index, self) }
    return nil
  }
}

extension SourceFile: Hashable {
  package static func == (left: SourceFile, right: SourceFile) -> Bool { left === right }
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
