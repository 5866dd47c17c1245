import Datasets
import Linting
import Setup

/// A table of a format of training, or one that a set-up names, as `load_dataset` of `datasets` reads it: with pandas, and
/// the delimiter that its name says.
struct LoadedTable {
  let profile: Profile

  /// Nil for what is no such table, by its columns or by a set-up that names it; and, unless `anyDelimiter`, for one whose
  /// header has another delimiter: what else is found in it follows from that.
  init?(_ document: Document, in workspace: Workspace, anyDelimiter: Bool = false) {
    guard document.kind == .table, document.holdsRecords || !workspace.toldNames(of: document.path).isEmpty,
      let profile = workspace.profile(at: document.path)
    else { return nil }
    self.profile = profile
    if !anyDelimiter, otherDelimiter != nil { return nil }
  }

  /// A file that a script loads as a table; nil for one of a format of training, which is looked at by itself, and for
  /// what is none.
  init?(loaded profile: Profile) {
    guard profile.isTable, !DatasetFormat.isNamed(by: profile.fields.names) else { return nil }
    self.profile = profile
    if otherDelimiter != nil { return nil }
  }

  /// What really stands between the fields of the header, where that is another delimiter.
  var otherDelimiter: (delimiter: UInt8, name: String)? {
    let names = profile.fields.names
    return names.count == 1 ? names.first.flatMap { TableDialect.delimiter(inside: $0) } : nil
  }

  /// The columns that a format of training reads as texts, with what is known of each.
  func textColumns(_ names: Set<String> = Self.texts) -> [(name: String, field: FieldCensus)] {
    profile.fields.fields.filter { names.contains($0.name) }
  }

  /// Whether a place lies behind the first 10,000 rows, whose types hold for all.
  func isLate(_ place: RecordPlace) -> Bool {
    profile.files.first?.secondPortion.map { place >= $0 } ?? false
  }

  /// What stands in the first 10,000 rows.
  func early(_ kinds: KindTallies) -> Set<JSONKind> {
    Set(kinds.seen.filter { kind in kinds[kind].first.first.map { !isLate($0) } ?? false })
  }

  static let texts: Set = [
    "text", "prompt", "completion", "chosen", "rejected", "instruction", "input", "output", "system",
  ]
  /// Those that may hold nothing without harm are left out.
  static let neededTexts = texts.subtracting(["input", "system"])

  /// One finding for all faults of a kind: they have one cause, and the first ones show it.
  func observed(
    _ kind: SyntaxFault.Kind, label: String, advice: String? = nil, effects: [Effect] = [],
    related: [RelatedPlace] = [], severity: Severity? = nil
  ) -> Observed? {
    let tally = profile.faults[kind]
    guard let fault = tally.first.first else { return nil }
    let more = tally.count - 1
    return Observed(
      at: fault.place.asPlace, label: label,
      more == 0 ? fault.message : "\(fault.message) (and \(more) more like it)", advice: advice,
      related: related,
      occurrences: Occurrences(count: tally.count, of: profile.records, places: tally.first.map(\.place)),
      effects: effects, severity: severity)
  }
}
