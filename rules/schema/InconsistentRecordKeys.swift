import Datasets
import Linting
import Setup

/// Records of different formats in one file.
enum InconsistentRecordKeys: FileRule {
  static let metadata = RuleMetadata(
    "inconsistent-record-keys", family: "schema", severity: .warning, since: "0.1.0", observing: .fields,
    "records of different formats in one file")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard document.holdsRecords, let profile = workspace.untoldProfile(of: document),
      let verdict = profile.format,
      verdict.format != .unknown, verdict.share >= 0.5
    else { return [] }
    let others = profile.formats.formats.filter { $0.format.family != verdict.format.family }
    let known = others.filter { $0.format != .unknown }
    let count = others.reduce(0) { $0 + $1.records.count }
    let firsts = known.compactMap { other in
      other.records.first.first.map { (format: other.format, place: $0) }
    }
    guard let first = firsts.min(by: { $0.place < $1.place }) else { return [] }
    return [
      Observed(
        at: first.place.asPlace, label: "another format",
        "\(verdict.agreeing) of \(verdict.records) records are \(verdict.format.name), and \(count) \(count == 1 ? "is" : "are") not: \(first.format.reason(by: profile.naming)) here",
        advice: "put records of each format into a file of their own",
        effects: [
          // Run with trl 0.24.0 and 1.16.0: `fixtures/goldens/file_checkers.py`.
          Effect(
            .when(.trl, ">=0.24"), when: .start, severity: .warning,
            "trl decides by the first record how all are read: the others end the run, or are trained as something else"
          )
        ])
    ]
  }
}

extension DatasetFormat {
  /// The format as which trl's trainers read records, to which a `label` beside a pair is one more column.
  fileprivate var family: DatasetFormat {
    self == .unpairedPreference ? .promptCompletion(conversational: false) : self
  }
}
