import Datasets
import Setup

/// A part of a profile as people read it, in a terminal or on a page.
struct ProfileBlock {
  let title: String
  let content: Content
  /// What has to be known to read it.
  var remark: String?

  enum Content {
    case table(Table)
    /// How much there is of each.
    case bars([Bar])
    /// Sentences.
    case lines([String])
  }

  struct Table {
    /// The heading of each column; nil where rows speak for themselves.
    let heading: [String]?
    var rows: [[String]]
    /// The columns that hold numbers.
    let numeric: Set<Int>
    /// How many rows more there are.
    var more = 0

    /// No more rows than people read.
    func shortened(to limit: Int) -> Table {
      var table = self
      table.rows = Array(rows.prefix(limit))
      table.more = max(0, rows.count - limit)
      return table
    }
  }

  struct Bar {
    let label: String
    let count: Int
    var note = ""
  }
}

/// What a profile holds, in the order in which it is told.
struct ProfileBlocks {
  private let profile: Profile
  private let told: [ToldFile]

  init(_ profile: Profile, told: [ToldFile] = []) { (self.profile, self.told) = (profile, told) }

  /// Rows that a table shows at most.
  private static let rowLimit = 100
  /// Lists of fewer turns are told apart one by one.
  private static let fewTurns = 32

  /// Blocks that have something to say. O(fields), and O(records × log records) for copies.
  var all: [ProfileBlock] {
    [files, formats, names, fields, missingWords, repeatedKeys].compactMap { $0 } + conversations
      + [lengths, copies, scripts, faults].compactMap { $0 }
  }

  /// The first line: how much it is.
  var headline: String {
    let files = profile.files
    let name = files.count == 1 ? files[0].path : Quantity.counted(files.count, "file")
    let part =
      files.contains(where: \.isCut) ? ", a part of the data; lines are counted from where it begins" : ""
    return "\(SafeText.escaped(name)): \(Quantity.counted(profile.records, "record")), "
      + "\(Quantity.bytes(profile.bytes))\(part)"
  }

  private var files: ProfileBlock? {
    let rows = profile.files.map { file in
      [
        SafeText.escaped(file.path), file.container.words, Quantity.bytes(file.bytesRead),
        Quantity.counted(file.records, "record"),
        file.unreadableRecords > 0 ? "\(Quantity.grouped(file.unreadableRecords)) unreadable" : "",
        !file.isCut ? "" : "\(Quantity.percent(file.bytesRead, of: file.size)) of it",
      ]
    }
    return table("files", nil, rows, numeric: [2, 3])
  }

  private var formats: ProfileBlock? {
    let rows = profile.formats.formats.map { format, records in
      [
        format.name, Quantity.counted(records.count, "record"),
        Quantity.percent(records.count, of: profile.formats.records), profile.reason(for: format),
      ]
    }
    var block = table("format", nil, rows, numeric: [1, 2])
    var remarks: [String] = []
    if profile.formats.multimodal.count > 0 {
      remarks.append(
        "\(Quantity.counted(profile.formats.multimodal.count, "record")) with images, audio or video")
    }
    if profile.formats.ambiguous.count > 0 {
      remarks.append(
        "\(Quantity.counted(profile.formats.ambiguous.count, "record")) would pass for two formats")
    }
    block?.remark = remarks.isEmpty ? nil : remarks.joined(separator: "; ")
    return block
  }

  /// Which set-ups tell by which names the files are read.
  private var names: ProfileBlock? {
    guard !told.isEmpty else { return nil }
    let lines = told.prefix(Self.rowLimit).map { file in
      let tellers = file.tellers.map { SafeText.escaped($0.description) }
      let how =
        file.names != nil
        ? tellers[0] : "read by the usual names, since others differ: \(tellers.joined(separator: "; "))"
      return "\(SafeText.escaped(file.path)): \(how)"
    }
    return ProfileBlock(title: "names of columns", content: .lines(Array(lines)))
  }

  private var fields: ProfileBlock? {
    guard !profile.fields.isSaturated else {
      return ProfileBlock(title: "fields", content: .lines(["too many different keys to be listed"]))
    }
    let paths = profile.columnPaths
    let rows = paths.map { path in
      let holders = path.parent.map { paths[$0].values.object?.objects ?? 0 } ?? profile.fields.objects
      return [
        SafeText.escaped(path.name), types(path.values.kinds),
        path.field.map { presence($0.count, of: holders) } ?? "",
      ] + lengths(path.values.lengths)
    }
    let heading = ["field", "type", "in its object", "shortest", "half", "95 %", "longest"]
    var block = table("fields", heading, rows, numeric: [3, 4, 5, 6])
    block?.remark =
      "characters of a text; half and 95 % of the texts are no longer than this, which is a quarter too large at most"
    return block
  }

  private func types(_ kinds: KindTallies) -> String {
    let seen = kinds.seen
    let total = seen.reduce(0) { $0 + kinds[$1].count }
    guard seen.count > 1 else { return seen.first?.words ?? "" }
    return seen.map { "\($0.words) \(Quantity.percent(kinds[$0].count, of: total))" }.joined(separator: ", ")
  }

  private func presence(_ count: Int, of holders: Int) -> String {
    count == holders ? "always" : "\(Quantity.percent(count, of: holders)) of \(Quantity.grouped(holders))"
  }

  private func lengths(_ lengths: LengthCensus) -> [String] {
    guard lengths.count > 0 else { return ["", "", "", ""] }
    return [lengths.shortest, lengths.bound(of: 0.5), lengths.bound(of: 0.95), lengths.longest].map(
      Quantity.grouped)
  }

  /// Of tables: words that do not stay what they are.
  private var missingWords: ProfileBlock? {
    let rows = profile.fields.names.flatMap { column in
      profile.tables[column].missingWords.map { word, cells in
        [
          "/" + SafeText.escaped(column), "`\(SafeText.escaped(word))`", Quantity.grouped(cells.count),
          cells.first.first.map { place($0) } ?? "",
        ]
      }
    }
    return table("words that pandas reads as null", nil, rows, numeric: [2])
  }

  private var repeatedKeys: ProfileBlock? {
    guard profile.duplicateKeys.records.count > 0 else { return nil }
    let names = profile.duplicateKeys.keys?.prefix(5).map { "`\(SafeText.escaped($0.name))`" } ?? []
    let text =
      "\(Quantity.counted(profile.duplicateKeys.records.count, "record")) with a key twice in one object"
      + (names.isEmpty ? "" : ": " + names.joined(separator: ", "))
    return ProfileBlock(
      title: "keys that stand twice",
      content: .lines([text + first(profile.duplicateKeys.keys?.first?.places.first.first)]))
  }

  private var conversations: [ProfileBlock] {
    profile.conversations.columns.flatMap { column -> [ProfileBlock] in
      guard let turns = profile.conversations[column] else { return [] }
      var blocks: [ProfileBlock] = []
      if let roles = turns.roles {
        let last = Dictionary(
          (turns.lastRoles ?? []).map { ($0.name, $0.turns.count) }, uniquingKeysWith: { one, _ in one })
        let bars = roles.map { role in
          ProfileBlock.Bar(
            label: SafeText.escaped(role.name), count: role.turns.count,
            note: last[role.name].map { "last in \(Quantity.counted($0, "list"))" } ?? "")
        }
        blocks.append(ProfileBlock(title: "roles in `\(name(of: column))`, turns", content: .bars(bars)))
      }
      let odd = [
        (turns[.emptyList], "empty list"), (turns[.notObject], "turn that is no object"),
        (turns[.withoutRole], "turn without a role"),
      ].filter { $0.0.count > 0 }
      if !odd.isEmpty {
        let lines = odd.map { tally, what in
          "\(Quantity.grouped(tally.count)) × \(what)" + first(tally.first.first)
        }
        blocks.append(ProfileBlock(title: "odd in `\(name(of: column))`", content: .lines(lines)))
      }
      let lengths = turns.lengths
      if let bars = Self.bars(lengths.longest < Self.fewTurns ? lengths.steps : lengths.doublings) {
        blocks.append(ProfileBlock(title: "turns in a list of `\(name(of: column))`", content: .bars(bars)))
      }
      return blocks
    }
  }

  private func name(of column: KnownColumn) -> String {
    let names = profile.names(of: column)
    return names.isEmpty ? column.name : names.map { SafeText.escaped($0) }.joined(separator: "` and `")
  }

  private var lengths: ProfileBlock? {
    guard let bars = Self.bars(profile.lengths.doublings) else { return nil }
    var block = ProfileBlock(title: "length of a record, bytes", content: .bars(bars))
    let lengths = profile.lengths
    block.remark =
      "\(Quantity.grouped(lengths.shortest)) to \(Quantity.grouped(lengths.longest)), "
      + "\(Quantity.grouped(Int(lengths.mean.rounded()))) on average"
    return block
  }

  private static func bars(_ lengths: [LengthCensus.Bar]) -> [ProfileBlock.Bar]? {
    guard !lengths.isEmpty else { return nil }
    return lengths.map { bar in
      let (lower, upper) = (Quantity.grouped(bar.lower), Quantity.grouped(bar.upper))
      return ProfileBlock.Bar(label: lower == upper ? lower : "\(lower)–\(upper)", count: bar.count)
    }
  }

  private var copies: ProfileBlock? {
    guard profile.copies.records > 0 else { return nil }
    let repeats = profile.copies.repeats
    guard repeats.count > 0 else {
      return ProfileBlock(title: "copies", content: .lines(["no record equals an earlier one byte for byte"]))
    }
    let verb = repeats.count == 1 ? "equals" : "equal"
    let total =
      "\(Quantity.counted(repeats.count, "record")) \(verb) an earlier one byte for byte "
      + "(\(Quantity.percent(repeats.count, of: profile.records)))"
    let places = repeats.first.map { "\(place($0.place)) as \(place($0.original))" }
    return ProfileBlock(title: "copies", content: .lines([total] + places))
  }

  private var scripts: ProfileBlock? {
    let scripts = profile.scripts.scripts
    guard !scripts.isEmpty else { return nil }
    let bars = scripts.map { script, letters, records in
      ProfileBlock.Bar(
        label: script.name, count: letters, note: "the most in \(Quantity.counted(records.count, "record"))")
    }
    return ProfileBlock(title: "scripts, letters", content: .bars(bars))
  }

  private var faults: ProfileBlock? {
    let rows = profile.faults.byKind.sorted {
      ($1.value.count, $0.key.rawValue) < ($0.value.count, $1.key.rawValue)
    }
    .map { kind, tally in
      [
        kind.rawValue, Quantity.grouped(tally.count), tally.first.first.map { place($0.place) } ?? "",
        SafeText.escaped(tally.first.first?.message ?? ""),
      ]
    }
    return table("faults", nil, rows, numeric: [1])
  }

  private func first(_ found: RecordPlace?) -> String { found.map { ", first at \(place($0))" } ?? "" }

  private func place(_ place: RecordPlace) -> String {
    "\(SafeText.path(place.path)):\(place.line):\(place.column)"
  }

  private func table(
    _ title: String, _ heading: [String]?, _ rows: [[String]], numeric: Set<Int>
  ) -> ProfileBlock? {
    guard !rows.isEmpty else { return nil }
    let table = ProfileBlock.Table(heading: heading, rows: rows, numeric: numeric)
    return ProfileBlock(title: title, content: .table(table.shortened(to: Self.rowLimit)))
  }
}

extension JSONKind {
  /// As the fields are described.
  var words: String {
    switch self {
    case .object: return "object"
    case .array: return "list"
    case .string: return "text"
    case .integer: return "whole number"
    case .real: return "fraction"
    case .boolean: return "boolean"
    case .null: return "null"
    }
  }
}

extension DatasetFile.Container {
  /// As files are described.
  var words: String {
    switch self {
    case .jsonLines: return "JSON lines"
    case .jsonArray: return "JSON array"
    case .jsonValue: return "one JSON value"
    case .commaSeparated: return "CSV"
    case .tabSeparated: return "TSV"
    case .plainText: return "plain text"
    case .empty: return "empty"
    case .unreadable: return "not text"
    }
  }
}
