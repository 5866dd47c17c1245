/// A part of a TOML key: `a` in `a."b c"`.
struct TOMLKey {
  let text: KeyText
  let range: TextRange
  let style: ConfigNode.Style
  /// The text where it is not what stands in the source.
  let decoded: String?
}

/// Which keys each table of a TOML text has, and whether it may get more (TOML 1.1.0 "Table", "Inline Table",
/// "Array of Tables").
struct TOMLTables {
  /// How a table came to be, which decides who may add to it.
  enum Definition: Hashable {
    /// By its own header, or as the root.
    case header
    /// On the way to another header; its own header may still follow.
    case implicit
    /// By dotted keys under one header (counted by `section`), which alone may add keys.
    case dotted(section: Int)
  }

  /// What a key stands for. Values, inline tables and arrays are closed.
  enum Member {
    case value
    case table(Int)
    /// The sequence node, and the table that its last element is.
    case arrayOfTables(Int32, last: Int)
  }

  struct Entry {
    let key: TextRange
    var member: Member
  }

  struct Table {
    let node: Int32
    var definition: Definition
    var entries = Entries()
  }

  /// The keys of one table: few are searched one by one, many through their hashes.
  struct Entries {
    private static let fewest = 12
    private var list: [(key: KeyText, entry: Entry)] = []
    /// Empty as long as the keys are few.
    private var places = HashedPlaces()

    func place(of key: KeyText, in file: SourceFile) -> Int? {
      places.isEmpty
        ? list.firstIndex { $0.key.equals(key, in: file) }
        : places.first(key.hash) { list[$0].key.equals(key, in: file) }
    }

    subscript(place: Int) -> Entry { list[place].entry }

    /// Says what the key at `place` stands for; the first key's place in the text is kept.
    mutating func set(_ member: Member, at place: Int) { list[place].entry.member = member }

    /// Adds a key that is not there.
    mutating func append(_ entry: Entry, for key: KeyText) {
      // Most tables have a few keys.
      if list.isEmpty { list.reserveCapacity(4) }
      list.append((key, entry))
      guard list.count > Self.fewest else { return }
      let keys = list
      for _ in places.isEmpty ? keys[...] : keys.suffix(1) { places.append { keys[$0].key.hash } }
    }
  }

  private let file: SourceFile
  private(set) var tables: [Table] = []

  init(file: SourceFile) { self.file = file }

  /// Adds a table and returns its index.
  mutating func add(_ node: Int32, _ definition: Definition) -> Int {
    tables.append(Table(node: node, definition: definition))
    return tables.count - 1
  }

  func node(of table: Int) -> Int32 { tables[table].node }
  func definition(of table: Int) -> Definition { tables[table].definition }
  func entry(_ key: TOMLKey, in table: Int) -> Entry? {
    tables[table].entries.place(of: key.text, in: file).map { tables[table].entries[$0] }
  }

  mutating func define(_ table: Int, as definition: Definition) { tables[table].definition = definition }

  /// Says what `key` of `table` stands for; the first key's place is kept.
  mutating func set(_ member: Member, for key: TOMLKey, in table: Int) {
    if let place = tables[table].entries.place(of: key.text, in: file) {
      tables[table].entries.set(member, at: place)
    } else {
      append(member, for: key, in: table)
    }
  }

  /// Says what `key` stands for, which `table` does not have.
  mutating func append(_ member: Member, for key: TOMLKey, in table: Int) {
    tables[table].entries.append(Entry(key: key.range, member: member), for: key.text)
  }
}
