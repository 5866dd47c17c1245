import Datasets
import Linting
import Setup

/// A data set of training in whose texts characters stand that hardly anybody means to write.
struct OddTexts {
  /// From this share of the records on it is no longer a note.
  private static let warningShare = 0.01

  let profile: Profile

  /// Nil for what is no data set of a format of training.
  init?(_ document: Document, in workspace: Workspace) {
    guard document.holdsRecords, let profile = workspace.profile(at: document.path),
      let format = profile.format, format.format != .unknown
    else { return nil }
    self.profile = profile
  }

  /// One finding for all records that have such characters; nil where none has. `what` says what stands there.
  func observed(
    _ oddity: TextOddity, label: String, _ what: String, advice: String, effect: String,
    staysNote: Bool = false
  ) -> Observed? {
    let (records, total) = (profile.search.oddities[oddity], profile.search.records)
    let isNote = staysNote || Double(records.count) < Self.warningShare * Double(total)
    let severity: Severity = isNote ? .info : .warning
    return Observed(
      records, of: total, label: label,
      "\(what) in the texts of \(records.count) of \(total) \(total == 1 ? "record" : "records")",
      advice: advice,
      effects: [Effect(.always, when: .silently, severity: severity, effect)], severity: severity)
  }
}
