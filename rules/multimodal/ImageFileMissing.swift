import Datasets
import Linting
import Setup
import Syntax

/// Records of LLaMA-Factory that name pictures, videos or sounds which are not there, among others that are.
enum ImageFileMissing: FileRule {
  static let metadata = RuleMetadata(
    "image-file-missing", family: "multimodal", severity: .error, since: "0.1.0", observing: [],
    "records that name a picture which is not there")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    DatasetEntry.all(document).flatMap { entry in
      ["images", "videos", "audios"].compactMap { part in observed(part, entry, document, workspace) }
    }
  }

  /// What a message shows of a name.
  private static let shown = 80

  /// LLaMA-Factory looks in `media_dir`, which is the folder of `dataset_info.json` where nothing else is said, and then
  /// from where it was started (`data/converter.py`, `_find_medias`, at ff6d4d1).
  private static func observed(
    _ part: String, _ entry: DatasetEntry, _ document: Document, _ workspace: Workspace
  ) -> Observed? {
    guard let column = entry.column(part), let path = entry.path(beside: document.path),
      let files = workspace.filesNamed(
        in: column, of: path, lookingIn: workspace.folders(above: document.path) + ["."]),
      // Where none is there, `media_dir` names another folder.
      files.missing < files.names, let first = files.firstMissing.first
    else { return nil }
    let (missing, all) = (files.missing, files.names)
    return Observed(
      at: first.place.asPlace, label: "not there",
      message(first.name, missing, of: all, column),
      related: [RelatedPlace(.span(entry.key.span), "loaded by this entry")],
      occurrences: Occurrences(count: missing, of: all, places: files.firstMissing.map(\.place)),
      effects: [
        // Run: `fixtures/goldens/dataset_info_cases.py`; which of the two hangs on the release and the template.
        Effect(
          .always, when: .start, severity: .error,
          "LLaMA-Factory ends with FileNotFoundError at such a record, while it tokenizes or at the step that draws it"
        )
      ])
  }

  private static func message(_ name: String, _ missing: Int, of all: Int, _ column: String) -> String {
    let name = name.count > shown ? "\(name.prefix(shown))…" : name
    return missing == 1
      ? "`\(name)`, one of \(all) files that `\(column)` names, is not there"
      : "`\(name)` and \(missing - 1) more of \(all) files that `\(column)` names are not there"
  }
}
