/// The columns of a table: the fields of its first row, named as pandas names them.
struct TableHeader {
  struct Column {
    /// UTF-8, as pandas has it: `prompt.1` of a second `prompt`, `Unnamed: 2` of nothing.
    let name: [UInt8]
    /// As the file has it.
    let written: [UInt8]
    /// The field that names it.
    let place: RecordPlace

    /// Whether an earlier column has its name already.
    var isRenamed: Bool { !written.isEmpty && name != written }
  }

  let columns: [Column]

  /// `written` are the fields' texts, with their places.
  init(_ written: [(name: [UInt8], place: RecordPlace)]) {
    let names = Self.unique(written.map(\.name))
    columns = zip(names, written).map { Column(name: $0, written: $1.name, place: $1.place) }
  }

  /// Names that stand twice get a number, those of nothing their index. O(columns).
  static func unique(_ written: [[UInt8]]) -> [[UInt8]] {
    var names = written.enumerated().map { $1.isEmpty ? Array("Unnamed: \($0)".utf8) : $1 }
    // Written names come first, so that one that says `Unnamed: 1` keeps its name.
    let order = names.indices.filter { !written[$0].isEmpty } + names.indices.filter { written[$0].isEmpty }
    var taken = Set(names)
    var counts: [[UInt8]: Int] = [:]
    for index in order {
      let name = names[index]
      var number = counts[name, default: 0]
      var candidate = name
      while number > 0 {
        counts[name] = number + 1
        candidate = name + ".\(number)".utf8
        number = taken.contains(candidate) ? number + 1 : counts[candidate, default: 0]
      }
      names[index] = candidate
      taken.insert(candidate)
      counts[candidate] = number + 1
    }
    return names
  }
}
