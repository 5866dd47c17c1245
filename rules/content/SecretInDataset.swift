import Datasets
import Linting
import Setup

/// Keys and tokens of services in the texts of a data set.
enum SecretInDataset: FileRule {
  static let metadata = RuleMetadata(
    "secret-in-dataset", family: "content", severity: .warning, since: "0.1.0", observing: .search,
    "keys and tokens of services in a data set")

  /// From this share of the records on it is no longer a note.
  private static let warningShare = 0.001

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard document.holdsRecords, workspace.isTrainingData(at: document.path),
      let profile = workspace.profile(at: document.path)
    else { return [] }
    let search = profile.search
    return SecretKind.allCases.compactMap { kind in
      let secrets = search.secrets[kind]
      let severity: Severity =
        Double(secrets.count) >= warningShare * Double(search.records) ? .warning : .info
      return Observed(
        secrets, of: search.records, label: "looks like \(kind.inWords)", message(kind, secrets.count),
        advice: "replace it with a placeholder; withdraw it if it was real",
        effects: [
          Effect(
            .always, when: .silently, severity: severity,
            "a model that is trained on it can repeat it to anybody")
        ], severity: severity)
    }
  }

  private static func message(_ kind: SecretKind, _ count: Int) -> String {
    "text of the form of \(kind.inWords) stands in the data"
      + (count == 1 ? "" : ", \(count) times")
  }
}
