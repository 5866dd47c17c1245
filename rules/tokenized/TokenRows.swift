import Datasets
import Linting
import Setup

/// A data set whose records are rows of tokens.
struct TokenRows {
  let profile: Profile

  /// Nil for what is no data set of such rows.
  init?(_ document: Document, in workspace: Workspace) {
    guard document.holdsRecords, let profile = workspace.profile(at: document.path),
      profile.format?.format == .tokenized
    else { return nil }
    self.profile = profile
  }

  /// One finding for all rows that show a sign; nil where none does.
  func observed(
    _ sign: RecordSign, of whole: Int, label: String, _ message: (Tally) -> String, advice: String? = nil,
    _ effects: [Effect], experiment: Experiment? = nil, severity: Severity? = nil
  ) -> Observed? {
    let rows = profile.signs[sign]
    return Observed(
      rows, of: whole, label: label, message(rows), advice: advice, effects: effects, experiment: experiment,
      severity: severity)
  }
}
