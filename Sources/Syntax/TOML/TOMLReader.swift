/// Walks over a TOML text, a statement at a time.
struct TOMLReader {
  let file: SourceFile
  let bytes: [UInt8]
  let version: TOMLVersion
  var builder: ConfigTreeBuilder
  var tables: TOMLTables
  var index = 0
  /// The table of the last header, and the array it is an element of.
  private var current = 0
  private var currentArray: Int32?
  /// Counts headers and inline tables: dotted keys may add to tables made in the same one.
  var section = 0
  /// The parts of the key that was read last; those of inline tables take the place of those around them.
  var path: [TOMLKey] = []
  /// The closing brackets that are awaited.
  var closers: [UInt8] = []
  /// An open bracket turned out to have no closing one: all values around it end here.
  var isUnwinding = false
  private var conflicts = MergeConflict.Skipper()

  init(file: SourceFile, version: TOMLVersion, builder: ConfigTreeBuilder) {
    self.file = file
    bytes = file.bytes
    self.version = version
    self.builder = builder
    tables = TOMLTables(file: file)
  }

  mutating func readDocument() {
    let root = builder.add(.mapping, .table, file.wholeRange)
    builder.appendRoot(root)
    current = tables.add(root, .header)
    if bytes.starts(with: SourceFile.byteOrderMark) { index = SourceFile.byteOrderMark.count }
    while true {
      skipBlankLines()
      guard index < bytes.count, !builder.problems.isFull else { return }
      closers.removeAll(keepingCapacity: true)
      isUnwinding = false
      if bytes[index] == UInt8(ascii: "[") { readHeader() } else { readKeyValue() }
      if !isUnwinding { endStatement() }
    }
  }

  mutating func report(_ kind: SyntaxProblem.Kind, _ range: TextRange, _ message: String) {
    builder.report(kind, range, message)
  }

  mutating func report(_ range: TextRange, _ message: String) { builder.report(.syntax, range, message) }

  func line(_ offset: Int) -> Int { file.lines.line(at: offset) }

  // MARK: White space, comments, line ends

  func isAt(_ byte: Unicode.Scalar) -> Bool { index < bytes.count && bytes[index] == UInt8(ascii: byte) }

  mutating func skipBlanks() {
    while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
  }

  /// The length of the line end at the current place: LF or CR LF; 0 where none stands.
  var lineEndLength: Int {
    guard index < bytes.count else { return 0 }
    if bytes[index] == 0x0A { return 1 }
    return bytes[index] == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 0
  }

  /// Steps over blanks, comments, line ends and merge conflicts; returns whether a line end or comment was
  /// there.
  @discardableResult
  mutating func skipBlankLines() -> Bool {
    var sawLineEnd = false
    while index < bytes.count {
      let length = lineEndLength
      if length > 0 {
        index += length
        sawLineEnd = true
      } else if bytes[index] == 0x20 || bytes[index] == 0x09 {
        index += 1
      } else if bytes[index] == UInt8(ascii: "#") {
        readComment()
        sawLineEnd = true
      } else if let step = conflicts.step(at: index, in: bytes) {
        if step.isNew {
          let end = MergeConflict.lineEnd(from: index, in: bytes)
          report(.mergeConflict, TextRange(index, end), MergeConflict.message)
        }
        index = step.resume
      } else {
        break
      }
    }
    return sawLineEnd
  }

  private mutating func readComment() {
    let start = index
    var control: Int?
    while true {
      index = endOfPlainText(from: index, before: 0)
      guard index < bytes.count, lineEndLength == 0 else { break }
      if control == nil, Self.isControl(bytes[index]) { control = index }
      index += 1
    }
    var before = start
    while before > 0, bytes[before - 1] == 0x20 || bytes[before - 1] == 0x09 { before -= 1 }
    let isOwnLine = before == 0 || bytes[before - 1] == 0x0A
    builder.comments.append(ConfigTree.Comment(range: TextRange(start, index), isOwnLine: isOwnLine))
    if let control { reportControlCharacter(at: control, in: "a comment") }
  }

  /// Whether `byte` may stand in no TOML text: control characters but the tab.
  static func isControl(_ byte: UInt8) -> Bool { (byte < 0x20 && byte != 0x09) || byte == 0x7F }

  mutating func reportControlCharacter(at offset: Int, in place: String) {
    let range = TextRange(offset, offset + 1)
    report(range, "control character \(file.excerpt(range)) stands in \(place), TOML allows the tab alone")
  }

  /// The end of the text before the comment and blanks that close the line.
  func endOfText(from start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] != 0x0A, bytes[end] != UInt8(ascii: "#") { end += 1 }
    while end > start, [0x20, 0x09, 0x0D].contains(bytes[end - 1]) { end -= 1 }
    return end
  }

  /// Steps to the end of the line and reports what stands there.
  private mutating func endStatement() {
    skipBlanks()
    guard index < bytes.count, lineEndLength == 0, !isAt("#") else { return }
    let range = TextRange(index, max(index + 1, endOfText(from: index)))
    report(range, "\(file.excerpt(range)) follows, expected the end of the line")
    skipLine()
  }

  /// Steps over the rest of the line, without its line end.
  mutating func skipLine() {
    while index < bytes.count, lineEndLength == 0 { index += 1 }
  }

  // MARK: Headers

  private mutating func readHeader() {
    let start = index
    let isArray = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "[")
    let width = isArray ? 2 : 1
    section += 1
    index += width
    currentArray = nil
    let hasName = readKeyPath(expected: "a table's name")
    let closing = index
    if hasName {
      while index < min(bytes.count, closing + width), isAt("]") { index += 1 }
    }
    if index - closing < width {
      if hasName {
        let brackets = isArray ? "]]" : "]"
        report(.at(closing), "the header's '\(isArray ? "[[" : "[")' is not closed, expected '\(brackets)'")
      }
      skipLine()
    }
    let range = TextRange(start, max(index, start + 1))
    guard hasName else {
      current = tables.add(builder.add(.mapping, .table, range), .header)
      return
    }
    openTable(isArray: isArray, range)
  }

  /// Makes the table that a header names by `path` the current one; after a mistake, a table of no
  /// consequence.
  private mutating func openTable(isArray: Bool, _ range: TextRange) {
    var table = 0
    for key in path.dropLast() {
      switch tables.entry(key, in: table)?.member {
      case nil:
        let inner = attachTable(key, to: table, .table, .implicit, key.range)
        table = inner
      case .table(let inner), .arrayOfTables(_, last: let inner): table = inner
      case .value:
        reportRedefinition(key, in: table)
        current = tables.add(builder.add(.mapping, .table, range), .header)
        return
      }
    }
    guard let key = path.last else { return }
    switch (tables.entry(key, in: table)?.member, isArray) {
    case (nil, false): current = attachTable(key, to: table, .table, .header, range)
    case (nil, true):
      let array = builder.add(.sequence, .arrayOfTables, range)
      attach(key, array, to: table)
      openElement(of: array, key, in: table, range)
    case (.arrayOfTables(let array, last: _), true): openElement(of: array, key, in: table, range)
    case (.table(let inner), false) where tables.definition(of: inner) == .implicit:
      tables.define(inner, as: .header)
      builder.setStart(range.start, of: tables.node(of: inner))
      builder.setEnd(range.end, of: tables.node(of: inner))
      current = inner
    default:
      reportRedefinition(key, in: table)
      let node = builder.add(.mapping, .table, range)
      attach(key, node, to: table)
      current = tables.add(node, .header)
    }
  }

  private mutating func openElement(of array: Int32, _ key: TOMLKey, in table: Int, _ range: TextRange) {
    let node = builder.add(.mapping, .table, range)
    builder.append(node, to: array)
    builder.setEnd(range.end, of: array)
    current = tables.add(node, .header)
    currentArray = array
    tables.set(.arrayOfTables(array, last: current), for: key, in: table)
  }

  // MARK: Key and value

  private mutating func readKeyValue() {
    readPair(in: current, isInline: false)
    builder.setEnd(index, of: tables.node(of: current))
    if let currentArray { builder.setEnd(index, of: currentArray) }
  }

  /// Reads `key = value` into `table`.
  mutating func readPair(in table: Int, isInline: Bool) {
    guard readKeyPath(expected: "a key"), let last = path.last, let first = path.first else {
      return skipPair(isInline: isInline)
    }
    let name = TextRange(first.range.start, last.range.end)
    if isAt("=") {
      index += 1
    } else if isAt(":") {
      report(TextRange(index, index + 1), "':' stands after key \(file.excerpt(name)), expected '='")
      index += 1
    } else {
      report(name, "\(file.excerpt(name)) stands here, expected a key with '=' behind it")
      return skipPair(isInline: isInline)
    }
    var ends: [Int32] = []
    let owner = openDotted(from: table, ends: &ends)
    skipBlanks()
    let value: Int32
    if isAtValue(isInline: isInline) {
      value = readValue()
    } else {
      report(name, "key \(file.excerpt(name)) has no value, expected one after '='")
      value = builder.add(.scalar, .missing, .at(index))
    }
    for node in ends { builder.setEnd(index, of: node) }
    guard let owner else { return }
    if owner.isNew { tables.append(.value, for: last, in: owner.table) }
    attach(last, value, to: owner.table)
  }

  private func isAtValue(isInline: Bool) -> Bool {
    guard index < bytes.count, lineEndLength == 0, !isAt("#") else { return false }
    return !(isInline && (isAt(",") || isAt("}")))
  }

  /// Steps over a pair without a key: the rest of the line, or up to the next pair of an inline table.
  private mutating func skipPair(isInline: Bool) {
    guard isInline else { return skipLine() }
    let start = index
    while index < bytes.count, lineEndLength == 0, !isAt(","), !isAt("}"), !isAt("#") { index += 1 }
    if index == start, index < bytes.count, !isAt(","), !isAt("}"), lineEndLength == 0, !isAt("#") {
      index += 1
    }
  }

  /// The table that holds the last part of `path`, a dotted key, and whether it had no such key; nil where a
  /// table of the key may not be added to. Both mistakes are reported. `ends` collects the tables that the value
  /// makes longer.
  private mutating func openDotted(
    from start: Int, ends: inout [Int32]
  ) -> (table: Int, isNew: Bool)? {
    var table = start
    for key in path.dropLast() {
      switch tables.entry(key, in: table)?.member {
      case nil:
        table = attachTable(key, to: table, .dotted, .dotted(section: section), key.range)
      case .table(let inner) where canAddDotted(to: inner):
        tables.define(inner, as: .dotted(section: section))
        table = inner
      default:
        reportRedefinition(key, in: table)
        return nil
      }
      ends.append(tables.node(of: table))
    }
    guard let key = path.last, tables.entry(key, in: table) != nil else { return (table, true) }
    reportRedefinition(key, in: table)
    return (table, false)
  }

  private func canAddDotted(to table: Int) -> Bool {
    let definition = tables.definition(of: table)
    return definition == .implicit || definition == .dotted(section: section)
  }

  // MARK: Into the tree

  private mutating func attach(_ key: TOMLKey, _ value: Int32, to table: Int) {
    let node = builder.add(.scalar, key.style, key.range)
    if let decoded = key.decoded { builder.setText(decoded, of: node) }
    builder.append(node, to: tables.node(of: table))
    builder.append(value, to: tables.node(of: table))
  }

  private mutating func attachTable(
    _ key: TOMLKey, to table: Int, _ style: ConfigNode.Style, _ definition: TOMLTables.Definition,
    _ range: TextRange
  ) -> Int {
    let node = builder.add(.mapping, style, range)
    attach(key, node, to: table)
    let inner = tables.add(node, definition)
    tables.append(.table(inner), for: key, in: table)
    return inner
  }

  private mutating func reportRedefinition(_ key: TOMLKey, in table: Int) {
    guard let entry = tables.entry(key, in: table),
      builder.takes(.duplicateKey(first: entry.key))
    else { return }
    let name = file.excerpt(key.range)
    let place = "on line \(line(entry.key.start))"
    let message: String
    switch entry.member {
    case .value: message = "\(name) has a value \(place) already, expected each key once"
    case .table: message = "table \(name) is defined \(place) already, expected each table in one place"
    case .arrayOfTables:
      message = "\(name) is an array of tables \(place) already, expected '[[…]]' to add to it"
    }
    report(.duplicateKey(first: entry.key), key.range, message)
  }
}
