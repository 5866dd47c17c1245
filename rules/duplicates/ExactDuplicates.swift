import Datasets
import Linting
import Setup

/// Records that an earlier one of the same file equals byte for byte.
enum ExactDuplicates: FileRule {
  static let metadata = RuleMetadata(
    "exact-duplicates", family: "duplicates", severity: .warning, since: "0.1.0",
    observing: [.copies, .fields],
    "records that an earlier one equals")

  /// From this share of the records on it is no longer a note.
  private static let warningShare = 0.1

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard document.holdsRecords, workspace.isTrainingData(at: document.path),
      let profile = workspace.profile(at: document.path)
    else { return [] }
    let repeats = profile.copies.repeats
    guard let first = repeats.first.first else { return [] }
    let severity: Severity =
      Double(repeats.count) >= warningShare * Double(profile.records) ? .warning : .info
    return [
      Observed(
        at: first.place.asPlace, label: "a copy", message(repeats.count, of: profile.records),
        advice: "drop the copies, unless these records are meant to count more",
        related: [RelatedPlace(first.original.asPlace, "the first one")],
        occurrences: Occurrences(
          count: repeats.count, of: profile.records, places: repeats.first.map(\.place)),
        effects: [
          Effect(
            .always, when: .silently, severity: severity,
            "each is trained once for every copy in an epoch, and may stand on both sides of a random split")
        ], severity: severity)
    ]
  }

  private static func message(_ count: Int, of records: Int) -> String {
    "\(count) of \(records) records \(count == 1 ? "equals" : "equal") an earlier one byte for byte"
  }
}
