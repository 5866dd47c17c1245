/// What only tables have, by column: cells that pandas reads as something else than their text.
package struct TableCensus: Hashable, Sendable {
  private var columns: [String: ColumnCells] = [:]

  package init() {}

  init(_ columns: [String: ColumnCells]) { self.columns = columns }

  /// What is odd about the cells of a column; of nothing where none is.
  package subscript(_ column: String) -> ColumnCells { columns[column] ?? ColumnCells() }

  mutating func merge(_ other: TableCensus) {
    for (name, cells) in other.columns { columns[name, default: ColumnCells()].merge(cells) }
  }
}

/// The cells of one column that do not stay what they are.
package struct ColumnCells: Hashable, Sendable {
  private var words = NameTable<Tally>()
  /// Whole numbers with a zero before other digits.
  package private(set) var leadingZeros = Tally()

  package init() {}

  /// The words that stand for a missing value, such as `None`, with the places of each, in order of first appearance.
  package var missingWords: [(word: String, cells: Tally)] {
    words.slots.map { (String(decoding: $0.name, as: UTF8.self), $0.entry) }
  }

  /// Cells with such a word.
  package var missing: Int { words.slots.reduce(0) { $0 + $1.entry.count } }

  mutating func noteMissing(_ word: [UInt8], _ place: @autoclosure () -> RecordPlace) {
    guard let slot = words.slot(named: word) else { return }
    words.update(slot) { $0.note(place()) }
  }

  mutating func noteLeadingZero(_ place: @autoclosure () -> RecordPlace) { leadingZeros.note(place()) }

  mutating func merge(_ other: ColumnCells) {
    words.merge(other.words)
    leadingZeros.merge(other.leadingZeros)
  }
}

extension ColumnCells: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    words.movePlaces(move)
    leadingZeros.movePlaces(move)
  }
}

extension TableCensus: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    for name in columns.keys { columns[name]?.movePlaces(move) }
  }
}

extension ColumnCells: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("missingWords", &words)
    try coder.member("leadingZeros", &leadingZeros)
    coder.endObject()
  }
}

extension TableCensus: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    var named = columns.keys.sorted().map { NamedCells(name: $0, cells: self[$0]) }
    try coder.list(&named)
    columns = Dictionary(named.map { ($0.name, $0.cells) }) { $0.merging($1) }
  }
}

extension ColumnCells {
  fileprivate func merging(_ other: ColumnCells) -> ColumnCells {
    var sum = self
    sum.merge(other)
    return sum
  }
}

private struct NamedCells: ProfilePart {
  var name = ""
  var cells = ColumnCells()

  init() {}

  init(name: String, cells: ColumnCells) { (self.name, self.cells) = (name, cells) }

  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("name", &name)
    try coder.member("cells", &cells)
    coder.endObject()
  }
}
