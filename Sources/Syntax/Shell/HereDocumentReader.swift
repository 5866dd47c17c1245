/// A here-document that is announced; its body follows behind the line end.
struct DraftHereDocument {
  let delimiter: ShellWord
  /// `<<-`
  let stripsTabs: Bool
  var body: HereDocumentBody?
}

/// A body that has been read, before the command that takes it is complete.
struct HereDocumentBody {
  let delimiter: String
  let isQuoted: Bool
  let range: TextRange
  let text: TracedText
  let hasExpansions: Bool

  /// `part` says what the command makes of it.
  func document(in file: SourceFile, as part: SourceFile.EmbeddedPart) -> HereDocument {
    let map = EmbeddedMap(segments: text.segments, encoding: .verbatim)
    let source = SourceFile(
      path: file.path, bytes: text.bytes, origin: .embedded(host: file, map: map, part: part))
    return HereDocument(
      delimiter: delimiter, isQuoted: isQuoted, hasExpansions: hasExpansions, range: range, source: source)
  }
}

extension DraftCommand {
  /// What becomes of the bodies that the command receives. O(words + redirections).
  var hereDocumentPart: SourceFile.EmbeddedPart { writtenFile.map { .writtenFile($0) } ?? .shellText }

  /// The file that `cat > NAME` or `tee NAME` writes its input to.
  fileprivate var writtenFile: String? {
    let names = words.map(\.literal)
    guard let tool = names.first(where: { $0 != "sudo" }) else { return nil }
    if tool == "tee" {
      guard let index = names.firstIndex(of: "tee") else { return nil }
      return names[(index + 1)...].lazy.compactMap { $0 }.first { !$0.hasPrefix("-") }
    }
    guard tool == "cat" else { return nil }
    let output = redirections.last { $0.operation == .output || $0.operation == .append }
    return output.flatMap { $0.target.parts.isEmpty ? nil : $0.target.literal }
  }
}

extension ShellReader {
  /// At the start of a line: reads the bodies that are due here, in the order of their announcement.
  mutating func readHereDocumentBodies() {
    guard !pendingHereDocuments.isEmpty else { return }
    let pending = pendingHereDocuments
    pendingHereDocuments.removeAll()
    for index in pending { readHereDocumentBody(index) }
  }

  private mutating func readHereDocumentBody(_ index: Int) {
    let draft = hereDocuments[index]
    let written = text(draft.delimiter.range)
    let delimiter = draft.delimiter.literal ?? written
    let isQuoted = delimiter != written && draft.delimiter.literal != nil
    let start = position
    let found = findDelimiter(delimiter, of: draft, isQuoted: isQuoted)
    let range = TextRange(start, found.bodyEnd)
    var body = TracedText()
    let hasExpansions = collect(&body, range, isQuoted: isQuoted, stripsTabs: draft.stripsTabs)
    position = found.next
    hereDocuments[index].body = HereDocumentBody(
      delimiter: delimiter, isQuoted: isQuoted, range: range, text: body, hasExpansions: hasExpansions)
  }

  /// Finds the delimiter's line from the position on. Where there is none, a line that is the delimiter but
  /// for blanks around it ends the body, else the body runs to the end, as in bash.
  ///
  /// In a body that is expanded, a backslash joins lines before they are compared (bash 5.2, run): the delimiter
  /// behind `\` does not end it.
  private mutating func findDelimiter(
    _ delimiter: String, of draft: DraftHereDocument, isQuoted: Bool
  ) -> (bodyEnd: Int, next: Int) {
    let wanted = Array(delimiter.utf8)
    var lineStart = position
    var nearly: (bodyEnd: Int, next: Int)?
    while lineStart < end {
      var (line, next) = hereDocumentLine(from: lineStart)
      if draft.stripsTabs { line = line.drop { $0 == UInt8(ascii: "\t") } }
      var last = line
      while !isQuoted, next < end, Self.joinsNextLine(last) {
        (last, next) = hereDocumentLine(from: next)
        // What is longer than the delimiter already need not be put together.
        if line.count <= wanted.count + 1 { line = line.dropLast() + last }
      }
      if line.elementsEqual(wanted) { return (lineStart, next) }
      if nearly == nil, line.count > wanted.count, trimmed(line).elementsEqual(wanted) {
        nearly = (lineStart, next)
      }
      lineStart = next
    }
    let name = "the here-document '\(delimiter)'"
    if let nearly, lenientDelimiters < Self.recoveryLimit {
      lenientDelimiters += 1
      let line = file.lines.line(at: nearly.bodyEnd)
      report(
        draft.delimiter.range, "\(name) is never closed: line \(line) has blanks around the delimiter")
      return nearly
    }
    report(draft.delimiter.range, "\(name) is never closed: no line is exactly '\(delimiter)'")
    return (end, end)
  }

  /// The line at `start` without its end, and where the next one begins.
  private func hereDocumentLine(from start: Int) -> (line: ArraySlice<UInt8>, next: Int) {
    var lineEnd = start
    while lineEnd < end && bytes[lineEnd] != UInt8(ascii: "\n") { lineEnd += 1 }
    var line = bytes[start..<lineEnd]
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    return (line, min(lineEnd + 1, end))
  }

  /// The line ends in a backslash that no other one quotes.
  private static func joinsNextLine(_ line: ArraySlice<UInt8>) -> Bool {
    line.reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
  }

  private func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line.drop { Self.isBlank($0) }
    while let last = line.last, Self.isBlank(last) { line.removeLast() }
    return line
  }

  /// Collects the text that the command receives; gives whether expansions stand in it.
  private func collect(
    _ body: inout TracedText, _ range: TextRange, isQuoted: Bool, stripsTabs: Bool
  ) -> Bool {
    if isQuoted && !stripsTabs {
      body.append(text(range), from: range)
      return false
    }
    var hasExpansions = false
    var index = range.start
    var runStart = index
    var isLineStart = true
    func flush(to index: Int) {
      let run = TextRange(runStart, index)
      body.append(text(run), from: run)
    }
    while index < range.end {
      let byte = bytes[index]
      if isLineStart && stripsTabs && byte == UInt8(ascii: "\t") {
        flush(to: index)
        index += 1
        runStart = index
        continue
      }
      isLineStart = byte == UInt8(ascii: "\n")
      guard !isQuoted, index + 1 < range.end else {
        index += 1
        continue
      }
      let next = bytes[index + 1]
      if byte == UInt8(ascii: "\\"), let kept = keptByte(behindBackslash: next) {
        flush(to: index)
        body.append(kept, from: TextRange(index, index + 2))
        index += 2
        runStart = index
        continue
      }
      if byte == UInt8(ascii: "`") || (byte == UInt8(ascii: "$") && startsExpansion(index + 1)) {
        hasExpansions = true
      }
      index += 1
    }
    flush(to: range.end)
    return hasExpansions
  }

  /// The text of an escape in an unquoted body: empty for a continuation line, nil for no escape.
  private func keptByte(behindBackslash byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\\"): return String(UnicodeScalar(byte))
    case UInt8(ascii: "\n"): return ""
    default: return nil
    }
  }

  private func startsExpansion(_ index: Int) -> Bool {
    if bytes[index] == UInt8(ascii: "{") || bytes[index] == UInt8(ascii: "(") { return true }
    return parameterNameLength(from: index) > 0
  }
}
