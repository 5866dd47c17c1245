/// Collects the nodes of a `ConfigTree` while a parser walks the text.
///
/// Children are linked as they come, so a TOML table can be opened again later. All offsets are UTF-8 bytes.
struct ConfigTreeBuilder {
  let file: SourceFile
  let language: ConfigTree.Language
  private(set) var records: [ConfigTree.Record] = []
  private var strings: [String] = []
  private(set) var roots: [Int32] = []
  private var documents: [ConfigTree.Document] = []
  var comments: [ConfigTree.Comment] = []
  var problems: [SyntaxProblem] = []

  /// `byteCount` says how much of the file will be read, where that is not all of it.
  init(file: SourceFile, language: ConfigTree.Language, byteCount: Int? = nil) {
    self.file = file
    self.language = language
    records.reserveCapacity(min((byteCount ?? file.bytes.count) / 12, 1 << 14) + 8)
  }

  /// The problem for a file that no tree can hold, since nodes keep 32-bit offsets.
  static func refusal(of file: SourceFile) -> SyntaxProblem? {
    guard file.bytes.count >= Int(Int32.max) else { return nil }
    return SyntaxProblem(.limit, .at(0), "file has \(file.bytes.count) bytes, at most 2147483646 are read")

  }

  /// Adds a node without a parent and returns its index.
  mutating func add(_ kind: ConfigNode.Kind, _ style: ConfigNode.Style, _ range: TextRange) -> Int32 {
    records.append(
      ConfigTree.Record(kind: kind, style: style, start: UInt32(range.start), end: UInt32(range.end)))
    return Int32(records.count - 1)
  }

  /// Gives a node the decoded text that differs from its source bytes.
  mutating func setText(_ text: String, of node: Int32) { records[Int(node)].text = intern(text) }
  /// Marks a JSON string whose escapes are undone when its text is asked for.
  mutating func setHasEscapes(_ node: Int32) { records[Int(node)].hasEscapes = true }
  mutating func setTag(_ tag: String, of node: Int32) { records[Int(node)].tag = intern(tag) }
  mutating func setAnchor(_ name: String, of node: Int32) { records[Int(node)].anchor = intern(name) }
  mutating func setTarget(_ target: Int32, of alias: Int32) { records[Int(alias)].target = target }
  mutating func setStart(_ start: Int, of node: Int32) { records[Int(node)].start = UInt32(start) }
  mutating func setEnd(_ end: Int, of node: Int32) { records[Int(node)].end = UInt32(end) }

  /// Puts `child` behind the children that `parent` has. O(1).
  mutating func append(_ child: Int32, to parent: Int32) {
    records.withUnsafeMutableBufferPointer { records in
      let last = records[Int(parent)].lastChild
      if last == ConfigTree.Record.none {
        records[Int(parent)].firstChild = child
      } else {
        records[Int(last)].nextSibling = child
      }
      records[Int(parent)].lastChild = child
      records[Int(parent)].childCount += 1
    }
  }

  /// Makes a block mapping without entries of a scalar that turns out to be its first line.
  mutating func turnIntoMapping(_ node: Int32) {
    records[Int(node)].kind = .mapping
    records[Int(node)].style = .block
    records[Int(node)].text = ConfigTree.Record.none
  }

  mutating func appendRoot(_ node: Int32) { roots.append(node) }

  /// Adds the root of a YAML document.
  mutating func appendRoot(_ node: Int32, document: ConfigTree.Document) {
    roots.append(node)
    documents.append(document)
  }

  /// The text that was set for `node` because its source bytes are not its text.
  func decodedText(of node: Int32) -> String? {
    let index = records[Int(node)].text
    return index == ConfigTree.Record.none ? nil : strings[Int(index)]
  }

  /// The tag of `node` as written.
  func tag(of node: Int32) -> String? {
    let index = records[Int(node)].tag
    return index == ConfigTree.Record.none ? nil : strings[Int(index)]
  }

  mutating func report(_ kind: SyntaxProblem.Kind = .syntax, _ range: TextRange, _ message: String) {
    problems.report(SyntaxProblem(kind, range, message), isTolerable: isTolerable(kind))
  }

  /// Whether `report` would add anything for a problem of `kind`.
  func takes(_ kind: SyntaxProblem.Kind) -> Bool { problems.takes(kind, isTolerable: isTolerable(kind)) }

  /// No reader of TOML takes what is against its grammar.
  private func isTolerable(_ kind: SyntaxProblem.Kind) -> Bool? { language == .toml ? false : nil }

  /// The finished tree; problems are put into the order of the text.
  consuming func finish() -> ConfigTree {
    ConfigTree(
      file: file, language: language, records: records, strings: strings, roots: roots, documents: documents,
      comments: comments,
      problems: problems.sorted { $0.range < $1.range })
  }

  private mutating func intern(_ text: String) -> Int32 {
    strings.append(text)
    return Int32(strings.count - 1)
  }
}
