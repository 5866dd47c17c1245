/// A part of a TOML key: `a` in `a."b c"`.
struct TOMLKey {
  let text: ExactText
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

  /// The keys of one table: few are searched one by one, many through a dictionary.
  struct Entries {
    private static let fewest = 12
    private var list: [(key: ExactText, entry: Entry)] = []
    private var places: [ExactText: Int] = [:]

    private func place(of key: ExactText) -> Int? {
      list.count <= Self.fewest ? list.firstIndex { $0.key == key } : places[key]
    }

    subscript(key: ExactText) -> Entry? { place(of: key).map { list[$0].entry } }

    /// Adds or replaces what `key` stands for.
    mutating func set(_ entry: Entry, for key: ExactText) {
      if let place = place(of: key) {
        list[place].entry = entry
        return
      }
      list.append((key, entry))
      if list.count == Self.fewest + 1 {
        for (place, item) in list.enumerated() { places[item.key] = place }
      } else if list.count > Self.fewest {
        places[key] = list.count - 1
      }
    }
  }

  private(set) var tables: [Table] = []

  /// Adds a table and returns its index.
  mutating func add(_ node: Int32, _ definition: Definition) -> Int {
    tables.append(Table(node: node, definition: definition))
    return tables.count - 1
  }

  func node(of table: Int) -> Int32 { tables[table].node }
  func definition(of table: Int) -> Definition { tables[table].definition }
  func entry(_ key: TOMLKey, in table: Int) -> Entry? { tables[table].entries[key.text] }

  mutating func define(_ table: Int, as definition: Definition) { tables[table].definition = definition }

  /// Says what `key` of `table` stands for; the first key's place is kept.
  mutating func set(_ member: Member, for key: TOMLKey, in table: Int) {
    let first = tables[table].entries[key.text]?.key ?? key.range
    tables[table].entries.set(Entry(key: first, member: member), for: key.text)
  }
}
