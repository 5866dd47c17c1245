import Datasets
import Linting
import Setup

/// Records with a key that stands twice in one object.
enum DuplicateJSONKeys: FileRule {
  static let metadata = RuleMetadata(
    "duplicate-json-keys", family: "schema", severity: .error, since: "0.1.0",
    "records with a key that stands twice in one object")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard case .records = document.content, let profile = workspace.profile(at: document.path),
      let keys = profile.duplicateKeys.keys
    else { return [] }
    // An array goes through pandas, and a file of one record in different ways by the release.
    let isRefused = profile.files.allSatisfy { $0.container == .jsonLines } && profile.records > 1
    // Since 4.7 a type that changes before sends the whole portion through Python's json.
    let isMixed = profile.columnPaths.contains { ArrowKind.first(of: $0.values).count > 1 }
    return keys.compactMap { key in
      guard let first = key.places.first.first else { return nil }
      return Observed(
        at: first.asPlace, label: "the second `\(key.name)`", message(key.name, key.places.count),
        advice: "keep one of the two",
        related: key.places.first.dropFirst().map { RelatedPlace($0.asPlace, "here too") },
        effects: [
          isRefused
            ? Effect(
              isMixed ? .when(.datasets, "<4.7") : .always, when: .start, severity: .error,
              "`load_dataset` raises DatasetGenerationError (Column was specified twice); Python's json keeps the last one"
            )
            : Effect(.always, when: .silently, severity: .warning, "Python's json keeps the last one")
        ])
    }
  }

  private static func message(_ name: String, _ count: Int) -> String {
    "key `\(name)` is in an object that has it already" + (count > 1 ? ", \(count) times" : "")
  }
}
