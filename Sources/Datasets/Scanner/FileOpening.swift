import Syntax

/// What the first bytes of a file say about the rest.
struct FileOpening {
  let container: DatasetFile.Container
  /// 3 where a UTF-8 byte-order mark opens the file, else 0.
  let markLength: Int
  private let obstacle: (kind: SyntaxFault.Kind, length: Int, message: String)?

  init(_ reader: any BlockReader, _ path: String, _ limit: ScanLimits) throws(FileError) {
    var window = BlockWindow(reader, TextRange(0, reader.size), limit)
    try self.init(&window, path)
  }

  /// What is no plain text by its name is JSON. Throws what the reader throws. O(first block), in a `.json` file whose
  /// first line does not end what it begins O(bytes).
  init(_ window: inout BlockWindow, _ path: String) throws(FileError) {
    _ = try window.extend()
    let head = UnsafeBufferPointer(start: window.bytes, count: min(window.filled, 64))
    markLength = head.starts(with: SourceFile.byteOrderMark) ? 3 : 0
    let loaded = UnsafeBufferPointer(start: window.bytes, count: window.filled)
    let isPlain =
      PlainText.isName(path)
      && !PlainText.opensRecords(UnsafeBufferPointer(rebasing: loaded.dropFirst(markLength)))
    // In a text zero bytes are characters.
    let mayBeWide = !isPlain || head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
    obstacle = (mayBeWide ? Self.wideEncoding(head) : nil) ?? Self.binaryFile(head)
    guard obstacle == nil else {
      container = .unreadable
      return
    }
    if isPlain {
      container = window.end == 0 ? .empty : .plainText
      return
    }
    let container = try Self.container(&window, from: markLength)
    guard container == .jsonLines, FilePath.fileExtension(path) == "json" else {
      self.container = container
      return
    }
    self.container = try Self.isOneValue(window, from: markLength) ? .jsonValue : .jsonLines
  }

  func fault(_ path: String) -> SyntaxFault? {
    guard let obstacle else { return nil }
    let place = RecordPlace(
      path: path, record: nil, range: TextRange(0, obstacle.length), start: .init(line: 1, column: 1),
      end: .init(line: 1, column: 1))
    return SyntaxFault(obstacle.kind, place, obstacle.message)
  }

  /// By the first byte that is no white space.
  private static func container(
    _ window: inout BlockWindow, from markLength: Int
  ) throws(FileError) -> DatasetFile.Container {
    window.start = markLength
    while true {
      window.start = ByteBlocks.endOfSpace(in: window.bytes, from: window.start, to: window.filled)
      if window.start < window.filled {
        let opensArray = window.bytes[window.start] == 0x5B
        try reload(&window)
        return opensArray ? .jsonArray : .jsonLines
      }
      if !(try window.extend()) { return .empty }
    }
  }

  /// Whether all of the file is one value that goes on behind the first line. `json.load` and `load_dataset` read it so,
  /// wherever its lines begin.
  private static func isOneValue(
    _ window: borrowing BlockWindow, from markLength: Int
  ) throws(FileError) -> Bool {
    var whole = BlockWindow(
      window.reader, start: markLength, end: window.end, block: window.filled, limit: window.limit)
    guard let firstLine = try whole.lineEnd(from: 0) else { return false }
    var map = RecordMap()
    var end = firstLine
    while true {
      switch whole.parse(to: end, into: &map) {
      // Where the value ends with what is loaded, white space may be left, or anything.
      case .value(let next) where next < whole.filled || whole.isAtEnd:
        return end > firstLine && next == whole.filled
      case .value: if end == firstLine { return false }
      case .stop(let stop):
        let goesOn = stop.reason == .ended || end > firstLine && stop.reason == .endedInString
        if !goesOn || end == whole.filled && whole.isAtEnd { return false }
      }
      if end == whole.filled {
        // Twice as much each time, so that all is read twice at most.
        let wanted = 2 * whole.filled
        while whole.filled < wanted, try whole.extend() {}
        if end == whole.filled { return false }
      }
      end = whole.filled
    }
  }

  private static func reload(_ window: inout BlockWindow) throws(FileError) {
    if window.base == 0 {
      window.start = 0
    } else {
      window.rewind()
      _ = try window.extend()
    }
  }

  private static func wideEncoding(
    _ head: UnsafeBufferPointer<UInt8>
  ) -> (kind: SyntaxFault.Kind, length: Int, message: String)? {
    guard head.count >= 2 else { return nil }
    let advice = "save it as UTF-8"
    if head[0] == 0xFF && head[1] == 0xFE || head[0] == 0xFE && head[1] == 0xFF {
      return (.wideEncoding, 2, "the file is UTF-16 or UTF-32 by its byte-order mark; \(advice)")
    }
    if (head[0] == 0) != (head[1] == 0) {
      return (.wideEncoding, 2, "the file looks like UTF-16: every other byte is zero; \(advice)")
    }
    return nil
  }

  private static func binaryFile(
    _ head: UnsafeBufferPointer<UInt8>
  ) -> (kind: SyntaxFault.Kind, length: Int, message: String)? {
    let known: [(magic: [UInt8], kind: SyntaxFault.Kind, name: String)] = [
      ([0x1F, 0x8B], .compressedFile, "gzip"), ([0x28, 0xB5, 0x2F, 0xFD], .compressedFile, "Zstandard"),
      (Array("BZh".utf8), .compressedFile, "bzip2"), ([0xFD] + Array("7zXZ".utf8), .compressedFile, "xz"),
      ([0x50, 0x4B, 0x03, 0x04], .compressedFile, "zip"), (Array("PAR1".utf8), .binaryFile, "Parquet"),
      (Array("ARROW1".utf8), .binaryFile, "Arrow"),
    ]
    if let length = DatasetFile.pointerLength(head) {
      return (.pointerFile, length, "the file is a pointer of Git LFS, not the data")
    }
    guard let found = known.first(where: { head.starts(with: $0.magic) }) else { return nil }
    let what = found.kind == .compressedFile ? "compressed by \(found.name)" : "\(found.name), not text"
    return (found.kind, found.magic.count, "the file is \(what)")
  }
}

extension BlockWindow {
  /// Reads one value from the first of the loaded bytes on, as if the text ended at `end`, and the white space behind it.
  fileprivate mutating func parse(to end: Int, into map: inout RecordMap) -> RecordParser.Outcome {
    let kept = bytes[end]
    bytes[end] = 0
    defer { bytes[end] = kept }
    let parser = RecordParser(text: bytes, end: end)
    switch parser.read(from: 0, into: &map) {
    case .value(let next): return .value(next: parser.skipSpace(next))
    case .stop(let stop): return .stop(stop)
    }
  }
}
