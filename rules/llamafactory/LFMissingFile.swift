import Linting
import Setup
import Syntax

/// Files that `dataset_info.json` names and that are not there, among others that are.
enum LFMissingFile: FileRule {
  static let metadata = RuleMetadata(
    "lf-missing-file", family: "llamafactory", severity: .warning, since: "0.1.0",
    "a file of `dataset_info.json` that is not there")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    let entries = DatasetEntry.all(document).compactMap { entry in
      entry.path(beside: document.path).map { (entry: entry, path: $0) }
    }
    // Where none is there, the data lies elsewhere: `dataset_dir` may name any folder.
    guard entries.contains(where: { workspace.exists($0.path) }) else { return [] }
    return entries.filter { !workspace.exists($0.path) }.map { entry, _ in
      let file = entry.file ?? ""
      return Observed(
        at: .span(entry.value["file_name"]?.span ?? entry.key.span), label: "not there",
        "`\(entry.name)` names `\(file)`, which is not in this folder",
        effects: [
          Effect(
            .always, when: .start, severity: .warning,
            "a run that names the data set ends with `ValueError: File … not found.`")
        ])
    }
  }
}
