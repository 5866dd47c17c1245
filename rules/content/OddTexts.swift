import Datasets
import Linting
import Setup

/// A data set of training in whose texts characters stand that hardly anybody means to write.
struct OddTexts {
  /// From how many records on it is no longer a note: this many, and their share of all. In 33 files of 66 public
  /// repositories less was noise of the web, and more was harm, such as a formula without its signs.
  private static let warningRecords = 5
  /// The share from which on the number does not matter.
  private static let warningShareAlone = 0.1

  let profile: Profile

  /// Nil for what is no data set of a format of training.
  init?(_ document: Document, in workspace: Workspace) {
    guard document.holdsRecords, workspace.isTrainingData(at: document.path),
      let profile = workspace.profile(at: document.path)
    else { return nil }
    self.profile = profile
  }

  /// One finding for all records that have such characters; nil where none has. `what` says what stands there. Without
  /// `warningShare`, a share of the records, it is a note always.
  func observed(
    _ oddity: TextOddity, label: String, _ what: String, advice: String, effect: String,
    warningShare: Double?
  ) -> Observed? {
    let (records, total) = (profile.search.oddities[oddity], profile.search.records)
    let share = Double(records.count) / Double(max(total, 1))
    let isMany = { records.count >= Self.warningRecords && share >= $0 || share >= Self.warningShareAlone }
    let severity: Severity = warningShare.map(isMany) == true ? .warning : .info
    return Observed(
      records, of: total, label: label,
      "\(what) in the texts of \(records.count) of \(total) \(total == 1 ? "record" : "records")",
      advice: advice,
      effects: [Effect(.always, when: .silently, severity: severity, effect)], severity: severity)
  }
}
