/// The scripts that the texts of records are written in.
package struct ScriptCensus: Hashable, Sendable {
  /// Letters, and the marks that belong to them, by script.
  private(set) var letters = Self.noLetters
  /// The records in which a script has the most letters.
  private(set) var records = Self.noRecords
  /// Records without a letter.
  package internal(set) var withoutLetters = Tally()

  // Shared by all that hold nothing, since there may be one for each of many small files.
  private static let noLetters = [Int](repeating: 0, count: Script.allCases.count)
  private static let noRecords = [Tally](repeating: Tally(), count: Script.allCases.count)

  package init() {}

  /// The scripts that occur, the one with most letters first.
  package var scripts: [(script: Script, letters: Int, records: Tally)] {
    Script.allCases.map { ($0, letters[$0.rawValue], records[$0.rawValue]) }.filter { $0.1 > 0 }
      .sorted { ($1.1, $0.0.rawValue) < ($0.1, $1.0.rawValue) }
  }

  /// Takes in one record's letters by script; of equal ones the first script counts.
  mutating func note(_ record: RecordView, letters more: [Int]) {
    var most = 0
    for script in more.indices {
      letters[script] += more[script]
      if more[script] > more[most] { most = script }
    }
    if more[most] == 0 {
      withoutLetters.note(record.place)
    } else {
      records[most].note(record.place)
    }
  }

  mutating func merge(_ other: ScriptCensus) {
    for script in letters.indices where other.letters[script] > 0 {
      letters[script] += other.letters[script]
      records[script].merge(other.records[script])
    }
    withoutLetters.merge(other.withoutLetters)
  }
}

extension ScriptCensus: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    for script in records.indices where records[script].count > 0 { records[script].movePlaces(move) }
    withoutLetters.movePlaces(move)
  }
}

extension ScriptCensus: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("letters", &letters)
    try coder.member("records", &records)
    try coder.member("withoutLetters", &withoutLetters)
    try coder.require(
      letters.count == Script.allCases.count && records.count == Script.allCases.count,
      "expected \(Script.allCases.count) scripts")
    coder.endObject()
  }
}
