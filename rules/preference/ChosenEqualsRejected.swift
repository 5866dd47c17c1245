import Datasets
import Linting
import Setup
import Syntax

/// Preference pairs whose two answers are the same.
enum ChosenEqualsRejected: FileRule {
  static let metadata = RuleMetadata(
    "chosen-equals-rejected", family: "preference", severity: .warning, since: "0.1.0", observing: .signs,
    "preference pairs whose two answers are the same")

  /// From this share of the pairs on it is no longer a note.
  private static let warningShare = 0.05

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard document.holdsRecords else { return [] }
    return workspace.readings(of: document.path).compactMap { observed($0.profile) }
  }

  private static func observed(_ records: Profile) -> Observed? {
    let (pairs, naming) = (records.preferencePairs, records.naming)
    let chosen = naming.name(of: .chosen) ?? "chosen"
    let severity: Severity =
      Double(pairs.equal.count) >= warningShare * Double(pairs.count) ? .warning : .info
    return Observed(
      pairs.equal, of: pairs.count, label: "the same as `\(chosen)`",
      message(pairs, chosen, naming.name(of: .rejected) ?? "rejected"), advice: "drop these records",
      effects: [
        // Run with trl 0.15.2, 0.24.0 and 1.16.0, `DPOTrainer` with its defaults.
        Effect(
          .always, when: .silently, severity: severity,
          "DPO's loss of such a pair stays at ln 2 (0.693), and no gradient comes of it")
      ], experiment: .records(lacking: .otherAnswer, at: pairs.equal.first, readBy: naming),
      severity: severity)
  }
}

extension ChosenEqualsRejected {
  fileprivate static func message(_ pairs: PreferencePairs, _ chosen: String, _ rejected: String) -> String {
    let count = pairs.equal.count
    return
      "`\(chosen)` and `\(rejected)` are the same in \(count) of \(pairs.count) pair\(pairs.count == 1 ? "" : "s")"
  }
}
