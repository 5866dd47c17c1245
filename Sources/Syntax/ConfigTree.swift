/// The one tree for JSON, YAML and TOML: an arena of nodes with exact byte ranges.
///
/// Nodes are small records in one array and name each other by index, so a tree is two or three allocations
/// whatever its size. `ConfigNode` is the cursor that readers use. A mapping's children alternate key, value,
/// in the order of the text; TOML tables that are opened again go on where they stopped.
package final class ConfigTree: Sendable {
  /// Which grammar the text was read with.
  package enum Language: Hashable, Sendable { case json, yaml, toml }

  /// A comment, from its `#` or `//` to the end of its text.
  package struct Comment: Hashable, Sendable {
    package var range: TextRange { place.range }
    private let place: CompactRange
    /// Nothing but white space stands before it on its line.
    package let isOwnLine: Bool

    package init(range: TextRange, isOwnLine: Bool) {
      place = CompactRange(range)
      self.isOwnLine = isOwnLine
    }
  }

  /// A document of a YAML stream: what its directives and markers say.
  package struct Document: Hashable, Sendable {
    /// From `---`, or from the first content, to behind `...` or to the next document.
    package var range: TextRange
    /// The version that `%YAML` names, such as `1.2`.
    package var version: String?
    /// Prefixes by handle, as `%TAG` lines give them.
    package var tagPrefixes: [String: String] = [:]
    package var hasExplicitStart = false
    package var hasExplicitEnd = false
  }

  package let file: SourceFile
  package let language: Language
  let records: [Record]
  /// Decoded texts of scalars whose source bytes are not their text, anchors, tags and alias names.
  let strings: [String]
  private let rootIDs: [Int32]
  /// What surrounds each root of a YAML text, in the order of `roots`; empty for JSON and TOML.
  package let documents: [Document]
  package let comments: [Comment]
  /// In the order of the text.
  package let problems: [SyntaxProblem]

  /// The documents' roots in order; an empty document has a null scalar of no length.
  package var roots: [ConfigNode] { rootIDs.map { ConfigNode(tree: self, id: $0) } }

  /// The first root, which is the only one but in a stream of documents.
  package var root: ConfigNode? { rootIDs.first.map { ConfigNode(tree: self, id: $0) } }

  /// The last scalar key of `mapping` whose text is `key`; `Record.none` for none, and for what is no mapping.
  /// O(entries), without a cursor for each.
  fileprivate func lastKey(_ key: UnsafeBufferPointer<UInt8>, in mapping: Record) -> Int32 {
    guard mapping.kind == .mapping else { return Record.none }
    return records.withUnsafeBufferPointer { records in
      file.bytes.withUnsafeBufferPointer { bytes in
        var found = Record.none
        var id = mapping.firstChild
        while id != Record.none {
          let value = records[Int(id)].nextSibling
          guard value != Record.none else { break }
          if isText(of: records[Int(id)], id, key, bytes) { found = id }
          id = records[Int(value)].nextSibling
        }
        return found
      }
    }
  }

  @inline(__always)
  private func isText(
    of record: Record, _ id: Int32, _ key: UnsafeBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard record.kind == .scalar else { return false }
    guard record.text == Record.none, !record.hasEscapes else {
      return ConfigNode(tree: self, id: id).text.utf8.elementsEqual(key)
    }
    let source = record.source
    // Most keys differ from one that is looked for in their length or their first letter.
    guard source.count == key.count, key.isEmpty || bytes[source.start] == key[0] else { return false }
    return bytes[source.start..<source.end].elementsEqual(key)
  }

  /// Whether the parser has met a key twice in one mapping.
  package let hasDuplicateKeys: Bool
  /// Whether a `%YAML` names a version.
  let declaresVersions: Bool

  init(
    file: SourceFile, language: Language, records: [Record], strings: [String], roots: [Int32],
    documents: [Document] = [], comments: [Comment], problems: [SyntaxProblem]
  ) {
    self.file = file
    self.language = language
    self.records = records
    self.strings = strings
    self.rootIDs = roots
    self.documents = documents
    self.comments = comments
    self.problems = problems
    hasDuplicateKeys = problems.contains { if case .duplicateKey = $0.kind { true } else { false } }
    declaresVersions = documents.contains { $0.version != nil }
  }

  /// Whether a scalar without a tag may be anything but a text for some loader, as its first byte and, of a
  /// word, its length show: the longest words that are no texts are `false` and `FALSE`.
  func mayBeNoText(_ scalar: Record) -> Bool {
    guard scalar.style == .plain else { return scalar.style == .missing }
    guard scalar.start < scalar.end else { return true }
    let first = file.bytes[Int(scalar.start)]
    return YAMLSchema.mayBeNoText(first) && (first < UInt8(ascii: "A") || scalar.end - scalar.start <= 5)
  }

  /// One node of the arena. Offsets are UTF-8 bytes; parsers refuse files over 2 GiB before they get here.
  ///
  /// 36 bytes: what only collections have shares its place with what only scalars and aliases have. The kind
  /// is set before the fields that depend on it.
  struct Record: Sendable {
    var kind: ConfigNode.Kind
    var style: ConfigNode.Style
    /// A JSON string whose escapes are undone when its text is asked for.
    var hasEscapes = false
    var start: UInt32
    var end: UInt32
    var nextSibling: Int32 = Record.none
    private var content: Int32 = Record.none
    private var link: Int32 = Record.none
    var childCount: UInt32 = 0
    /// Index into `strings`, or `none`.
    var tag: Int32 = Record.none
    /// Index into `strings`, or `none`.
    var anchor: Int32 = Record.none

    init(kind: ConfigNode.Kind, style: ConfigNode.Style, start: UInt32, end: UInt32) {
      self.kind = kind
      self.style = style
      self.start = start
      self.end = end
    }

    var isCollection: Bool { kind == .mapping || kind == .sequence }

    /// The bytes that are the text where no decoded one is kept: between the quotes, if any.
    var source: TextRange {
      let isQuoted = style == .singleQuoted || style == .doubleQuoted
      let quote = isQuoted && kind == .scalar ? 1 : 0
      return TextRange(Int(start) + quote, Int(end) - quote)
    }

    /// Index into `strings`, or `none` where the text is the source bytes (between the quotes, if any).
    var text: Int32 {
      get { isCollection ? Record.none : content }
      set { content = newValue }
    }
    /// The node an alias stands for, or `none`.
    var target: Int32 {
      get { isCollection ? Record.none : link }
      set { link = newValue }
    }
    var firstChild: Int32 {
      get { isCollection ? content : Record.none }
      set { content = newValue }
    }
    var lastChild: Int32 {
      get { isCollection ? link : Record.none }
      set { link = newValue }
    }

    static let none: Int32 = -1
  }
}

/// A cursor on one node of a `ConfigTree`.
package struct ConfigNode: Sendable, Hashable {
  package let tree: ConfigTree
  package let id: Int32

  /// What a node is; resolution of scalars to values is asked for separately, by consumer.
  package enum Kind: UInt8, Sendable { case mapping, sequence, scalar, alias, invalid }

  /// How a node is written.
  package enum Style: UInt8, Sendable {
    /// YAML plain scalar; JSON literal or number; TOML bare value or bare key.
    case plain
    case singleQuoted, doubleQuoted
    /// YAML `|` and `>`.
    case literalBlock, foldedBlock
    /// TOML `"""` and `'''`.
    case multilineBasic, multilineLiteral
    /// Collections: YAML block; flow (`{}`/`[]` of YAML, JSON and TOML inline); TOML `[table]`, `[[array]]`,
    /// and tables made by a dotted key.
    case block, flow, table, arrayOfTables, dotted
    /// Nothing is written where a value would stand, such as `key:` in YAML.
    case missing
  }

  private var record: ConfigTree.Record { tree.records[Int(id)] }

  package var kind: Kind { record.kind }
  package var style: Style { record.style }
  /// From the first byte of the node's own text (tag and anchor not included) to the last.
  package var range: TextRange { TextRange(Int(record.start), Int(record.end)) }
  package var span: Span { Span(tree.file, range) }
  /// The tag as written, such as `!!str`.
  package var tag: String? { string(record.tag) }
  /// The anchor's name without `&`.
  package var anchor: String? { string(record.anchor) }
  var hasTag: Bool { record.tag != ConfigTree.Record.none }
  package var hasAnchor: Bool { record.anchor != ConfigTree.Record.none }
  package var isAlias: Bool { record.kind == .alias }
  /// Whether this scalar may be anything but a text for some YAML loader, as far as can be told at a glance.
  var mayBeNoText: Bool { tree.mayBeNoText(record) }
  package var isQuoted: Bool {
    switch style {
    case .singleQuoted, .doubleQuoted, .multilineBasic, .multilineLiteral: return true
    default: return false
    }
  }

  /// A scalar's text with escapes and folding undone; the alias' name for an alias; empty for collections.
  /// Made anew on every call where the source bytes are not kept as a String: O(bytes of the node).
  package var text: String {
    let record = record
    if let decoded = string(record.text) { return decoded }
    guard !record.isCollection else { return "" }
    let source = record.source
    return record.hasEscapes
      ? JSONString.decoded(source, in: tree.file.bytes) : tree.file.text(in: source)
  }

  /// Whether `text` is `other`, byte for byte. Makes no String where the source bytes are the text.
  package func hasText(_ other: String) -> Bool {
    var other = other
    return other.withUTF8 { other in withTextBytes { $0.elementsEqual(other) } }
  }

  /// What `body` makes of the UTF-8 bytes of `text`, without a String where the source bytes are the text.
  func withTextBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let record = record
    guard record.text == ConfigTree.Record.none, !record.hasEscapes, !record.isCollection else {
      var text = text
      return text.withUTF8(body)
    }
    let source = record.source
    return tree.file.bytes.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[source.start..<source.end]))
    }
  }

  /// Children as they stand: key, value, key, value… for a mapping.
  package var children: Children { Children(tree: tree, upcoming: record.firstChild) }
  /// Number of elements of a sequence, or of keys of a mapping.
  package var count: Int { kind == .mapping ? Int(record.childCount) / 2 : Int(record.childCount) }

  /// The pairs of a mapping in the order of the text, duplicates and merge keys included; empty for others.
  package var entries: [(key: ConfigNode, value: ConfigNode)] {
    guard kind == .mapping else { return [] }
    var pairs: [(key: ConfigNode, value: ConfigNode)] = []
    var iterator = children
    while let key = iterator.next(), let value = iterator.next() { pairs.append((key, value)) }
    return pairs
  }

  /// The elements of a sequence; empty for others.
  package var elements: [ConfigNode] { kind == .sequence ? Array(children) : [] }

  /// The node that an alias stands for; itself for others, or for an alias without its anchor.
  package var dereferenced: ConfigNode {
    let record = record
    guard record.kind == .alias, record.target != ConfigTree.Record.none else { return self }
    return ConfigNode(tree: tree, id: record.target)
  }

  /// The value under `key` as this mapping writes it, the last one where the key is repeated; aliases are
  /// followed, merge keys are not (they belong to a resolution). O(entries), without a String for a key.
  package subscript(key: String) -> ConfigNode? { entry(under: key)?.value.dereferenced }

  /// The last pair of this mapping whose key is a scalar with the text `key`; aliases are not followed. O(entries),
  /// without a String for a key.
  package func entry(under key: String) -> (key: ConfigNode, value: ConfigNode)? {
    var key = key
    let found = key.withUTF8 { tree.lastKey($0, in: record) }
    guard found != ConfigTree.Record.none else { return nil }
    return (
      ConfigNode(tree: tree, id: found), ConfigNode(tree: tree, id: tree.records[Int(found)].nextSibling)
    )
  }

  /// The pairs of this mapping whose value, aliases followed, is a scalar that stands in quotes, or in none, and whose
  /// bytes between the quotes are `wanted`. O(bytes of the values), with cursors for these alone.
  package func scalarEntries(
    quoted: Bool, where wanted: (UnsafeBufferPointer<UInt8>) -> Bool = { _ in true }
  ) -> [(key: ConfigNode, value: ConfigNode)] {
    guard kind == .mapping else { return [] }
    var found: [(key: ConfigNode, value: ConfigNode)] = []
    tree.file.bytes.withUnsafeBufferPointer { bytes in
      var key = record.firstChild
      while key != ConfigTree.Record.none {
        var value = tree.records[Int(key)].nextSibling
        guard value != ConfigTree.Record.none else { return }
        let next = tree.records[Int(value)].nextSibling
        if tree.records[Int(value)].target != ConfigTree.Record.none {
          value = tree.records[Int(value)].target
        }
        let scalar = tree.records[Int(value)]
        let isInQuotes = scalar.style != .plain && scalar.style != .missing
        if scalar.kind == .scalar, isInQuotes == quoted,
          wanted(UnsafeBufferPointer(rebasing: bytes[scalar.source.start..<scalar.source.end]))
        {
          found.append((ConfigNode(tree: tree, id: key), ConfigNode(tree: tree, id: value)))
        }
        key = next
      }
    }
    return found
  }

  private func string(_ index: Int32) -> String? {
    index == ConfigTree.Record.none ? nil : tree.strings[Int(index)]
  }

  package static func == (left: ConfigNode, right: ConfigNode) -> Bool {
    left.tree === right.tree && left.id == right.id
  }
  package func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(tree))
    hasher.combine(id)
  }

  /// Walks the sibling links of one parent.
  package struct Children: Sequence, IteratorProtocol, Sendable {
    let tree: ConfigTree
    var upcoming: Int32

    package mutating func next() -> ConfigNode? {
      guard upcoming != ConfigTree.Record.none else { return nil }
      let node = ConfigNode(tree: tree, id: upcoming)
      upcoming = tree.records[Int(upcoming)].nextSibling
      return node
    }
  }
}
