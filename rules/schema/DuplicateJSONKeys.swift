import Datasets
import Linting
import Setup

/// Records with a key that stands twice in one object.
enum DuplicateJSONKeys: FileRule {
  static let metadata = RuleMetadata(
    "duplicate-json-keys", family: "schema", severity: .error, since: "0.1.0", observing: .fields,
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
      Observed(
        key.places, label: "the second `\(key.name)`", message(key.name, key.places.count),
        advice: "keep one of the two",
        effects: effects(isRefused: isRefused, isMixed: isMixed),
        versions: workspace.versions(for: document.path))
    }
  }

  /// Run with datasets 2.14.7, 2.21.0, 3.6.0, 4.7.0 and 5.2.0, the key before and behind the type that changes.
  private static func effects(isRefused: Bool, isMixed: Bool) -> [Effect] {
    let text =
      "`load_dataset` raises DatasetGenerationError (Column was specified twice); Python's json keeps the last one"
    let lost = "one of the two values is lost: Python's json keeps the last one"
    guard isRefused else { return [Effect(.always, when: .silently, severity: .warning, lost)] }
    guard isMixed else { return [Effect(.always, when: .start, severity: .error, text)] }
    return [
      Effect(.when(.datasets, "<\(LoadedData.firstToKeepText)"), when: .start, severity: .error, text),
      Effect(.when(.datasets, ">=\(LoadedData.firstToKeepText)"), when: .silently, severity: .warning, lost),
    ]
  }

  private static func message(_ name: String, _ count: Int) -> String {
    "key `\(name)` is in an object that has it already" + (count > 1 ? ", \(count) times" : "")
  }
}
