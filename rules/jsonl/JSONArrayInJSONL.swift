import Datasets
import Linting
import Setup
import Syntax

/// An array under a name that promises lines.
enum JSONArrayInJSONL: FileRule {
  static let metadata = RuleMetadata(
    "json-array-in-jsonl", family: "jsonl", severity: .info, since: "0.1.0", observing: .fields,
    "one JSON array in a file of lines")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard document.kind == .jsonLines, let profile = workspace.profile(at: document.path),
      let file = profile.files.first, file.container == .jsonArray,
      let first = profile.shapes[.object].first.first
    else { return [] }
    let mayBeTurns = !Set(profile.columns.names).isDisjoint(with: ["role", "from"])
    let repair = DatasetRepair(file.path, kinds: DatasetRepair.mendableKinds, makesLines: true)
    let isMendable = !mayBeTurns && holdsRecordsOnly(profile) && !isReadWhole(document, in: workspace)
    return [
      Observed(
        at: first.asPlace, label: "an element of an array",
        "the file is one JSON array, not a record a line: `datasets` reads it, readers of lines do not",
        advice: mayBeTurns
          ? "write one record a line; if this is one conversation, one record with its turns as `messages`"
          : "write one record a line",
        fixes: isMendable ? [Fix("write each element as a line", repair: repair)] : [])
    ]
  }

  /// Whether a script under check names the file and reads JSON whole, which lines are not.
  private static func isReadWhole(_ document: Document, in workspace: Workspace) -> Bool {
    let name = FilePath.name(document.path)
    return workspace.files.contains { file in
      guard file.kind == .python || file.kind == .notebook, let script = workspace.store.document(of: file)
      else {
        return false
      }
      return script.file.mentions(name) && script.file.mentions("json.load")
    }
  }

  /// Whether every element is an object, or will be one when what is wrong with it is mended too.
  private static func holdsRecordsOnly(_ profile: Profile) -> Bool {
    let kinds: Set<SyntaxFault.Kind> = [.trailingComma, .controlCharacter, .notANumber, .loneSurrogate]
    return kinds.isSuperset(of: profile.faults.byKind.keys)
      && profile.shapes[.object].count + profile.unreadableRecords == profile.records
  }
}
